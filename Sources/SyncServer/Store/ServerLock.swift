internal import Glibc
internal import SyncCore

/// Held by a server as long as it runs, so that nobody puts another database in the place of the one it works on.
final class ServerLock {
    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { _ = close(descriptor) }

    /// A running server's; several may run on one database.
    static func shared(_ data: DataFolder) throws -> ServerLock {
        try take(data, LOCK_SH) {
            SyncError("data.busy", "The data in \(data.path) is being restored.", hint: "Wait until that is done.", status: 500)
        }
    }

    /// - Throws: `data.busy` while a server runs.
    static func exclusive(_ data: DataFolder) throws -> ServerLock {
        try take(data, LOCK_EX) {
            SyncError("data.busy", "A server runs on \(data.path).", hint: "Stop it first; devices wait, and lose nothing.", status: 500)
        }
    }

    private static func take(_ data: DataFolder, _ kind: Int32, _ busy: () -> SyncError) throws -> ServerLock {
        let descriptor = unsafe open(data.path + "/server.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            let reason = unsafe String(cString: strerror(errno))
            throw SyncError("data.lock", "The lock in \(data.path) cannot be taken: \(reason).", status: 500)
        }
        let lock = ServerLock(descriptor)
        guard flock(descriptor, kind | LOCK_NB) == 0 else { throw busy() }
        return lock
    }
}
