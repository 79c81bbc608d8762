internal import ArgumentParser
internal import SyncCore
internal import WijkDomain

struct PersonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person", abstract: "The people who may have devices.", subcommands: [Add.self, List.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Add a person.",
            discussion: "Example: wijkserver person add --data /srv/wijk \"Fatima El Amrani\"")

        @OptionGroup var options: DataOptions
        @Argument(help: "The person's name.") var name: String
        @Option(name: .long, help: "What the person is in the areas of a device that is invited: \(RoleNames.all).")
        var role = Role.schouwer.rawValue

        func run() throws {
            let name = NFC.normalize(name)
            guard (1...Limits.nameBytes).contains(name.utf8.count),
                FieldType.text(maximum: Limits.nameBytes, lines: false).violation(of: .text(name)) == nil
            else {
                throw SyncError("person.name", "A name is 1 to \(Limits.nameBytes) bytes of plain text.")
            }
            let role = try RoleNames.role(role).rawValue
            let person = try options.withDesk { desk in
                try desk.store.transaction { try desk.access.addPerson(name: name, role: role, now: Clock.now()) }
            }
            if options.json {
                Print.json { PersonCommand.write(person, to: &$0) }
            } else {
                Print.line("\(person.id)  \(Print.safe(person.name))  \(person.role)")
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List them.", discussion: "Example: wijkserver person list --data /srv/wijk")

        @OptionGroup var options: DataOptions

        func run() throws {
            let persons = try options.withDesk(.readOnly) { try $0.access.persons() }
            if options.json {
                Print.json { $0.array(persons) { PersonCommand.write($0, to: &$1) } }
            } else {
                for person in persons { Print.line("\(person.id)  \(Print.safe(person.name))  \(person.role)") }
            }
        }
    }

    private static func write(_ person: AccessStore.Person, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", person.id)
            json.member("name", person.name)
            json.member("role", person.role)
        }
    }
}
