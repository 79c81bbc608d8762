internal import ArgumentParser
internal import FoundationEssentials
internal import SyncCore
internal import WijkDomain

struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile", abstract: "How the municipality does it: the rules that this server keeps.",
        subcommands: [Check.self, PrintText.self, Show.self, Activate.self], aliases: ["profiel"])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Read a profile and name every error with its line. Exit code 65 when there is one.",
            discussion: "Example: wijkserver profile check ons-dorp.profile", aliases: ["controleer"])

        @Argument(help: "A file, or one of the names that come with the program.") var profile: String
        @Flag(name: .long, help: "Machine-readable output.") var json = false

        func run() throws {
            var flaws: [ProfileError.Flaw] = []
            var name = ""
            do { name = try ProfileCommand.read(profile).name } catch let error as ProfileError { flaws = error.flaws }
            if json {
                SyncServer.Print.json { json in
                    json.object { json in
                        json.member("ok", flaws.isEmpty)
                        json.array("errors", flaws) { flaw, json in
                            json.object { json in
                                json.member("line", flaw.line)
                                json.member("rule", flaw.rule.rawValue)
                                json.member("text", flaw.message(dutch: false))
                                json.member("tekst", flaw.message(dutch: true))
                            }
                        }
                    }
                }
            } else if flaws.isEmpty {
                SyncServer.Print.line("\(SyncServer.Print.safe(name)): in order.")
            } else {
                for flaw in flaws { SyncServer.Print.line(SyncServer.Print.safe(flaw.message(dutch: false))) }
            }
            if !flaws.isEmpty { throw ExitCode(65) }
        }
    }

    struct PrintText: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "print", abstract: "Write a profile that comes with the program to stdout, to copy and change.",
            discussion: "Example: wijkserver profile print deventer > ons-dorp.profile", aliases: ["druk-af"])

        @Argument(help: "amersfoort, deventer, dordrecht, tilburg or utrecht.") var name: String

        func run() throws {
            guard let municipality = Municipality(rawValue: name.lowercased()) else {
                throw SyncError("profile.unknown", "There is no profile \(SyncServer.Print.safe(name)).")
            }
            SyncServer.Print.line(Profile.standardText(municipality))
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "The profile in force, by area.",
            discussion: "Example: wijkserver profile show --data /srv/wijk",
            aliases: ["toon"])

        @OptionGroup var options: DataOptions

        func run() throws {
            let rows = try options.withDesk(.readOnly) { desk in try ProfileCommand.newest(desk) }
            if options.json {
                SyncServer.Print.json { json in
                    json.array(rows) { row, json in
                        json.object { json in
                            json.member("area", row.area.code)
                            json.member("name", row.text("name"))
                            json.member("version", row.values["version"]?.integer)
                        }
                    }
                }
            } else {
                for row in rows {
                    SyncServer.Print.line(
                        "\(row.area.code)  \(SyncServer.Print.safe(row.text("name")))  version \(row.values["version"]?.integer ?? 0)")
                }
            }
        }
    }

    struct Activate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "activate", abstract: "Put a version of the profile in force, in all areas or some.",
            discussion: """
                What devices wrote under the version before is judged by the one in force when it comes, and told so.
                Example: wijkserver profile activate --data /srv/wijk ons-dorp.profile
                """, aliases: ["activeer"])

        @OptionGroup var options: DataOptions
        @Argument(help: "A file, or one of the names that come with the program.") var profile: String
        @Option(name: .long, help: "An area; may be given again. All when none is.") var area: [String] = []
        @Flag(name: .long, help: "Only say what would change.") var dryRun = false

        func run() throws {
            let profile: Profile
            do { profile = try ProfileCommand.read(self.profile) } catch let error as ProfileError {
                throw SyncError(
                    "profile.invalid", error.flaws.map { $0.message(dutch: false) }.joined(separator: "; "),
                    hint: "The one in force stays. See: wijkserver profile check.")
            }
            let (areas, changes, unusual) = try options.withDesk { desk in
                try desk.store.transaction {
                    let areas = try desk.areas(named: area)
                    let before = Dictionary(uniqueKeysWithValues: try ProfileCommand.newest(desk).map { ($0.area.code, $0) })
                    for area in areas {
                        if let old = before[area.code]?.values["version"]?.integer, old >= profile.version {
                            throw SyncError(
                                "profile.version", "\(area.code) has version \(old) already; this is version \(profile.version).",
                                hint: "Raise `versie` in the file.")
                        }
                        if !dryRun { try desk.service.arbitrate([ProfileRecords.draft(profile, area: area.code)]) }
                    }
                    let old = areas.compactMap { before[$0.code] }.max {
                        ($0.values["version"]?.integer ?? 0) < ($1.values["version"]?.integer ?? 0)
                    }
                    // One that this program cannot read any more has nothing to be compared with.
                    let changes = old.flatMap { try? Profile(parsing: $0.text("text")) }.map(profile.differences) ?? []
                    return (areas, changes, try ProfileCommand.unusual(profile, areas, desk))
                }
            }
            for each in unusual { SyncServer.Print.message("\(each) (gebieden.inwoners)") }
            if options.json {
                SyncServer.Print.json { json in
                    json.object { json in
                        json.member("name", profile.name)
                        json.member("version", profile.version)
                        json.member("activated", !dryRun)
                        json.array("areas", areas) { $1.string($0.code) }
                        json.array("unusual", unusual) { $1.string($0) }
                        json.array("changes", changes) { change, json in
                            json.object { json in
                                json.member("name", change.name)
                                json.member("before", change.old)
                                json.member("after", change.new)
                            }
                        }
                    }
                }
            } else {
                for change in changes {
                    SyncServer.Print.line(
                        SyncServer.Print.safe("\(change.name): \(change.old ?? "—") → \(change.new ?? "—")"))
                }
                SyncServer.Print.line(
                    "\(SyncServer.Print.safe(profile.name)) version \(profile.version) \(dryRun ? "would be" : "is") in force in \(areas.count) areas."
                )
            }
        }
    }

    /// A standard one by name, else a file.
    static func read(_ text: String) throws -> Profile {
        if let municipality = Municipality(rawValue: text.lowercased()) { return Profile.standard(municipality) }
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: text)), data.count <= 60_000 else {
            throw SyncError(
                "profile.file", "\(Print.safe(text)) cannot be read as a profile.",
                hint: "Name a file of at most 60 kB, or one of \(Municipality.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return try Profile(parsing: NFC.normalize(String(decoding: data, as: UTF8.self).replacing("\r\n", with: "\n")))
    }

    /// Areas with more or fewer inhabitants than the profile calls usual for their level (§6.2), each as a sentence.
    static func unusual(_ profile: Profile, _ areas: [AreaState], _ desk: Desk) throws -> [String] {
        try areas.compactMap { area in
            guard let record = try desk.records(AreaKind.kind, area: area).first(where: { $0.text("code") == area.code }),
                let inhabitants = record.values["inhabitants"]?.integer,
                profile.isUnusual(level: record.text("level"), inhabitants: Int(inhabitants))
            else { return nil }
            return "\(area.code) \(SyncServer.Print.safe(area.name)) has \(inhabitants) inhabitants, unusual for a \(record.text("level"))"
        }
    }

    static func newest(_ desk: Desk) throws -> [Desk.Shown] {
        var newest: [String: Desk.Shown] = [:]
        for row in try desk.records(TellingKinds.profile) {
            let isNewer = (newest[row.area.code]?.values["version"]?.integer ?? 0) < (row.values["version"]?.integer ?? 0)
            if isNewer { newest[row.area.code] = row }
        }
        return newest.values.sorted { $0.area.code < $1.area.code }
    }
}
