internal import ArgumentParser
internal import SyncCore
internal import WijkDomain

struct InviteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite", abstract: "Print a one-time code with which a person enrols one device for some areas.",
        discussion: """
            The code is shown once; only its hash is kept.
            Example: wijkserver invite --data /srv/wijk "Fatima El Amrani" --area WK034403 --area WK034406
            """)

    @OptionGroup var options: DataOptions
    @Argument(help: "The person's id, or name.") var person: String
    @Option(name: .long, help: "An area, by code or name; may be given again.") var area: [String] = []
    @Flag(name: .long, help: "All areas.") var allAreas = false
    @Option(name: .long, help: "How many minutes the code is valid: 1 to 10080 (a week).") var minutes = 60

    @Option(name: .long, help: "How many days the device may sync before it has to enrol again: 1 to 3650; for ever when not said.")
    var validDays: Int?

    func run() throws {
        if let validDays, !(1...3_650).contains(validDays) { throw SyncError("person.days", "--valid-days is from 1 to 3650.") }
        guard (1...10_080).contains(minutes) else { throw SyncError("person.minutes", "--minutes is from 1 to 10080.") }
        guard allAreas != !area.isEmpty else { throw SyncError("area.none", "Name the areas with --area, or say --all-areas.") }
        let (code, chosen, name) = try options.withDesk { desk in
            try desk.store.transaction {
                guard let person = try desk.access.person(NFC.normalize(person)) else {
                    throw SyncError("person.unknown", "There is no person \(Print.safe(person)).", hint: "Add one: wijkserver person add.")
                }
                let all = try desk.wijken()
                let chosen = allAreas ? all : try area.map { try AreaNames.find($0, in: all) }
                for area in chosen { try desk.ensureRole(of: person, in: area.code) }
                let code = try desk.access.invite(
                    person, areas: chosen.map(\.code), now: Clock.now(), validFor: Int64(minutes) * 60_000, days: validDays)
                return (code, chosen, person.name)
            }
        }
        if options.json {
            Print.json { json in
                json.object { json in
                    json.member("code", code)
                    json.member("person", name)
                    json.member("minutes", minutes)
                    json.member("validDays", validDays)
                    json.array("areas", chosen) { area, json in json.string(area.code) }
                }
            }
        } else {
            Print.line(code)
            let names = chosen.prefix(5).map { "\(Print.safe($0.name)) (\($0.code))" }.joined(separator: ", ")
            Print.message(
                "For \(Print.safe(name)), once, within \(minutes) minutes: \(names)\(chosen.count > 5 ? " and \(chosen.count - 5) more" : "")."
            )
        }
    }
}

/// Areas as people name them: by code, or by name.
enum AreaNames {
    static func find(_ text: String, in areas: [AreaState]) throws -> AreaState {
        if let exact = areas.first(where: { $0.code == text }) { return exact }
        let named = areas.filter { Area.isNamed($0.name, NFC.normalize(text)) }
        guard named.count == 1 else {
            throw SyncError("area.unknown", "There is no area \(Print.safe(text)).", hint: "`wijkserver areas` lists them.")
        }
        return named[0]
    }
}
