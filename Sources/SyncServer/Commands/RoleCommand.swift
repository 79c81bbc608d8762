internal import ArgumentParser
internal import SyncCore
internal import WijkDomain

struct RoleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role", abstract: "What people are in which area: it decides what they may write.",
        subcommands: [Add.self, End.self, List.self], aliases: ["rol"])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Give a person a role, in all areas or some.",
            discussion: "Example: wijkserver role add --data /srv/wijk \"Fatima El Amrani\" coordinator --area UTR-3",
            aliases: ["toevoegen"])

        @OptionGroup var options: DataOptions
        @Argument(help: "The person's id, or name.") var person: String
        @Argument(help: "\(RoleNames.all).") var role: String
        @Option(name: .long, help: "An area, by code or name; may be given again. All when none is.") var area: [String] = []
        @Option(name: .long, help: "For which organisation: a service's contact writes for that service.") var organisation: String?
        @Option(name: .long, help: "First day, 2026-11-24.") var from: String?
        @Option(name: .long, help: "Last day.") var to: String?
        @Option(name: .long, help: "Up to how many cents the person decides alone.") var mandateCents: Int64?
        @Flag(name: .long, help: "Lent out by another service.") var seconded = false
        @Flag(name: .long, help: "Process and not content.") var processOnly = false

        func run() throws {
            let role = try RoleNames.role(role)
            let (named, areas) = try options.withDesk { desk in
                try desk.store.transaction {
                    let person = try RoleCommand.find(self.person, desk)
                    let areas = try desk.areas(named: area)
                    for area in areas { try desk.service.arbitrate([RoleRecords.draft(person, role, area: area.code, more)]) }
                    return (person, areas)
                }
            }
            if options.json {
                Print.json { json in
                    json.object { json in
                        json.member("person", named.id)
                        json.member("role", role.rawValue)
                        json.array("areas", areas) { area, json in json.string(area.code) }
                    }
                }
            } else {
                Print.line("\(Print.safe(named.name)) is \(role.rawValue) in \(areas.map(\.code).joined(separator: ", ")).")
            }
        }

        private var more: [(field: String, value: Value)] {
            var values: [(field: String, value: Value)] = []
            if let organisation { values.append(("organisation", .text(NFC.normalize(organisation)))) }
            if let from { values.append(("valid_from", .text(from))) }
            if let to { values.append(("valid_to", .text(to))) }
            if let mandateCents { values.append(("mandate_cents", .integer(mandateCents))) }
            if seconded { values.append(("seconded", .integer(1))) }
            if processOnly { values.append(("process_only", .integer(1))) }
            return values
        }
    }

    struct End: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "end", abstract: "End a person's role: what a device wrote meanwhile waits in the quarantine.",
            discussion: "Example: wijkserver role end --data /srv/wijk \"Fatima El Amrani\" coordinator", aliases: ["beeindigen"])

        @OptionGroup var options: DataOptions
        @Argument(help: "The person's id, or name.") var person: String
        @Argument(help: "The role.") var role: String
        @Option(name: .long, help: "An area; may be given again. All when none is.") var area: [String] = []

        func run() throws {
            let role = try RoleNames.role(role)
            let ended = try options.withDesk { desk in
                try desk.store.transaction {
                    let person = try RoleCommand.find(self.person, desk)
                    let codes = Set(try desk.areas(named: area).map(\.code))
                    let records = try desk.records(
                        PeopleKinds.role, where: [("account", .text(person.id)), ("role", .text(role.rawValue))])
                    let ending = records.filter { codes.contains($0.area.code) }
                    for record in ending {
                        try desk.service.arbitrate([
                            Draft(
                                record: record.id, kind: PeopleKinds.role.number, area: record.area.code,
                                writes: [Op.FieldWrite(Field.deleted.number, .integer(1))])
                        ])
                    }
                    return ending.map(\.area.code)
                }
            }
            guard !ended.isEmpty else {
                throw SyncError("role.none", "The person does not have that role there.", hint: "See: wijkserver role list.")
            }
            if options.json {
                Print.json { json in json.object { json in json.array("ended", ended) { $1.string($0) } } }
            } else {
                Print.line("Ended in \(ended.joined(separator: ", ")).")
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List them.", discussion: "Example: wijkserver role list --data /srv/wijk", aliases: ["lijst"])

        @OptionGroup var options: DataOptions
        @Option(name: .long, help: "An area; may be given again.") var area: [String] = []

        func run() throws {
            let rows = try options.withDesk(.readOnly) { desk in
                let codes = Set(try desk.areas(named: area).map(\.code))
                return try desk.records(PeopleKinds.role).filter { codes.contains($0.area.code) }
            }
            if options.json {
                Print.json { json in
                    json.array(rows) { row, json in
                        json.object { json in
                            json.member("area", row.area.code)
                            for field in ["account", "name", "role", "organisation", "valid_from", "valid_to"] {
                                json.member(field, row.values[field]?.text)
                            }
                        }
                    }
                }
            } else {
                for row in rows {
                    Print.line("\(row.area.code)  \(row.text("account"))  \(row.text("role"))  \(Print.safe(row.text("name")))")
                }
            }
        }
    }

    static func find(_ text: String, _ desk: Desk) throws -> AccessStore.Person {
        if let person = try desk.access.person(NFC.normalize(text)) { return person }
        throw SyncError("person.unknown", "There is no person \(Print.safe(text)).", hint: "Add one: wijkserver person add.")
    }
}
