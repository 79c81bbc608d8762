internal import ArgumentParser
internal import SyncCore
internal import WijkDomain

struct TeamCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "team", abstract: "The teams of areas: wijkteam, wijkbureau, buurtserviceteam.", subcommands: [Add.self, List.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Record a team.",
            discussion: "Example: wijkserver team add --data /srv/wijk \"Wijkteam 3\" wijkteam --area DEV-3 --member Ria --months 24",
            aliases: ["toevoegen"])

        @OptionGroup var options: DataOptions
        @Argument(help: "Its name.") var name: String
        @Argument(help: "\(PeopleKinds.teams.joined(separator: ", ")).") var sort: String
        @Option(name: .long, help: "The area, by code or name.") var area: String
        @Option(name: .long, help: "A member; may be given again.") var member: [String] = []
        @Option(name: .long, help: "How many months its members sit.") var months: Int64?

        func run() throws {
            guard PeopleKinds.teams.contains(sort) else {
                throw SyncError(
                    "team.sort", "There is no sort of team \(Print.safe(sort)).",
                    hint: "Choose from \(PeopleKinds.teams.joined(separator: ", ")).")
            }
            var values: [(field: String, value: Value)] = [("name", .text(NFC.normalize(name))), ("sort", .text(sort))]
            let members = Set(member.map(NFC.normalize)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            if !members.isEmpty { values.append(("members", .text(members.joined(separator: "\n")))) }
            if let months { values.append(("term_months", .integer(months))) }
            let id = try options.withDesk { desk in
                try desk.store.transaction {
                    let place = try desk.areas(named: [area])[0]
                    do {
                        return try desk.service.arbitrate([
                            Draft(kind: PeopleKinds.team.number, area: place.code, writes: PeopleKinds.team.writes(values))
                        ])[0]
                    } catch let violation as Violation { throw SyncError("team.value", violation.message()) }
                }
            }
            if options.json { Print.json { json in json.object { $0.member("team", "\(id)") } } } else { Print.line("\(id)") }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List them.", discussion: "Example: wijkserver team list --data /srv/wijk", aliases: ["lijst"])

        @OptionGroup var options: DataOptions

        func run() throws {
            let rows = try options.withDesk(.readOnly) { try $0.records(PeopleKinds.team) }
            if options.json {
                Print.json { json in
                    json.array(rows) { row, json in
                        json.object { json in
                            json.member("area", row.area.code)
                            json.member("name", row.text("name"))
                            json.member("sort", row.text("sort"))
                            json.array("members", row.text("members").split(separator: "\n")) { $1.string(String($0)) }
                        }
                    }
                }
            } else {
                for row in rows { Print.line("\(row.area.code)  \(row.text("sort"))  \(Print.safe(row.text("name")))") }
            }
        }
    }
}
