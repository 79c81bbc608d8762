internal import ArgumentParser
internal import SyncCore

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in the place of the database; devices then bring back what it lacks.",
        discussion: """
            The server must not run. What is replaced stays beside it. Persons, devices and decisions are kept as they are now.
            Example: wijkserver restore --data /srv/wijk /backup/wijk-2026-11-18.db
            Then start the server, and see `wijkserver recovery` for what has come back.
            """)

    @OptionGroup var options: DataOptions
    @Argument(help: "A file that `wijkserver backup` made.") var file: String

    func run() throws {
        do { _ = try options.folder.loadSigner() } catch let error as SyncError where error.code == "data.missing" {
            throw SyncError(
                "data.key-missing", "The signing key \(options.folder.signingKey) is missing.",
                hint:
                    "Put it there from its backup first, for its owner only (mode 0600). When it is lost for good: copy \(file) to \(options.folder.database), run `wijkserver key renew --data \(options.data) --reason …`, and then this again.",
                status: 500)
        }
        let result = try Restore(data: options.folder, file: file).run(now: Clock.now())
        if options.json {
            return Print.json { json in
                json.object { json in
                    json.member("epoch", "\(result.epoch)")
                    json.member("replaced", result.aside)
                    json.member("keptAccess", result.keptAccess)
                    json.array("areas", result.areas) { area, json in
                        json.object { json in
                            json.member("code", area.code)
                            json.member("before", area.before.map { Int($0) })
                            json.member("now", Int(area.now))
                        }
                    }
                }
            }
        }
        let behind = result.areas.filter { area in area.before.map { $0 > area.now } == true }
        Print.line("Restored from \(file): \(result.areas.count) areas, epoch \(result.epoch).")
        for area in behind { Print.line("\(area.code): the feed went to \(area.before!), and goes to \(area.now) now.") }
        if let aside = result.aside { Print.line("The database that was replaced: \(aside). Remove it when all is back.") }
        if !result.keptAccess {
            Print.message("Persons and devices are those of the backup: revoke again what was revoked since, and invite who came since.")
        }
        Print.message("Next: wijkserver serve --data \(options.data); then wijkserver recovery --data \(options.data)")
    }
}
