import ArgumentParser
import SyncCore
import WijkDomain

struct SchouwCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "schouw", en: "Walks through the wijk.", nl: "Schouwen door de wijk.",
            subcommands: [SchouwStart.self, SchouwFinish.self, RecordList<SchouwNoun>.self, RecordShow<SchouwNoun>.self])
    }
}

struct SchouwStart: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "start", ["starten"],
            en: "Begin a schouw; findings added from now on belong to it.",
            nl: "Begin een schouw; nieuwe bevindingen horen er dan bij.",
            example: ["schouw start --area Kanaleneiland --title \"Schouw Marco Pololaan\" --residents 11"],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @OptionGroup var fields: SchouwFields
    @Option(name: .long, help: .both("Area, by code or name.", "Gebied, met code of naam."))
    var area: String?
    @Option(
        name: .long, parsing: .unconditionalSingleValue,
        help: .both(
            "Any field: name=value. May be repeated.",
            "Elk veld: naam=waarde. Mag vaker."))
    var set: [String] = []
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToWrite()
        let choice = try AreaChoice(device, client.language)
        let place = try area.map { try choice.resolve($0) } ?? choice.only()
        var assignments = FieldAssignments(client.language)
        for (field, text) in fields.given { assignments.add(field, text) }
        try assignments.add(sets: set, clears: [])
        for (field, text) in SchouwNoun.defaults(now: Clock.now()) where !assignments.has(field) { assignments.add(field, text) }
        let input = RecordLookup(device: device, language: client.language).input
        try Wijk.schema.check(assignments.writes(for: SchouwKind.kind, input), kind: SchouwKind.kind.number, creating: true)
        _ = try device.store.transaction { try device.replica.ensureArea(place.code, name: place.name) }
        let writing = RecordWriting(client: client, device: device)
        try writing.tell(try writing.create(SchouwKind.kind, assignments, area: place.code), en: "begun", nl: "begonnen")
    }
}

struct SchouwFinish: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "finish", ["afronden"],
            en: "End the schouw that is going on, or the one named.",
            nl: "Rond de lopende schouw af, of de genoemde.",
            example: ["schouw finish"], json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Argument(help: .both("The schouw's id; the one going on when left out.", "Het nummer van de schouw; zonder nummer de lopende."))
    var id: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToWrite()
        let lookup = RecordLookup(device: device, language: client.language)
        guard let schouw = try id.map({ try lookup.shown($0, in: [SchouwKind.kind]) }) ?? ActiveSchouw.find(device) else {
            throw ClientError(
                .notFound, "schouw.none", client.language(en: "No schouw is going on.", nl: "Er is geen schouw bezig."),
                hint: client.language(en: "Begin one: wijkclient schouw start.", nl: "Begin er een: wijkclient schouw starten."))
        }
        var assignments = FieldAssignments(client.language)
        assignments.add("status", "afgerond")
        assignments.add("finished_at", "now")
        let writing = RecordWriting(client: client, device: device)
        try writing.tell(
            try writing.change(schouw, try assignments.writes(for: SchouwKind.kind, lookup.input)),
            en: "finished",
            nl: "afgerond")
    }
}
