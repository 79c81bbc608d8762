import SyncCore
import WijkDomain

/// The versions of a plan: how it was each time that it was adopted (§4.3: a programme is adopted every year). Read from the feed, so
/// that every replica that holds it names and shows the same.
struct PlanVersions {
    struct Version {
        /// The year it was adopted for, and the count of adoptions for that year: `1997.1`.
        let name: String
        /// How far the area's feed had come.
        let position: UInt64
    }

    let plan: RecordView
    let all: [Version]
    private let device: Device

    /// - Throws: where this replica does not hold the plan from its beginning.
    init(_ plan: RecordView, _ device: Device, _ language: Language) throws {
        self.plan = plan
        self.device = device
        let status = plan.kind.field(named: "status")?.number
        var state = RecordState(id: plan.id, kind: plan.kind.number)
        var counts: [Int64: Int] = [:]
        var found: [Version] = []
        for write in try Self.writes(on: plan.ref, in: plan.area?.code, device, language) {
            state.fold(write.op, dot: write.dot, position: write.position)
            guard write.op.writes.contains(where: { $0.field == status && $0.value == .text("vastgesteld") }) else { continue }
            let values = RecordValues(id: plan.id, kind: plan.kind, area: "", values: state.present(plan.kind).values)
            let year = values["cycle_year"].integer ?? values["from_year"].integer ?? 0
            counts[year, default: 0] += 1
            found.append(Version(name: "\(year).\(counts[year] ?? 1)", position: write.position))
        }
        all = found
    }

    /// - Throws: a usage error that names the versions there are.
    func named(_ name: String, _ language: Language) throws -> Version {
        if let version = all.first(where: { $0.name == name }) { return version }
        let names = all.map(\.name).joined(separator: ", ")
        throw ClientError(
            .notFound, "plan.version",
            language(en: "The plan has no version \(name).", nl: "Het plan heeft geen versie \(name)."),
            hint: names.isEmpty
                ? language(en: "It was never adopted.", nl: "Het is nooit vastgesteld.")
                : language(en: "There are: \(names).", nl: "Er zijn: \(names)."))
    }

    /// The items that the plan had then.
    func items(at version: Version, _ language: Language) throws -> [PlanContents.Item] {
        let kind = PlanItemKind.kind
        var query = RecordQuery(kind)
        query.areas = plan.area.map { [$0.number] } ?? []
        query.withDeleted = true
        var rows: [RecordQuery.Row] = []
        try device.store.list(query) { row in
            rows.append(row)
            return true
        }
        return try rows.compactMap { row in
            let writes = try Self.writes(on: row.ref, in: plan.area?.code, device, language)
            var state = RecordState(id: row.id, kind: kind.number)
            for write in writes where write.position <= version.position {
                state.fold(write.op, dot: write.dot, position: write.position)
            }
            let shown = state.present(kind)
            let values = RecordValues(id: row.id, kind: kind, area: plan.area?.code ?? "", values: shown.values)
            guard values["plan"] == .bytes(plan.id.bytes), values["deleted"] != .integer(1) else { return nil }
            let isConflicted = !shown.conflicts.isEmpty
            return PlanContents.Item(
                values: values, amount: PlanAmount(values, state: isConflicted ? state : nil), isConflicted: isConflicted)
        }
    }

    /// What the feed of an area brought of a record, in its order. Nothing of a record that is still to be sent.
    private static func writes(
        on ref: RecordRef, in area: String?, _ device: Device, _ language: Language
    ) throws -> [(op: Op, dot: Dot, position: UInt64)] {
        let history = try device.replica.history(of: ref)
        guard history.contains(where: \.op.creates) else { throw gone(language) }
        return history.compactMap { past in
            guard let position = past.position, past.verdict == nil, past.op.area == area else { return nil }
            return (past.op, past.dot, position)
        }
    }

    private static func gone(_ language: Language) -> ClientError {
        ClientError(
            .notFound, "plan.version-gone",
            language(
                en: "What was written before this replica's first sync is not here.",
                nl: "Wat is geschreven vóór de eerste synchronisatie van deze replica staat hier niet."),
            hint: language(en: "Ask on a device that has been there longer.", nl: "Vraag het op een apparaat dat er langer bij is."))
    }
}
