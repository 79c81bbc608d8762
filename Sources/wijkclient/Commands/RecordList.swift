import ArgumentParser
import SyncCore
import WijkDomain

/// `finding list`, `item list`, …
struct RecordList<N: Noun>: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "list", ["lijst"], en: "List them, filtered and sorted.", nl: "Toon een lijst, gefilterd en gesorteerd.",
            example: [
                "\(N.word) list --area Kanaleneiland --status \(N.word == "finding" ? "nieuw" : "…") --sort \(N.sort.field):desc --limit 20"
            ],
            json: "total, offset, limit, records[{id, short, kind, area, areaName, conflicted, fields{…}}]")
    }

    @OptionGroup var filters: ListFilters
    @Option(name: .long, help: .both("A field, with :desc to turn it around.", "Een veld, met :desc andersom."))
    var sort: String?
    @Option(name: .long, help: .both("At most so many; 0 for all.", "Hoogstens zoveel; 0 voor alle."))
    var limit = 50
    @Option(name: .long, help: .both("Leave out the first so many.", "Sla de eerste zoveel over."))
    var offset = 0
    @Flag(name: .long, help: .both("Write CSV with every field.", "Schrijf CSV met alle velden."))
    var csv = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if limit < 0 || offset < 0 {
            throw ValidationError(
                Language.ofHelp(
                    en: "--limit and --offset are not negative.",
                    nl: "--limit en --offset zijn niet negatief."))
        }
        if csv, common.json { throw ValidationError(Language.ofHelp(en: "Choose --csv or --json.", nl: "Kies --csv of --json.")) }
    }

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            let areas = Dictionary(uniqueKeysWithValues: try device.store.areas().map { ($0.number, $0) })
            var query = try filters.query(N.self, device, client.language)
            query.sort = try sort.map { try Self.order($0, client.language) } ?? N.sort
            let page = RecordPage(
                device: device, query: query, changedSince: try filters.changedSince(client.language), limit: limit, offset: offset)
            let listing = Listing(client: client, kind: N.kind, areas: areas)
            if csv { return try listing.csv(page) }
            if client.json { return try listing.json(page) }
            try listing.table(page, columns: N.columns)
        }
    }

    private static func order(_ text: String, _ language: Language) throws -> (field: String, descending: Bool) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        let direction = parts.count == 2 ? parts[1] : "asc"
        guard let name = parts.first, N.kind.field(named: name) != nil, ["asc", "desc"].contains(direction) else {
            let names = N.kind.fields.map(\.name).joined(separator: ", ")
            throw ClientError(
                .usage, "list.sort", language(en: "Cannot sort by “\(text)”.", nl: "Sorteren op “\(text)” kan niet."),
                hint: language(en: "Fields: \(names), with :desc to turn around.", nl: "Velden: \(names), met :desc andersom."))
        }
        return (name, direction == "desc")
    }
}
