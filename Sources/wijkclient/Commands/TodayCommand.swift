import ArgumentParser
import SyncCore
import WijkDomain

struct TodayCommand: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "today", ["vandaag"], en: "What needs you: conflicts, held bookings, refused writes, findings gone stale, duplicates.",
            nl: "Wat u vraagt: conflicten, vastgehouden boekingen, geweigerde wijzigingen, oude bevindingen, dubbele.",
            example: ["today"],
            json:
                "pending, refused, conflicts[{record, short, kind, title, class, mayISettle, decider}], held[{booking, shortfallCents}], stale[{finding, short, description}], duplicates[{first, second, metres}]"
        )
    }

    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            let today = try Today(device, now: Clock.now(), language: client.language)
            if client.json { return try client.write { today.write(into: &$0) } }
            try client.streams.write(today.text(client))
        }
    }
}

/// What asks for somebody's attention on this replica.
struct Today {
    struct Torn {
        let record: RecordView
        let conflict: ConflictClass
        /// Who decides, when it is not the reader.
        let decider: String?
    }

    let pending: UInt64
    let refused: Int
    private(set) var conflicts: [Torn] = []
    let held: [(id: RecordID, shortfall: Money)]
    private(set) var stale: [(id: RecordID, text: String)] = []
    private(set) var duplicates: [DuplicateSearch.Pair] = []

    /// How many days a finding may stay `nieuw`, and how far back duplicates are looked for.
    static let days: Int64 = 14

    init(_ device: Device, now: Int64, language: Language) throws {
        pending = try device.replica.pendingCount()
        refused = try device.replica.refusals().count
        held = try SyncOutcome(device, refusedNow: 0).held
        let since = now - Self.days * 86_400_000
        conflicts = try Self.conflicts(device)
        stale = try Self.stale(device, before: since)
        duplicates = try Self.duplicates(device, since: since)
    }

    private static func conflicts(_ device: Device) throws -> [Torn] {
        let owners = ConflictOwners(device)
        var torn: [Torn] = []
        for ref in try device.store.conflicts(area: nil) {
            guard let shown = try device.replica.shown(ref), let kind = Wijk.schema.kind(ref.kind) else { continue }
            let record = RecordView(shown, kind: kind, area: try device.area(number: shown.area))
            for conflict in record.presentation.conflicts {
                torn.append(
                    Torn(
                        record: record, conflict: ConflictClass(of: conflict, kind: kind), decider: try owners.decider(of: conflict, record)
                    ))
            }
        }
        return torn
    }

    /// Findings that nobody has looked at for too long; the oldest first.
    private static func stale(_ device: Device, before: Int64) throws -> [(id: RecordID, text: String)] {
        var query = RecordQuery(FindingKind.kind)
        query.equal = [("status", .text("nieuw"))]
        query.ranges = [("observed_at", nil, .integer(before))]
        query.sort = ("observed_at", false)
        query.limit = 100
        var found: [(id: RecordID, text: String)] = []
        let place = FindingKind.kind.field(named: "description").flatMap { FindingKind.kind.position(of: $0.number) } ?? 0
        try device.store.list(query) { row in
            found.append((row.id, row.values[place].text ?? ""))
            return true
        }
        return found
    }

    private static func duplicates(_ device: Device, since: Int64) throws -> [DuplicateSearch.Pair] {
        var query = RecordQuery(FindingKind.kind)
        query.ranges = [("observed_at", .integer(since), nil)]
        query.sort = ("observed_at", true)
        query.limit = 2_000
        var candidates: [DuplicateSearch.Candidate] = []
        try device.store.list(query) { row in
            let values = RecordValues(id: row.id, kind: query.kind, area: "", values: row.values)
            if let candidate = DuplicateSearch.Candidate(values) { candidates.append(candidate) }
            return true
        }
        return DuplicateSearch.pairs(among: candidates, limit: 100)
    }

    func write(into writer: inout JSONWriter) {
        writer.member("pending", pending)
        writer.member("refused", refused)
        writer.array("conflicts", conflicts) { torn, writer in
            writer.beginObject()
            writer.member("record", "\(torn.record.id)")
            writer.member("short", torn.record.id.short)
            writer.member("kind", torn.record.kind.name)
            writer.member("title", torn.record.title)
            writer.member("class", torn.conflict.rawValue)
            writer.member("mayISettle", torn.decider == nil)
            writer.member("decider", torn.decider)
            writer.endObject()
        }
        writer.array("held", held) { booking, writer in
            writer.beginObject()
            writer.member("booking", "\(booking.id)")
            writer.member("shortfallCents", booking.shortfall.cents)
            writer.endObject()
        }
        writer.array("stale", stale) { finding, writer in
            writer.beginObject()
            writer.member("finding", "\(finding.id)")
            writer.member("short", finding.id.short)
            writer.member("description", finding.text)
            writer.endObject()
        }
        writer.array("duplicates", duplicates) { pair, writer in
            writer.beginObject()
            writer.member("first", "\(pair.first)")
            writer.member("second", "\(pair.second)")
            writer.member("metres", pair.millimetres / 1_000)
            writer.endObject()
        }
    }

    func text(_ client: Client) -> String {
        let language = client.language
        var lines: [String] = []
        func section(_ count: Int, _ en: String, _ nl: String, _ rows: [String]) {
            if count == 0 { return }
            lines.append(client.streams.terminal.style("\(count) \(language(en: en, nl: nl))", .bold))
            lines += rows.prefix(3).map { SafeText.singleLine("  \($0)") }
            if rows.count > 3 { lines.append(language(en: "  and more", nl: "  en meer")) }
        }
        let torn = conflicts.map { each in
            let who = each.decider.map { language(en: "decided by: \($0)", nl: "beslist: \($0)") } ?? language(en: "yours", nl: "aan u")
            let name = each.conflict.name(dutch: language == .dutch)
            return "\(each.record.id.short)  \(each.conflict.rawValue) \(name): \(each.record.title)  (\(who))"
        }
        section(conflicts.count, "conflicts", "conflicten", torn)
        section(held.count, "held bookings", "vastgehouden boekingen", held.map { "\($0.id.short)  \($0.shortfall.text)" })
        section(refused, "refused writes: wijkclient refused list", "geweigerde wijzigingen: wijkclient geweigerd lijst", [])
        section(
            stale.count, "findings that nobody has looked at for \(Self.days) days", "bevindingen die al \(Self.days) dagen liggen",
            stale.map { "\($0.id.short)  \($0.text)" })
        section(
            duplicates.count, "perhaps the same", "misschien dezelfde",
            duplicates.map { "\($0.first.short)  \($0.second.short)  \($0.millimetres / 1_000) m" })
        section(Int(pending), "writes not yet sent", "nog te versturen", [])
        if lines.isEmpty { lines.append(language(en: "Nothing needs you.", nl: "Er is niets dat u vraagt.")) }
        return lines.joined(separator: "\n") + "\n"
    }
}
