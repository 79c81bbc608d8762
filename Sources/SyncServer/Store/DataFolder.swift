internal import Glibc
internal import SyncCore

/// The server's folder: the database, and, apart from it, the key with which feed heads are signed.
struct DataFolder: Sendable {
    let path: String

    var database: String { path + "/server.db" }
    var signingKey: String { path + "/signing.key" }

    /// Makes the folder, for its owner only. One that is there must be empty: it is closed to others, which would be a surprise
    /// for anything else in it.
    func create() throws {
        if unsafe mkdir(path, 0o700) == 0 { return }
        guard errno == EEXIST else {
            throw SyncError(
                "data.create", "The folder \(path) cannot be made: \(Self.reason()).", hint: "Check the path and its permissions.",
                status: 500)
        }
        guard try isEmpty() else {
            let what = unsafe access(database, F_OK) == 0 ? "There is a server in \(path) already" : "There are other files in \(path)"
            throw SyncError("data.exists", "\(what); it was left as it is.", hint: "Name a new folder, or an empty one.", status: 500)
        }
        guard unsafe chmod(path, 0o700) == 0 else {
            throw SyncError("data.mode", "The folder \(path) cannot be closed to others: \(Self.reason()).", status: 500)
        }
    }

    private func isEmpty() throws -> Bool {
        guard let folder = unsafe opendir(path) else {
            throw SyncError("data.create", "\(path) cannot be read as a folder: \(Self.reason()).", hint: "Name another.", status: 500)
        }
        defer { _ = unsafe closedir(folder) }
        var entries = 0
        while unsafe readdir(folder) != nil { entries += 1 }
        // The folder itself and the one above it are always listed.
        return entries <= 2
    }

    /// Writes the signing key once: 64 hexadecimal digits, readable by its owner only.
    func store(_ signer: HeadSigner) throws { try write(signer, to: signingKey) }

    private func write(_ signer: HeadSigner, to path: String) throws {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw SyncError(
                "data.key", "The signing key cannot be written: \(Self.reason()).", hint: "Is there another server's key?", status: 500)
        }
        defer { _ = close(descriptor) }
        let text = Array((Hex.encode(signer.rawKey) + "\n").utf8)
        guard unsafe Glibc.write(descriptor, text, text.count) == text.count, fsync(descriptor) == 0 else {
            throw SyncError("data.key", "The signing key cannot be written: \(Self.reason()).", status: 507)
        }
    }

    /// Puts another signing key in the place of the one that is there, if any, which goes aside.
    ///
    /// - Parameter log: runs when the new key is on disk, before it takes its place.
    /// - Returns: where the old one lies.
    func replace(with signer: HeadSigner, at now: Int64, log: () throws -> Void) throws -> String? {
        let new = signingKey + ".new"
        _ = unsafe unlink(new)
        try write(signer, to: new)
        do { try log() } catch {
            _ = unsafe unlink(new)
            throw error
        }
        var aside: String?
        if exists(signingKey) {
            var name = "\(signingKey).replaced-\(now)"
            while exists(name) { name += "-again" }
            try move(signingKey, to: name)
            aside = name
        }
        try move(new, to: signingKey)
        return aside
    }

    var hasDatabase: Bool { exists(database) }

    private func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    private func move(_ old: String, to new: String) throws {
        guard unsafe rename(old, new) == 0 else {
            throw SyncError("data.key", "\(old) cannot be called \(new): \(Self.reason()).", hint: "Rename it by hand.", status: 500)
        }
    }

    /// - Throws: when the key is missing, damaged, or readable by others.
    func loadSigner() throws -> HeadSigner {
        let descriptor = unsafe open(signingKey, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason = Self.reason()
            guard hasDatabase else {
                throw SyncError(
                    "data.missing", "There is no server in \(path): neither its database nor its signing key is there.",
                    hint: "Run `wijkserver init --data \(path) --profile …`.", status: 500)
            }
            throw SyncError(
                "data.key-missing", "The signing key \(signingKey) is missing (\(reason)); the database is there.",
                hint: "Put it back from its backup, for its owner only (mode 0600). \(renewal)", status: 500)
        }
        defer { _ = close(descriptor) }
        var information = stat()
        guard unsafe fstat(descriptor, &information) == 0, information.st_mode & 0o077 == 0 else {
            throw SyncError("data.mode", "Others may read \(signingKey).", hint: "Run `chmod 600 \(signingKey)`.", status: 500)
        }
        var buffer = [UInt8](repeating: 0, count: 128)
        let count = unsafe read(descriptor, &buffer, buffer.count)
        let text = String(decoding: buffer.prefix(max(0, count)).filter { $0 > 0x20 }, as: UTF8.self)
        guard let key = Hex.decode(text), key.count == 32 else {
            throw SyncError("data.key", "\(signingKey) is damaged.", hint: "Put it back from its backup. \(renewal)", status: 500)
        }
        return try HeadSigner(rawKey: key)
    }

    private var renewal: String {
        "When it is lost for good: `wijkserver key renew --data \(path) --reason …`; then every device has to be enrolled anew."
    }

    private static func reason() -> String { unsafe String(cString: strerror(errno)) }
}
