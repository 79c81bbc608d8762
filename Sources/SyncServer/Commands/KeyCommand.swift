internal import ArgumentParser
internal import SyncCore
internal import WijkDomain

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The server's signing key: show its public part, or make another when it is lost.",
        discussion: "Example: wijkserver key --data /srv/wijk", subcommands: [KeyShow.self, KeyRenew.self], defaultSubcommand: KeyShow.self)
}

struct KeyShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the server's public key, with which receipts and feed heads are checked.",
        discussion: "It is no secret. Example: wijkserver key show --data /srv/wijk")

    @OptionGroup var options: DataOptions

    func run() throws {
        let key = Hex.encode(try options.folder.loadSigner().publicKey)
        options.json ? Print.json { $0.object { $0.member("publicKey", key) } } : Print.line(key)
    }
}

struct KeyRenew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew", abstract: "Make another signing key: the old one is lost, or somebody else has it.",
        discussion: """
            The server must not run. Every device refuses the new key until it is enrolled anew, with a code for the same person; nothing on it is lost.
            Example: wijkserver key renew --data /srv/wijk --reason 'Schijf stuk, geen kopie' --yes
            """)

    @OptionGroup var options: DataOptions
    @OptionGroup var decision: DecisionOptions

    func run() throws {
        let folder = options.folder
        guard folder.hasDatabase else {
            throw SyncError(
                "data.missing", "There is no server in \(folder.path): its database is missing.",
                hint: "Copy a backup to \(folder.database) first, or begin with `wijkserver init`.", status: 500)
        }
        let lock = try ServerLock.exclusive(folder)
        defer { withExtendedLifetime(lock) {} }
        // Without a desk: that has a key already.
        let store = try SQLiteStore(path: folder.database, schema: Wijk.schema, access: .readWrite)
        let access = try AccessStore(store)
        let now = Clock.now()
        let devices = try store.reading { try access.devices().filter { $0.revokedAt == nil } }
        if !options.json {
            Print.line(
                "\(devices.count) devices refuse this server from then on (sync.server), until each is enrolled anew. What is on them stays."
            )
        }
        var made: (key: String, aside: String?)?
        if try decision.confirm("Make another signing key?") {
            let signer = HeadSigner()
            let key = Hex.encode(signer.publicKey)
            let entry = try decision.entry(.keyRenewed, "server", detail: key)
            // On the list first: a line too many is explained by the next, a key that nobody decided on by nothing.
            made = (key, try folder.replace(with: signer, at: now) { try store.transaction { try access.log(entry) } })
            try store.checkpoint()
        }
        show(made, devices.count)
    }

    private func show(_ made: (key: String, aside: String?)?, _ devices: Int) {
        if options.json {
            return Print.json { json in
                json.object { json in
                    json.member("done", made != nil)
                    json.member("publicKey", made?.key)
                    json.member("replaced", made?.aside)
                    json.member("devices", devices)
                }
            }
        }
        guard let made else { return }
        Print.line("Signing key: \(options.folder.signingKey). Back it up apart from the database. Its public part: \(made.key)")
        if let aside = made.aside { Print.line("The old key: \(aside). Put it back to undo this; else remove it.") }
        Print.message("Next: wijkserver serve --data \(options.data); then for each device wijkserver invite, and on it wijkclient enroll.")
    }
}
