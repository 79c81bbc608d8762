import Glibc
import SyncCore

/// Changes a database beside the program whose it is: what no command may do.
enum Database {
    static func change(_ path: String, _ sql: String) throws {
        let connection = try Connection.open(path, .readWrite, cacheKiB: 1_024)
        try connection.execute(sql)
    }

    /// A new one, of some other program.
    static func make(_ path: String, _ sql: String) throws {
        let connection = try Connection.open(path, .create, cacheKiB: 1_024)
        try connection.execute(sql)
    }
}

/// Holds the right to write a database, as one of our programs would, until it is let go.
final class Hold {
    private let descriptor: Int32

    init(_ database: String) throws {
        descriptor = unsafe open(database + ".lock", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else { throw Failure("no lock on \(database)") }
    }

    deinit { _ = close(descriptor) }
}
