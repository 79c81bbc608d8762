import SyncCore

/// Changes a database beside the program whose it is: what no command may do.
enum Database {
    static func change(_ path: String, _ sql: String) throws {
        let connection = try Connection.open(path, .readWrite, cacheKiB: 1_024)
        try connection.execute(sql)
    }

    static func integer(_ path: String, _ sql: String) throws -> Int {
        let connection = try Connection.open(path, .readWrite, cacheKiB: 1_024)
        return Int(try connection.integer(sql) ?? 0)
    }
}
