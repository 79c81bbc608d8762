internal import ArgumentParser
internal import SyncCore

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check the database, every area's digest and feed, and every device's chain.",
        discussion: "Exit code 65 when something is wrong. Example: wijkserver verify --data /srv/wijk")

    @OptionGroup var options: DataOptions

    func run() throws {
        let result = try options.withDesk(.readOnly) { desk in
            try desk.store.reading { try Verification(desk.store, replica: desk.replica, isServer: true) }
        }
        if options.json {
            Print.json { json in
                json.object { json in
                    json.member("ok", result.problems.isEmpty)
                    json.member("records", result.records)
                    json.member("ops", result.ops)
                    json.array("problems", result.problems) { problem, json in
                        json.object { json in
                            json.member("subject", problem.subject)
                            json.member("text", problem.text)
                        }
                    }
                }
            }
        } else if result.problems.isEmpty {
            Print.line("All is well: \(result.records) records, \(result.ops) ops, every digest and chain as it should be.")
        } else {
            for problem in result.problems { Print.line("\(problem.subject): \(Print.safe(problem.text))") }
        }
        if !result.problems.isEmpty { throw ExitCode(65) }
    }
}
