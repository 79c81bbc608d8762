import ArgumentParser
import SyncCore
import WijkDomain

/// A conflict as it is listed: of which class it is, and whose it is to settle.
struct ListedConflict {
    let record: RecordView
    let choice: ConflictChoice

    /// All of an area, or of all areas.
    static func all(_ device: Device, area: Int?) throws -> [ListedConflict] {
        let reader = ConflictReader(device: device)
        var found: [ListedConflict] = []
        for ref in try device.store.conflicts(area: area) {
            guard let kind = Wijk.schema.kind(ref.kind), let shown = try device.replica.shown(ref) else { continue }
            let record = RecordView(shown, kind: kind, area: try device.area(number: shown.area))
            found += try reader.conflicts(of: record).map { ListedConflict(record: record, choice: $0) }
        }
        return found
    }

    /// Members of the JSON object of a conflict, without the object itself.
    func members(into writer: inout JSONWriter) {
        writer.member("id", "\(record.id)")
        writer.member("short", record.id.short)
        writer.member("kind", record.kind.name)
        writer.member("area", record.area?.code)
        writer.member("areaName", record.area?.name)
        writer.member("title", record.title)
        writer.member("name", choice.name)
        writer.member("cause", ConflictJSON.cause(choice.cause))
        ConflictJSON.owner(choice, into: &writer)
        writer.array("fields", choice.fields) { $1.string(record.kind.anyField($0)?.name ?? "field \($0)") }
        writer.member("options", choice.options.count)
    }
}

/// Which conflicts are meant.
struct ConflictFilter: ParsableArguments {
    @Option(name: .long, help: .both("Only this area.", "Alleen dit gebied."))
    var area: String?
    @Option(
        name: [.customLong("class"), .customLong("klasse")],
        help: .both("Only this class, C1 to C14.", "Alleen deze klasse, C1 tot en met C14."))
    var what: String?

    func conflicts(_ device: Device, _ language: Language) throws -> [ListedConflict] {
        var number: Int?
        if let area { number = try device.store.area(AreaChoice(device, language).resolve(area).code)?.number ?? 0 }
        let all = try ListedConflict.all(device, area: number)
        guard let what else { return all }
        guard let wanted = ConflictClass(rawValue: what.uppercased()) else {
            throw Violation(field: "class", rule: .notAWord(allowed: ConflictClass.allCases.map(\.rawValue)))
        }
        return all.filter { $0.choice.what == wanted }
    }
}

/// `conflict resolve --all`: many conflicts settled alike, shown first and done only when asked for.
struct ConflictBulk {
    let client: Client
    let policy: ConflictPolicy
    let filter: ConflictFilter
    let reason: String
    let isSure: Bool

    private struct Step {
        let conflict: ListedConflict
        let side: Int
    }

    func run() throws {
        let device = try isSure ? client.openToWrite() : client.openToRead()
        var (steps, left): ([Step], [ListedConflict]) = ([], [])
        func look() throws {
            for conflict in try filter.conflicts(device, client.language) {
                if conflict.choice.decider == nil, let side = policy.side(of: conflict.choice) {
                    steps.append(Step(conflict: conflict, side: side))
                } else {
                    left.append(conflict)
                }
            }
        }
        if isSure {
            // One transaction from looking to writing, and all or nothing.
            try device.store.transaction {
                try look()
                for step in steps { try settle(step, device) }
            }
        } else {
            try device.store.reading { try look() }
        }
        try client.json ? json(steps, left) : text(steps, left)
    }

    private func settle(_ step: Step, _ device: Device) throws {
        let lookup = RecordLookup(device: device, language: client.language)
        let resolution = ConflictResolution(language: client.language, take: step.side)
        // As it is now: an earlier step may have been about the same record.
        let record = try lookup.shown("\(step.conflict.record.id)")
        let writes = try resolution.writes(step.conflict.choice, field: nil, record, lookup.input)
        _ = try RecordWriting(client: client, device: device).change(record, writes, note: try lookup.input.note(reason))
    }

    private func values(_ step: Step) -> String {
        let (choice, kind) = (step.conflict.choice, step.conflict.record.kind)
        if choice.cause == .editedAfterDeletion {
            return choice.options[step.side - 1].values == [.null]
                ? client.language(en: "kept", nl: "behouden") : client.language(en: "deleted", nl: "verwijderd")
        }
        return zip(choice.fields, choice.options[step.side - 1].values).map { field, value in
            let label = Labels.label(kind: kind.name, field: kind.anyField(field)?.name ?? "", dutch: client.language == .dutch)
            return "\(label): \(FieldOutput.human(value, kind.anyField(field)?.type, client.language))"
        }.joined(separator: "; ")
    }

    private func text(_ steps: [Step], _ left: [ListedConflict]) throws {
        let language = client.language
        if !steps.isEmpty {
            var table = TableWriter([
                .init("id"), .init(language(en: "class", nl: "klasse")),
                .init(isSure ? language(en: "is now", nl: "is nu") : language(en: "becomes", nl: "wordt")),
                .init(language(en: "what", nl: "wat")),
            ])
            for step in steps {
                table.row([step.conflict.record.id.short, step.conflict.choice.what.rawValue, values(step), step.conflict.record.title])
            }
            try client.streams.write(table.render(for: client.streams.terminal))
        }
        for (who, conflicts) in Dictionary(grouping: left, by: { $0.choice.decider ?? "" }).sorted(by: { $0.key < $1.key }) {
            let why =
                who.isEmpty ? language(en: "no such side", nl: "geen zo’n kant") : language(en: "decided by: \(who)", nl: "beslist: \(who)")
            client.streams.message(
                language(en: "\(conflicts.count) left alone (\(why)).", nl: "\(conflicts.count) met rust gelaten (\(why))."))
        }
        if steps.isEmpty { return client.streams.message(language(en: "Nothing to settle.", nl: "Er is niets te beslissen.")) }
        client.streams.message(
            isSure
                ? language(en: "\(steps.count) settled.", nl: "\(steps.count) beslist.")
                : language(en: "Nothing was changed; with --yes it is done.", nl: "Er is niets gewijzigd; met --yes wordt het gedaan."))
    }

    private func json(_ steps: [Step], _ left: [ListedConflict]) throws {
        try client.write { writer in
            writer.key("preview")
            writer.bool(!isSure)
            writer.array("settled", steps) { step, writer in
                writer.beginObject()
                step.conflict.members(into: &writer)
                writer.member("take", step.side)
                writer.endObject()
            }
            writer.array("left", left) { conflict, writer in
                writer.beginObject()
                conflict.members(into: &writer)
                writer.endObject()
            }
        }
    }
}
