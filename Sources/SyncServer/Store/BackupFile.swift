internal import Glibc
internal import SyncCore

/// A file that somebody takes for a backup, looked at from outside before anything is made of it: SQLite takes an empty file for a
/// new database, and says of most others only that they are no good.
struct BackupFile {
    let path: String
    /// With the log beside it.
    let size: Int
    let hasLog: Bool

    private static let name = "Name a file that `wijkserver backup` made."
    private static let another = "Take another backup."

    init(_ path: String) throws {
        self.path = path
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let number = errno
            let reason = unsafe String(cString: strerror(number))
            throw Self.refusal(
                "data.missing", number == ENOENT ? "There is no file \(path)" : "\(path) cannot be read: \(reason)", Self.name)
        }
        defer { _ = close(descriptor) }
        var information = stat()
        guard unsafe fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            let isFolder = information.st_mode & S_IFMT == S_IFDIR
            throw Self.refusal("data.missing", isFolder ? "\(path) is a folder" : "\(path) is not a file", Self.name)
        }
        let length = Int(information.st_size)
        guard length > 0 else {
            throw Self.refusal("data.empty", "\(path) is empty: the backup or the copy that made it did not come to an end", Self.another)
        }
        var head = [UInt8](repeating: 0, count: 100)
        head.removeLast(100 - max(0, unsafe read(descriptor, &head, 100)))
        guard head.prefix(16).elementsEqual(Self.mark.prefix(head.count)) else {
            throw Self.refusal("data.not-database", "\(path) is not a database", Self.name)
        }
        hasLog = unsafe stat(path + "-wal", &information) == 0 && information.st_size > 0
        size = length + (hasLog ? Int(information.st_size) : 0)
        let whole = Self.length(head) ?? (head.count < 100 ? 100 : 0)
        guard hasLog || length >= whole else {
            throw Self.refusal(
                "data.truncated", "\(path) is cut off: it has \(length) bytes, and should have \(whole == 100 ? "more" : "\(whole)")",
                Self.another)
        }
        guard hasLog || Self.number(head, 68) == SQLiteStore.applicationID else { throw foreign }
    }

    var foreign: SyncError { refused("data.foreign", "is a database of another program", Self.name) }

    var replica: SyncError {
        refused(
            "data.replica", "is a device's replica, and not a server's database",
            "\(Self.name) What a device holds comes to the server by its own `wijkclient sync`.")
    }

    func damaged(_ reason: String) -> SyncError {
        let line = reason.split(separator: "\n").last.map(String.init) ?? reason
        return refused("data.damaged", "is damaged (\(line))", Self.another)
    }

    func refused(_ code: String, _ what: String, _ hint: String) -> SyncError { Self.refusal(code, "\(path) \(what)", hint) }

    private static func refusal(_ code: String, _ what: String, _ hint: String) -> SyncError {
        SyncError(code, "\(what). Nothing was changed.", hint: hint, status: 500)
    }

    // MARK: The head of a database (https://sqlite.org/fileformat.html#the_database_header)

    private static let mark = Array("SQLite format 3\0".utf8)

    /// How long the file says that it is; `nil` where it does not say, or was last written by what does not keep that up.
    private static func length(_ head: [UInt8]) -> Int? {
        guard head.count == 100, number(head, 24) == number(head, 92) else { return nil }
        let page = Int(head[16]) << 8 | Int(head[17])
        return Int(number(head, 28)) * (page == 1 ? 65_536 : page)
    }

    private static func number(_ head: [UInt8], _ place: Int) -> Int64 { head[place..<place + 4].reduce(0) { $0 << 8 | Int64($1) } }
}
