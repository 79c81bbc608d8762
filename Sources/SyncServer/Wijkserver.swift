internal import ArgumentParser
internal import Glibc
internal import SyncCore

@main struct Wijkserver: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wijkserver",
        abstract: "The central server of Wijk: merges what devices wrote, and shows conflicts.",
        discussion: """
            Start with: wijkserver init --data DIR --profile utrecht
            Exit codes: 0 fine, 64 wrong use, 65 bad data or a problem found, 73 cannot create, 74 disk or file, 70 other failure.
            """,
        version: "0.1.0",
        subcommands: [
            InitCommand.self, ServeCommand.self, ProfileCommand.self, PersonCommand.self, RoleCommand.self, TeamCommand.self,
            BudgetCommand.self, InviteCommand.self, DevicesCommand.self, AreasCommand.self, AreaCommand.self,
            VerifyCommand.self,
            BackupCommand.self, RestoreCommand.self, RecoveryCommand.self, CollectCommand.self, RefusedCommand.self, KeyCommand.self,
        ])

    static func main() async {
        Memory.keepSmall()
        _ = signal(SIGPIPE, SIG_IGN)
        _ = signal(SIGXFSZ, SIG_IGN)
        _ = umask(0o077)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as SyncError {
            Print.error(error)
            Glibc.exit(Print.status(of: error))
        } catch let error as SQLiteError {
            Print.error(error.explained("the server's database"))
            Glibc.exit(74)
        } catch {
            exit(withError: error)
        }
    }
}
