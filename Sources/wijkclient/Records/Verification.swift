import SyncCore
import WijkDomain

/// Whether a replica's parts agree with each other.
struct Verification {
    struct Area {
        let state: AreaState
        let computed: Digest
        let records: Int

        /// A digest that grows while a snapshot comes in is compared like any other.
        var isGood: Bool { computed == state.digest }
    }

    /// SQLite's complaints about the file.
    let integrity: [String]
    let areas: [Area]
    /// How many ops this replica wrote, and what is wrong with their numbers or their chain.
    let ops: UInt64
    let chainProblem: String?
    /// How many records were compared with their columns and the list of conflicts, and which differ.
    let records: Int
    let listProblems: [String]

    private static let mostProblems = 20

    init(_ device: Device) throws {
        integrity = try device.store.integrityProblems()
        (areas, ops, chainProblem, records, listProblems) = try device.store.reading {
            let areas = try device.store.areas().map { area in
                var records = 0
                try device.store.records(area: area.number, after: nil) { _, _ in
                    records += 1
                    return true
                }
                return Area(state: area, computed: try device.replica.recomputedDigest(of: area), records: records)
            }
            let (ops, chain) = try Self.chain(device)
            let (records, lists) = try Self.lists(device)
            return (areas, ops, chain, records, lists)
        }
    }

    var isGood: Bool { integrity.isEmpty && areas.allSatisfy(\.isGood) && chainProblem == nil && listProblems.isEmpty }

    /// Own ops must be numbered without a gap, and up to the acknowledged one make the hash that the server confirmed.
    private static func chain(_ device: Device) throws -> (UInt64, String?) {
        let own = try device.replica.own()
        let written = try device.replica.written()
        var chain = Chain(start: own.incarnation)
        var problem: String?
        var acknowledged = own.chain.k == 0 ? own.chain : nil
        try device.store.ownOps(after: 0, actor: own.number) { row in
            guard row.k == chain.k + 1 else {
                problem = "op \(chain.k + 1) is missing"
                return false
            }
            chain.append(row.op)
            if chain.k == own.chain.k { acknowledged = chain }
            return true
        }
        if problem == nil, chain.k != written { problem = "\(chain.k) ops are held, \(written) were written" }
        if problem == nil, acknowledged != own.chain { problem = "the chain differs at op \(own.chain.k)" }
        return (written, problem)
    }

    /// What a record's columns show must be what its registers say.
    private static func lists(_ device: Device) throws -> (Int, [String]) {
        var records = 0
        var problems: [String] = []
        for kind in Wijk.schema.kinds {
            var query = RecordQuery(kind)
            query.withDeleted = true
            try device.store.list(query) { row in
                records += 1
                guard problems.count < mostProblems else { return true }
                guard let stored = try device.store.load(row.ref) else {
                    problems.append("\(row.id): unreadable")
                    return true
                }
                let presentation = stored.state.present(kind)
                if presentation.values != row.values { problems.append("\(row.id): a column differs from its register") }
                if presentation.conflicts.isEmpty == row.isConflicted { problems.append("\(row.id): the list of conflicts is wrong") }
                return true
            }
        }
        return (records, problems)
    }

    func members(into writer: inout JSONWriter) {
        writer.key("ok")
        writer.bool(isGood)
        writer.array("integrity", integrity) { $1.string($0) }
        writer.array("areas", areas) { area, writer in
            writer.beginObject()
            writer.member("code", area.state.code)
            writer.member("name", area.state.name)
            writer.key("ok")
            writer.bool(area.isGood)
            writer.member("digest", area.state.digest.hex)
            writer.member("computed", area.computed.hex)
            writer.member("records", area.records)
            writer.endObject()
        }
        writer.object("chain") { writer in
            writer.key("ok")
            writer.bool(chainProblem == nil)
            writer.member("ops", ops)
            writer.member("problem", chainProblem)
        }
        writer.object("lists") { writer in
            writer.key("ok")
            writer.bool(listProblems.isEmpty)
            writer.member("records", records)
            writer.array("problems", listProblems) { $1.string($0) }
        }
    }

    func text(_ language: Language) -> String {
        let good = "ok"
        let bad = language(en: "PROBLEM", nl: "PROBLEEM")
        var lines = [language(en: "file", nl: "bestand") + ": " + (integrity.isEmpty ? good : bad)]
        lines += integrity.map { "  \($0)" }
        for area in areas {
            let records = language(en: "\(area.records) records", nl: "\(area.records) gegevens")
            lines.append(
                "\(area.state.code) \(area.state.name): \(area.isGood ? good : bad), \(records), \(area.state.digest.hex.prefix(16))")
        }
        lines.append(language(en: "own writes: ", nl: "eigen wijzigingen: ") + (chainProblem.map { "\(bad), \($0)" } ?? "\(good), \(ops)"))
        lines.append(language(en: "lists: ", nl: "lijsten: ") + (listProblems.isEmpty ? "\(good), \(records)" : bad))
        lines += listProblems.map { "  \($0)" }
        return lines.map { SafeText.singleLine($0) + "\n" }.joined()
    }
}
