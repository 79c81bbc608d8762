import ArgumentParser
import SyncCore
import WijkDomain

struct ConflictCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "conflict", ["conflicten"],
            en: "What people wrote at the same time and one must decide.",
            nl: "Wat mensen tegelijk schreven en iemand moet beslissen.",
            subcommands: [ConflictList.self, ConflictShow.self, ConflictResolve.self])
    }
}

struct ConflictList: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "list", ["lijst"], en: "List the records that are in conflict.", nl: "Toon welke gegevens in conflict zijn.",
            example: ["conflict list --area Kanaleneiland"],
            json: "total, conflicts[{id, short, kind, area, areaName, title, name, cause, fields[], options}]")
    }

    @Option(name: .long, help: .both("Only this area.", "Alleen dit gebied."))
    var area: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            var number: Int?
            if let area { number = try device.store.area(AreaChoice(device, client.language).resolve(area).code)?.number ?? 0 }
            var rows: [(record: RecordView, choice: ConflictChoice)] = []
            for ref in try device.store.conflicts(area: number) {
                guard let kind = Wijk.schema.kind(ref.kind), let shown = try device.replica.shown(ref) else { continue }
                let record = RecordView(shown, kind: kind, area: try device.area(number: shown.area))
                rows += try ConflictReader(device: device).conflicts(of: record).map { (record, $0) }
            }
            try client.json ? json(rows, client) : table(rows, client)
        }
    }

    private func json(_ rows: [(record: RecordView, choice: ConflictChoice)], _ client: Client) throws {
        try client.write { writer in
            writer.member("total", rows.count)
            writer.array("conflicts", rows) { row, writer in
                writer.beginObject()
                writer.member("id", "\(row.record.id)")
                writer.member("short", row.record.id.short)
                writer.member("kind", row.record.kind.name)
                writer.member("area", row.record.area?.code)
                writer.member("areaName", row.record.area?.name)
                writer.member("title", row.record.title)
                writer.member("name", row.choice.name)
                writer.member("cause", ConflictJSON.cause(row.choice.cause))
                writer.array("fields", row.choice.fields) { $1.string(row.record.kind.field($0)?.name ?? "field \($0)") }
                writer.member("options", row.choice.options.count)
                writer.endObject()
            }
        }
    }

    private func table(_ rows: [(record: RecordView, choice: ConflictChoice)], _ client: Client) throws {
        let language = client.language
        let dutch = language == .dutch
        if rows.isEmpty { return try client.streams.write(language(en: "No conflicts.\n", nl: "Geen conflicten.\n")) }
        var table = TableWriter([
            .init("id"),
            .init(
                language(
                    en: "kind",
                    nl: "soort")),
            .init(
                language(
                    en: "area",
                    nl: "gebied")),
            .init(
                language(
                    en: "about",
                    nl: "over")),
            .init(language(en: "sides", nl: "kanten"), .number), .init(language(en: "what", nl: "wat")),
        ])
        for (record, choice) in rows {
            table.row([
                record.id.short, Labels.label(kind: record.kind.name, dutch: dutch), record.area?.name ?? "—",
                Labels.label(kind: record.kind.name, field: choice.name, dutch: dutch), String(choice.options.count), record.title,
            ])
        }
        try client.streams.write(table.render(for: client.streams.terminal))
    }
}

struct ConflictShow: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "show", ["tonen"], en: "Show every side of a record's conflicts: who, which device, when, what it replaced.",
            nl: "Toon alle kanten van de conflicten van een gegeven: wie, welk apparaat, wanneer, wat het verving.",
            example: ["conflict show 1a2b3c4d"],
            json:
                "id, short, kind, area, areaName, conflicted, title, conflicts[{name, cause, key, fields[], options[{number, values{}, shown, "
                + "writers[{dot, person, device, deviceTime, changes[{field, value, replaced}]}]}]}]")
    }

    @Argument(help: .both("The record's id.", "Het nummer van het gegeven."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            let record = try RecordLookup(device: device, language: client.language).shown(id)
            let choices = try ConflictReader(device: device).conflicts(of: record)
            if client.json {
                return try client.write { writer in
                    RecordJSON.head(id: record.id, kind: record.kind, area: record.area, isConflicted: !choices.isEmpty, into: &writer)
                    writer.member("title", record.title)
                    ConflictJSON.write(choices, record.kind, into: &writer)
                }
            }
            let head = SafeText.singleLine(
                "\(Labels.label(kind: record.kind.name, dutch: client.language == .dutch)) \(record.id.short): \(record.title)")
            try client.streams.write(head + "\n")
            try client.streams.write(
                choices.isEmpty
                    ? client.language(
                        en: "No conflicts.\n",
                        nl: "Geen conflicten.\n") : ConflictText(client: client).text(choices, of: record))
        }
    }
}
