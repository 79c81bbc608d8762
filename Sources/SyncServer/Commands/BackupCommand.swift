internal import ArgumentParser
internal import SyncCore

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the database, as it is at one moment, while the server runs.",
        discussion: """
            The signing key is not in it: back that up once, apart, where the database's backups are not.
            Until it is whole the copy is called FILE\(Backup.unfinished); the next backup in that folder removes one that was broken off.
            Example: wijkserver backup --data /srv/wijk /backup/wijk-2026-11-24.db
            """)

    @OptionGroup var options: DataOptions
    @Argument(help: "The file to make; it must not exist.") var file: String

    func run() throws {
        try options.withDesk { try Backup(store: $0.store, file: file).run() }
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
