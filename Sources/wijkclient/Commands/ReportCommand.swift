import ArgumentParser
import SyncCore
import WijkDomain

struct ReportCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "report", ["verslag"], en: "Reports, as text or JSON: of a schouw, a plan, a year.",
            nl: "Verslagen, als tekst of JSON: van een schouw, een plan, een jaar.",
            subcommands: [ReportSchouw.self, ReportWijkplan.self, ReportYear.self])
    }
}

extension Client {
    func write(_ report: Report) throws {
        if json { return try write { report.write(into: &$0) } }
        try streams.write(report.text(streams.terminal, language))
    }
}

struct ReportSchouw: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "schouw", en: "What a schouw brought, where it went, and what became of it.",
            nl: "Wat een schouw opleverde, waar het heen ging, en wat ervan werd.", example: ["report schouw 1a2b3c4d"],
            json:
                "report, title, about[{field, value}], destinations[{destination, count, percent}], statuses[…], categories[…], findings[{number, description, destination, responsible, status, told}]"
        )
    }

    @Argument(help: .both("The schouw's id; the newest when left out.", "Het nummer van de schouw; zonder nummer de nieuwste."))
    var id: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            let lookup = RecordLookup(device: device, language: client.language)
            let schouw = try id.map { try lookup.shown($0, in: [SchouwKind.kind]) } ?? newest(device, lookup)
            try client.write(SchouwReport(device: device, language: client.language).report(schouw))
        }
    }

    private func newest(_ device: Device, _ lookup: RecordLookup) throws -> RecordView {
        var query = RecordQuery(SchouwKind.kind)
        query.sort = ("date", true)
        query.limit = 1
        var id: RecordID?
        try device.store.list(query) { row in
            id = row.id
            return false
        }
        if let id { return try lookup.shown("\(id)", in: [SchouwKind.kind]) }
        throw ClientError(
            .notFound, "schouw.none",
            lookup.language(en: "There is no schouw on this replica.", nl: "Er is geen schouw op deze replica."))
    }
}

struct ReportWijkplan: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "wijkplan", ["plan"], en: "A plan with its items in order, amounts, budgets, and what still waits.",
            nl: "Een plan met zijn maatregelen op volgorde, bedragen, budgetten, en wat nog wacht.", example: ["report wijkplan 1a2b3c4d"],
            json:
                "report, title, items[{position, short, title, theme, executor, status, amount{currency, lowCents, highCents}}], left[…], amounts[{year, amount}], budgets[{short, title, year, granted, accepted, held, room}], waiting[{key, name, count}]"
        )
    }

    @Argument(help: .both("The plan's id; the only one when none is given.", "Het nummer van het plan; het enige als er geen is gegeven."))
    var id: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            let plan = try PlanList.choose(id, device, client.language)
            try client.write(WijkplanReport(device: device, language: client.language).report(plan))
        }
    }
}

struct ReportYear: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "year", ["jaar"], en: "A year: findings by destination, scope, answers in time, budgets, decisions, feedback.",
            nl: "Een jaar: bevindingen naar bestemming, reikwijdte, antwoord op tijd, budgetten, besluiten, terugkoppeling.",
            example: ["report year 1998 --area Hoogland"],
            json:
                "report, title, findings[{count}], destinations[{destination, count, percent}], scope[{key, name, count, percent}], terms[…], statuses[…], sources[…], budgets[…], decisions[{date, body, sort, binding, title}], told[{audience, count}]",
            more: (
                en: "A finding counts in the year in which it was seen, in the time zone of whoever asks (TZ).",
                nl: "Een bevinding telt in het jaar waarin zij is gezien, in de tijdzone van wie vraagt (TZ)."
            ))
    }

    @Argument(help: .both("The year.", "Het jaar.")) var year: Int
    @Option(name: .long, help: .both("Area, by code or name. May be repeated.", "Gebied, met code of naam. Mag vaker."))
    var area: [String] = []
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            let choice = try AreaChoice(device, client.language)
            let places = try area.map { try choice.resolve($0) }
            let numbers = try places.map { try device.store.area($0.code)?.number ?? -1 }
            let title = ([client.language(en: "Year \(year)", nl: "Jaar \(year)")] + places.map(\.name)).joined(separator: " · ")
            try client.write(YearReport(device: device, language: client.language, year: year, areas: numbers).report(title: title))
        }
    }
}
