internal import Glibc

/// The right to write one database file, over all processes on this machine: an advisory lock on a file beside it.
///
/// SQLite's own lock admits one writer, but lets another connection check-point at the same moment, which versions before
/// 3.51.3 do not survive in rare cases. Whoever writes or check-points here holds this lock. The kernel drops it when a
/// process dies, however it dies.
final class WriterLock {
    private let descriptor: Int32
    private var depth = 0

    /// - Throws: `SQLiteError` of class CANTOPEN when the lock file cannot be made.
    init(path: String) throws(SQLiteError) {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            let readOnly = errno == EROFS
            throw unsafe SQLiteError(extendedCode: readOnly ? 8 : 14, message: String(cString: strerror(errno)), context: "lock")
        }
    }

    deinit { _ = Glibc.close(descriptor) }

    /// Waits up to `Connection.patience` for the lock.
    func acquire() throws(SQLiteError) {
        depth += 1
        if depth > 1 { return }
        var waited: Int32 = 0
        var pause: Int32 = 1
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR, waited < Connection.patience else {
                depth -= 1
                throw SQLiteError(extendedCode: 5, message: "another process holds the lock", context: "lock")
            }
            _ = usleep(UInt32(pause) * 1_000)
            waited += pause
            pause = min(pause * 2, 50)
        }
    }

    func release() {
        depth -= 1
        if depth == 0 { _ = flock(descriptor, LOCK_UN) }
    }
}
