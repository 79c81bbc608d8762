import ArgumentParser
import SyncCore
import WijkDomain

struct ConflictResolve: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "resolve", ["oplossen"], en: "Decide a conflict, offline or not: take a side, or give a value.",
            nl: "Beslis een conflict, ook zonder netwerk: neem een kant, of geef een waarde.",
            example: [
                "conflict resolve 1a2b3c4d --field status --take 2", "conflict resolve 1a2b3c4d --value \"Lantaarnpaal 12 is stuk\"",
                "conflict resolve --all --class C2 --policy newest",
            ],
            json:
                "id, short, kind, area, areaName, conflicted, pending, fields{…}, conflicts[…] (those that are left); with --all: preview, settled[…], left[…]",
            more: (
                en: "Option N is one side's values for all fields that belong together, as conflict show lists them. "
                    + "--value and --set start from what is shown, or from --take N.",
                nl: "Keuze N is wat één kant van alle velden maakte die bij elkaar horen, zoals conflict tonen ze noemt. "
                    + "--value en --set gaan uit van wat getoond wordt, of van --take N."
            ))
    }

    @Argument(help: .both("The record's id.", "Het nummer van het gegeven."))
    var id: String?
    @Option(name: .long, help: .both("Which conflict, by its field or group.", "Welk conflict, met zijn veld of groep."))
    var field: String?
    @Option(
        name: .long,
        help: .both(
            "The number of a side, as conflict show gives it.",
            "Het nummer van een kant, zoals conflict tonen het geeft."))
    var take: Int?
    @Option(name: .long, parsing: .unconditional, help: .both("A value of one's own.", "Een eigen waarde."))
    var value: String?
    @Option(
        name: .long, parsing: .unconditionalSingleValue,
        help: .both(
            "name=value for a field of a group. May be repeated.",
            "naam=waarde voor een veld van een groep. Mag vaker."))
    var set: [String] = []
    @Option(name: .long, parsing: .unconditional, help: .both("Why; kept with the record.", "Waarom; wordt bij het gegeven bewaard."))
    var reason: String?
    @OptionGroup var proxy: ProxyOptions
    @Flag(
        name: .long,
        help: .both(
            "All that are yours to settle, by --policy; only shown until --yes.",
            "Alle die aan u zijn, met --policy; alleen getoond tot --yes."))
    var all = false
    @OptionGroup var filter: ConflictFilter
    @Option(
        name: .long,
        help: .both(
            "With --all: shown (keep what is shown) or newest (what was written last).",
            "Met --all: getoond (houd wat getoond wordt) of nieuwste (wat het laatst geschreven is)."))
    var policy: String?
    @Flag(name: [.long, .customLong("ja")], help: .both("Do it, and do not only show it.", "Doe het, en toon het niet alleen."))
    var yes = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        func wrong(_ english: String, _ dutch: String) -> ValidationError { ValidationError(Language.ofHelp(en: english, nl: dutch)) }
        if all {
            guard id == nil, take == nil, value == nil, set.isEmpty, field == nil, proxy.mandate == nil else {
                throw wrong(
                    "--all goes with --policy, --class, --area, --reason and --yes only.",
                    "Bij --all horen alleen --policy, --klasse, --area, --reason en --yes.")
            }
            guard policy.flatMap(ConflictPolicy.init(word:)) != nil else {
                throw wrong("Give --policy shown or --policy newest.", "Geef --policy getoond of --policy nieuwste.")
            }
            return
        }
        if id == nil { throw wrong("Give the record's id, or --all.", "Geef het nummer van het gegeven, of --all.") }
        if take == nil, value == nil, set.isEmpty {
            throw wrong("Give --take N, --value TEXT or --set name=value.", "Geef --take N, --value TEKST of --set naam=waarde.")
        }
        if policy != nil || yes || filter.area != nil || filter.what != nil {
            throw wrong("--policy, --class, --area and --yes go with --all.", "--policy, --klasse, --area en --yes horen bij --all.")
        }
    }

    func run(_ client: Client) throws {
        guard let id else {
            let policy = policy.flatMap(ConflictPolicy.init(word:)) ?? .shown
            return try ConflictBulk(client: client, policy: policy, filter: filter, reason: reason ?? "", isSure: yes).run()
        }
        let device = try client.openToWrite()
        let lookup = RecordLookup(device: device, language: client.language)
        let reader = ConflictReader(device: device)
        // One transaction from looking to writing: what is decided about is what was there.
        let record = try device.store.transaction {
            let record = try lookup.shown(id)
            let choices = try reader.conflicts(of: record)
            guard !choices.isEmpty else {
                throw ClientError(
                    .notFound, "conflict.none",
                    client.language(
                        en: "\(record.id.short) has no conflict.",
                        nl: "\(record.id.short) heeft geen conflict."))
            }
            let resolution = ConflictResolution(language: client.language, take: take, value: value, sets: set)
            let choice = try resolution.choose(field, from: choices, record.kind)
            let writes = try resolution.writes(choice, field: field, record, lookup.input)
            let note = try proxy.note(try reason.map { try lookup.input.note($0) } ?? "", lookup)
            return try RecordWriting(client: client, device: device).change(record, writes, note: note)
        }
        let left = try reader.conflicts(of: record)
        if client.json {
            return try client.write { writer in
                record.members(into: &writer)
                ConflictJSON.write(left, record.kind, into: &writer)
            }
        }
        try RecordWriting(client: client, device: device).tell(record, en: "settled", nl: "beslist")
        if !left.isEmpty { try client.streams.write(ConflictText(client: client).text(left, of: record)) }
    }
}
