import ArgumentParser
import SyncCore
import WijkDomain

struct ConflictReopen: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "reopen", ["heropen"], en: "Open a conflict again that was settled; what was decided stays in sight until it is decided anew.",
            nl: "Heropen een conflict dat beslist was; wat beslist is blijft zichtbaar tot er opnieuw wordt beslist.",
            example: ["conflict reopen 1a2b3c4d --reason \"Er was een brief over het hoofd gezien\""],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}, conflicts[…]",
            more: (
                en: "Whoever may settle it may open it again.", nl: "Wie hem mag beslissen mag hem heropenen."
            ))
    }

    @Argument(help: .both("The record's id.", "Het nummer van het gegeven."))
    var id: String
    @Option(
        name: .long,
        help: .both(
            "Which conflict, by its field or group; else the last settled.",
            "Welk conflict, met zijn veld of groep; anders het laatst besliste."))
    var field: String?
    @Option(name: .long, parsing: .unconditional, help: .both("Why; kept with the record.", "Waarom; wordt bij het gegeven bewaard."))
    var reason: String
    @OptionGroup var proxy: ProxyOptions
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToWrite()
        let lookup = RecordLookup(device: device, language: client.language)
        let record = try device.store.transaction {
            let record = try lookup.shown(id)
            let name = try choose(record, device, client.language)
            let asked = record.value("question").text?.split(separator: "\n").map(String.init) ?? []
            let names = Set(asked + [name]).sorted().joined(separator: "\n")
            let note = try proxy.note(try lookup.input.note(reason), lookup)
            return try RecordWriting(client: client, device: device)
                .change(record, record.kind.writes([("question", .text(names))]), note: note)
        }
        let conflicts = try ConflictReader(device: device).conflicts(of: record)
        if client.json {
            return try client.write { writer in
                record.members(into: &writer)
                ConflictJSON.write(conflicts, record.kind, into: &writer)
            }
        }
        try RecordWriting(client: client, device: device).tell(record, en: "is open again", nl: "is heropend")
        try client.streams.write(ConflictText(client: client).text(conflicts, of: record))
    }

    private func choose(_ record: RecordView, _ device: Device, _ language: Language) throws -> String {
        let settled =
            record.kind.question == nil ? [] : Settlements(kind: record.kind, history: try device.replica.history(of: record.ref)).names
        guard let last = settled.first else {
            throw ClientError(
                .notFound, "conflict.none",
                language(
                    en: "\(record.id.short) has no conflict that was settled.", nl: "\(record.id.short) heeft geen conflict dat beslist is."
                ))
        }
        guard let field else { return last }
        if let name = settled.first(where: { name in
            name == field
                || record.kind.groups.contains { $0.name == name && $0.fields.contains(record.kind.field(named: field)?.number ?? 0) }
        }) {
            return name
        }
        let names = settled.joined(separator: ", ")
        throw ClientError(
            .notFound, "conflict.field",
            language(
                en: "No conflict about “\(field)” was settled; these were: \(names).",
                nl: "Over “\(field)” is geen conflict beslist; wel over: \(names)."))
    }
}

/// In whose name an administrator settles what is not his (I18).
struct ProxyOptions: ParsableArguments {
    @Option(
        name: .long,
        help: .both("In whose name an administrator settles it; needs --mandate.", "Namens wie een beheerder beslist; vraagt --mandate."))
    var onBehalfOf: String?
    @Option(name: .long, help: .both("The decision that gives the mandate (id).", "Het besluit dat het mandaat geeft (nummer)."))
    var mandate: String?

    func validate() throws {
        if (onBehalfOf == nil) != (mandate == nil) {
            throw ValidationError(
                Language.ofHelp(en: "--on-behalf-of and --mandate go together.", nl: "--on-behalf-of en --mandate horen bij elkaar."))
        }
    }

    /// The reason, with the proxy in front where there is one.
    func note(_ reason: String, _ lookup: RecordLookup) throws -> String {
        guard let onBehalfOf, let mandate else { return reason }
        let decision = try lookup.shown(mandate, in: [DecidingKinds.decision])
        return Proxy(person: FieldInput.clean(onBehalfOf), mandate: "\(decision.id)").note(reason)
    }
}
