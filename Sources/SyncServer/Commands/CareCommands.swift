internal import ArgumentParser
internal import Glibc
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

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the database, as it is at one moment, while the server runs.",
        discussion: """
            The signing key is not in it: back that up once, apart, where the database's backups are not.
            Example: wijkserver backup --data /srv/wijk /backup/wijk-2026-11-24.db
            """)

    @OptionGroup var options: DataOptions
    @Argument(help: "The file to make; it must not exist.") var file: String

    func run() throws {
        // Made here and empty, so that what is removed when the copy fails is nobody else's.
        let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = unsafe String(cString: strerror(errno))
            let what = errno == EEXIST ? "exists already; it was left as it is" : "cannot be made: \(reason)"
            throw SyncError("data.exists", "\(file) \(what).", hint: "Name a new file in a folder that is there.")
        }
        _ = close(descriptor)
        do { try options.withDesk { try $0.store.backup(to: file) } } catch {
            _ = unsafe unlink(file)
            throw error
        }
        if options.json {
            Print.json { json in
                json.object { json in
                    json.member("file", file)
                    json.member("signingKey", options.folder.signingKey)
                }
            }
        } else {
            Print.line("Database copied to \(file).")
            Print.line("Not in it: the signing key, \(options.folder.signingKey). Back it up apart, once.")
        }
    }
}
