import ArgumentParser
import SyncCore
import WijkDomain

/// What the commands on one finding share.
struct FindingVerb {
    let client: Client
    let device: Device

    init(_ client: Client) throws {
        self.client = client
        device = try client.openToWrite()
    }

    var lookup: RecordLookup { RecordLookup(device: device, language: client.language) }

    var writing: RecordWriting { RecordWriting(client: client, device: device) }

    func finding(_ id: String) throws -> RecordView { try lookup.shown(id, in: [FindingKind.kind]) }

    func change(_ finding: RecordView, _ values: [(field: String, value: Value)], note: String? = nil) throws -> RecordView {
        try writing.change(finding, FindingKind.kind.writes(values), note: try note.map { try lookup.input.note($0) } ?? "")
    }
}

struct FindingRoute: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "route", ["routeer"], en: "Send a finding where it is dealt with.", nl: "Stuur een bevinding naar waar hij wordt behandeld.",
            example: ["finding route 1a2b3c4d regulier_onderhoud --to Stadsbeheer"],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Argument(help: .both("The finding's id.", "Het nummer van de bevinding.")) var id: String
    @Argument(help: .oneOf(FindingKind.destinations)) var destination: String
    @Option(name: .long, help: .both("The organisation or team that gets it.", "De organisatie of het team dat hem krijgt.")) var to:
        String?
    @Option(name: .long, parsing: .unconditional, help: .both("Why.", "Waarom.")) var reason: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let input = verb.lookup.input
        guard let field = FindingKind.kind.field(named: "destination") else { return }
        let place = try input.value(destination, for: field)
        let record = try verb.device.store.transaction {
            let finding = try verb.finding(id)
            var values: [(field: String, value: Value)] = [("destination", place), ("status", .text("gerouteerd")), ("closed_at", .null)]
            var step: [(field: String, value: Value)] = [
                ("finding", .bytes(finding.id.bytes)), ("destination", place), ("step", .text("gestuurd")),
            ]
            if let to {
                values.append(("responsible", .text(FieldInput.clean(to))))
                step.append(("to", .text(FieldInput.clean(to))))
            }
            if let reason { step.append(("reason", .text(FieldInput.clean(reason)))) }
            return try verb.writing.writeAll(
                verb.writing.draft(finding, FindingKind.kind.writes(values)),
                Draft(
                    kind: DecidingKinds.routing.number, area: try verb.writing.area(of: finding), writes: DecidingKinds.routing.writes(step)
                ))
        }
        try verb.writing.tell(record, en: "routed", nl: "gerouteerd")
    }
}

struct FindingClose: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "close", ["sluit"], en: "Close a finding: dealt with, or not to be done.",
            nl: "Sluit een bevinding: afgehandeld, of niet te doen.",
            example: ["finding close 1a2b3c4d --reason \"Paaltje rechtgezet\""],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Argument(help: .both("The finding's id.", "Het nummer van de bevinding.")) var id: String
    @Option(name: .long, help: .oneOf(FindingKind.closed)) var status = "afgehandeld"
    @Option(name: .long, parsing: .unconditional, help: .both("Why, or what was done.", "Waarom, of wat er is gedaan.")) var reason: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        guard FindingKind.closed.contains(status) else { throw Violation(field: "status", rule: .notAWord(allowed: FindingKind.closed)) }
        let finding = try verb.finding(id)
        try verb.writing.tell(
            try verb.change(finding, [("status", .text(status)), ("closed_at", .integer(Clock.now()))], note: reason), en: "closed",
            nl: "gesloten")
    }
}

struct FindingReopen: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "reopen", ["heropen"], en: "Open a closed finding again.", nl: "Open een gesloten bevinding weer.",
            example: ["finding reopen 1a2b3c4d --reason \"Het paaltje is weer omgereden\""],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Argument(help: .both("The finding's id.", "Het nummer van de bevinding.")) var id: String
    @Option(name: .long, parsing: .unconditional, help: .both("Why.", "Waarom.")) var reason: String
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let finding = try verb.finding(id)
        try verb.writing.tell(
            try verb.change(finding, [("status", .text("heropend")), ("closed_at", .null)], note: reason), en: "reopened", nl: "heropend")
    }
}

struct FindingDuplicate: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "duplicate", ["dubbel"], en: "Say that a finding is the same as another; it stays listed to who reported it.",
            nl: "Zeg dat een bevinding dezelfde is als een andere; hij blijft vindbaar voor wie hem meldde.",
            example: ["finding duplicate 1a2b3c4d --of 5e6f7a8b"], json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Argument(help: .both("The finding's id.", "Het nummer van de bevinding.")) var id: String
    @Option(name: .long, help: .both("The finding that it is the same as.", "De bevinding waar hij dezelfde van is.")) var of: String
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let (finding, other) = (try verb.finding(id), try verb.finding(of))
        guard finding.id != other.id else {
            throw ClientError(
                .usage, "finding.same",
                client.language(en: "A finding is no duplicate of itself.", nl: "Een bevinding is niet dubbel met zichzelf."))
        }
        let values: [(field: String, value: Value)] = [
            ("status", .text("dubbel")), ("closed_at", .integer(Clock.now())), ("duplicate_of", .bytes(other.id.bytes)),
        ]
        try verb.writing.tell(try verb.change(finding, values), en: "is a duplicate", nl: "is dubbel")
    }
}

struct FindingAgain: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "again", ["weer"], en: "Record that it was seen again; never lost, also when it was closed meanwhile.",
            nl: "Leg vast dat hij weer is gezien; gaat nooit verloren, ook niet als hij intussen is gesloten.",
            example: ["finding again 1a2b3c4d --remark \"Weer omgereden\" --quality D"],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Argument(help: .both("The finding's id.", "Het nummer van de bevinding.")) var id: String
    @Option(name: .long, parsing: .unconditional, help: .both("What was seen.", "Wat er te zien was.")) var remark: String?
    @Option(name: .long, help: .oneOf(FindingKind.qualities)) var quality: String?
    @Option(name: .long, help: .oneOf(FindingKind.severities)) var severity: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let finding = try verb.finding(id)
        var given = FieldAssignments(client.language)
        given.add("seen_at", "now")
        given.add("remark", remark)
        given.add("quality", quality)
        given.add("severity", severity)
        let record = try verb.writing.change(finding, try given.writes(for: FindingKind.kind, verb.lookup.input))
        try verb.writing.tell(record, en: "was seen again", nl: "is weer gezien")
    }
}
