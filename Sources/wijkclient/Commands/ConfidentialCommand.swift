import ArgumentParser
import SyncCore
import WijkDomain

/// Text about one household, which only its author holds and those whom the profile names (S-AMF 3).
enum ConfidentialNoun: PlainNoun {
    static let kind = TellingKinds.confidence
    static let (word, alias) = ("confidential", "vertrouwelijk")
    static let columns = ["about", "text"]
}

struct ConfidentialCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            ConfidentialNoun.word, [ConfidentialNoun.alias], en: "Text about one household: with its author and few others only.",
            nl: "Tekst over één huishouden: alleen bij wie hem schrijft en enkele anderen.",
            subcommands: [
                ConfidentialAdd.self, RecordEdit<ConfidentialNoun>.self, RecordList<ConfidentialNoun>.self,
                RecordShow<ConfidentialNoun>.self, RecordDelete<ConfidentialNoun>.self, RecordHistory<ConfidentialNoun>.self,
            ])
    }
}

struct ConfidentialAdd: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "add", ["toevoegen"],
            en: "Record text that goes to no other device than yours, the server, and those of the people whom the profile names.",
            nl: "Leg tekst vast die naar geen ander apparaat gaat dan het jouwe, de server, en die van wie het profiel noemt.",
            example: ["confidential add --text \"Nummer 12: schulden, wil hulp\" --about 1a2b3c4d"],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}",
            more: (
                en: "Put nothing of it in the finding itself: everybody of the area holds that.",
                nl: "Zet er niets van in de bevinding zelf: die heeft iedereen van het gebied."
            ))
    }

    @Option(name: .long, parsing: .unconditional, help: .both("The text.", "De tekst.")) var text: String
    @Option(name: .long, help: .both("The finding that it goes with.", "De bevinding waar hij bij hoort.")) var about: String?
    @Option(
        name: .long,
        help: .both("Area, by code or name; else that of the finding.", "Gebied, met code of naam; anders dat van de bevinding."))
    var area: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToWrite()
        let language = client.language
        guard let enrolment = device.enrolment else {
            throw ClientError(
                .notEnrolled, "enrol.none",
                language(
                    en: "This device is not enrolled, so whose text it is cannot be told.",
                    nl: "Dit apparaat is niet aangemeld: van wie de tekst is valt niet te zeggen."),
                hint: language(en: "First: wijkclient enroll URL --code CODE.", nl: "Eerst: wijkclient aanmelden URL --code CODE."))
        }
        let lookup = RecordLookup(device: device, language: language)
        let finding = try about.map { try lookup.shown($0, in: [FindingKind.kind]) }
        let writing = RecordWriting(client: client, device: device)
        let choice = try AreaChoice(device, language)
        let place: (code: String, name: String)
        if let area {
            place = try choice.resolve(area)
        } else if let its = finding?.area {
            place = (its.code, its.name)
        } else {
            place = try choice.only()
        }
        var assignments = FieldAssignments(language)
        assignments.add("text", text)
        if let finding { assignments.add("about", "\(finding.id)") }
        try Wijk.schema.check(
            assignments.writes(for: ConfidentialNoun.kind, lookup.input), kind: ConfidentialNoun.kind.number, creating: true)
        let part = WithheldArea(area: place.code, account: enrolment.person.id)
        _ = try device.store.transaction { try device.replica.ensureArea(part.code, name: WithheldArea.name(of: place.name)) }
        try writing.tell(try writing.create(ConfidentialNoun.kind, assignments, area: part.code), en: "recorded", nl: "vastgelegd")
    }
}
