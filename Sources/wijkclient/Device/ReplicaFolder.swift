import Glibc

/// The folder that is a replica: the database, its tripwire, and beside it the two secrets that must not travel with a copy of it.
struct ReplicaFolder: Sendable {
    let path: String

    var database: String { path + "/replica.db" }
    /// Tells a copy of the database from the database.
    var tripwire: TripwireFile { TripwireFile(path: path + "/replica.tripwire") }
    /// What the server asks for at every sync.
    var token: SecretFile { SecretFile(path: path + "/token") }
    /// Made before the first attempt to enrol, so that a reply that got lost can be asked for again.
    var deviceKey: SecretFile { SecretFile(path: path + "/device.key") }

    /// The folder that was asked for, else `WIJK_REPLICA`, else the usual place for a program's data.
    init(option: String?, environment: Environment) throws {
        if let given = option ?? environment["WIJK_REPLICA"], !given.isEmpty {
            path = given.count > 1 && given.hasSuffix("/") ? String(given.dropLast()) : given
        } else if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            path = data + "/wijk/replica"
        } else if let home = environment["HOME"] {
            path = home + "/.local/share/wijk/replica"
        } else {
            let language = Language(environment)
            throw ClientError(
                .usage, "replica.where",
                language(en: "Where is the replica? There is no home folder.", nl: "Waar is de replica? Er is geen thuismap."),
                hint: language(en: "Use --replica.", nl: "Gebruik --replica."))
        }
    }

    var hasDatabase: Bool { unsafe access(database, F_OK) == 0 }

    /// Makes the folder and those it lies in, each for the owner alone (0700). A folder that is there stays as it is.
    func make(_ language: Language) throws {
        var parts = path.split(separator: "/", omittingEmptySubsequences: true)[...]
        var current = path.hasPrefix("/") ? "" : "."
        while let part = parts.popFirst() {
            current += "/" + part
            if unsafe mkdir(current, 0o700) == 0 || errno == EEXIST { continue }
            let reason = unsafe String(cString: strerror(errno))
            throw ClientError(
                errno == ENOSPC || errno == EROFS ? .inputOutput : .cannotCreate, "replica.folder",
                language(
                    en: "The folder \(current) cannot be made: \(reason).",
                    nl: "De map \(current) kan niet worden gemaakt: \(reason)."))
        }
    }
}
