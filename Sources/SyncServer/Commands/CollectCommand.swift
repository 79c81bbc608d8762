internal import ArgumentParser
internal import SyncCore

struct CollectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect", abstract: "Remove deleted records that every device knows to be deleted.",
        discussion: """
            Never without acknowledgement: a device that was not here since, and is not retired, keeps them waiting. The history stays.
            See first what it would do: wijkserver collect --data /srv/wijk --dry-run
            """)

    @OptionGroup var options: DataOptions
    @Flag(name: .long, help: "Say what would be removed, and change nothing.") var dryRun = false

    func run() throws {
        let areas = try options.withDesk { desk in
            try desk.store.transaction {
                try desk.service.collect(isTrial: dryRun) { try desk.service.acknowledged(area: $0) }
            }
        }
        if options.json {
            return Print.json { json in
                json.object { json in
                    json.member("dryRun", dryRun)
                    json.array("areas", areas) { area, json in
                        json.object { json in
                            json.member("code", area.area)
                            json.member("acknowledged", Int(area.acknowledged))
                            json.member("collected", area.collected)
                            json.member("waiting", area.waiting)
                        }
                    }
                }
            }
        }
        let verb = dryRun ? "would be removed" : "removed"
        for area in areas where area.collected + area.waiting > 0 {
            Print.line("\(area.area)  \(area.collected) deleted records \(verb), \(area.waiting) wait for a device that does not know yet")
        }
        Print.line("\(areas.reduce(0) { $0 + $1.collected }) deleted records \(verb).")
        if areas.contains(where: { $0.waiting > 0 }) {
            Print.message(
                "A device says that it has a deletion at its next sync after the one that brought it. `wijkserver devices` shows who was not here lately."
            )
        }
    }
}
