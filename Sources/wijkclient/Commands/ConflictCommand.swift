import ArgumentParser
import SyncCore
import WijkDomain

struct ConflictCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "conflict", ["conflicten"],
            en: "What people wrote at the same time and one must decide.",
            nl: "Wat mensen tegelijk schreven en iemand moet beslissen.",
            subcommands: [ConflictList.self, ConflictShow.self, ConflictResolve.self, ConflictReopen.self])
    }
}

struct ConflictList: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "list", ["lijst"], en: "List the records that are in conflict.", nl: "Toon welke gegevens in conflict zijn.",
            example: ["conflict list --area Kanaleneiland"],
            json:
                "total, conflicts[{id, short, kind, area, areaName, title, name, cause, class, mayISettle, decider, fields[], options}]")
    }

    @OptionGroup var filter: ConflictFilter
    @Flag(name: .long, help: .both("Only those that are yours to settle.", "Alleen die aan u zijn om te beslissen."))
    var mine = false
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            let rows = try filter.conflicts(device, client.language).filter { !mine || $0.choice.decider == nil }
            try client.json ? json(rows, client) : table(rows, client)
            if !client.json { try tellPlaces(device, client) }
        }
    }

    private func json(_ rows: [ListedConflict], _ client: Client) throws {
        try client.write { writer in
            writer.member("total", rows.count)
            writer.array("conflicts", rows) { row, writer in
                writer.beginObject()
                row.members(into: &writer)
                writer.endObject()
            }
        }
    }

    /// What no single record shows (C6): said here as well, settled with the order it belongs to.
    private func tellPlaces(_ device: Device, _ client: Client) throws {
        guard filter.what.map({ $0.uppercased() == ConflictClass.c6.rawValue }) ?? true else { return }
        let count = try PlanRanking.clashes(in: device.store).count { $0.cause != .item }
        if count == 0 { return }
        client.streams.message(
            client.language(
                en: "C6: \(count) places in the order of a plan are claimed by several items: wijkclient rank show.",
                nl: "C6: op \(count) plaatsen in de volgorde van een plan staan meer maatregelen: wijkclient volgorde toon."))
    }

    private func table(_ rows: [ListedConflict], _ client: Client) throws {
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
            .init(language(en: "class", nl: "klasse")), .init(language(en: "decides", nl: "beslist")),
            .init(language(en: "sides", nl: "kanten"), .number), .init(language(en: "what", nl: "wat")),
        ])
        for row in rows {
            let (record, choice) = (row.record, row.choice)
            table.row([
                record.id.short, Labels.label(kind: record.kind.name, dutch: dutch), record.area?.name ?? "—",
                Labels.label(kind: record.kind.name, field: choice.name, dutch: dutch), choice.what.rawValue, choice.who(language),
                String(choice.options.count), record.title,
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
                "id, short, kind, area, areaName, conflicted, title, conflicts[{name, cause, key, class, mayISettle, decider, fields[], options[{number, values{}, shown, "
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
