internal import CSQLite

/// What SQLite refused, with its extended result code (https://sqlite.org/rescode.html).
public struct SQLiteError: Error, Sendable, Equatable {
    public let extendedCode: Int32
    public let message: String
    /// The statement, or what was being done.
    public let context: String

    public var code: Int32 { extendedCode & 0xff }

    public var isFull: Bool { code == SQLITE_FULL || extendedCode == SQLITE_IOERR | 3 << 8 }
    public var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }
    public var isReadOnly: Bool { code == SQLITE_READONLY }
    public var isCorrupt: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }
    public var cannotOpen: Bool { code == SQLITE_CANTOPEN || code == SQLITE_PERM || code == SQLITE_AUTH }

    /// The same as a `SyncError`, in words that name the file and what to do.
    public func explained(_ file: String) -> SyncError {
        if isFull {
            return SyncError(
                "storage.full", "The disk that holds \(file) is full; nothing was changed.", hint: "Free some space and try again.",
                retry: .later, status: 507)
        }
        if isBusy {
            return SyncError(
                "storage.busy", "Another process is writing \(file) and did not finish in time; nothing was changed.",
                hint: "Try again when it is done.", retry: .now, status: 503)
        }
        if isReadOnly {
            return SyncError(
                "storage.read-only", "\(file) cannot be written; nothing was changed.",
                hint: "Check who owns the folder and how it is mounted.",
                status: 500)
        }
        if isCorrupt {
            return SyncError(
                "storage.damaged", "\(file) is damaged, or not a database of Wijk: \(message).",
                hint: "Keep the file. `wijkclient verify` says what is wrong; unsent work can still be exported from a readable one.",
                status: 500)
        }
        if cannotOpen {
            return SyncError(
                "storage.unreadable", "\(file) cannot be opened: \(message).", hint: "Check the path and its permissions.", status: 500)
        }
        return SyncError("storage.failed", "The database \(file) gave an error: \(message) (\(extendedCode), \(context)).", status: 500)
    }
}

extension SQLiteError: CustomStringConvertible {
    public var description: String { "SQLite error \(extendedCode): \(message) (\(context))" }
}
