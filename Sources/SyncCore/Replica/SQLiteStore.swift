internal import Glibc

/// The store that is one SQLite file: a device's replica, and the server's embedded default.
///
/// One instance is one connection, used by one thread at a time. Several processes may have the same file open: whoever
/// writes holds the `WriterLock`, and what is cached here is dropped when another connection has written.
public final class SQLiteStore: ReplicaStore {
    public enum Access: Sendable {
        /// Makes the file when there is none.
        case create
        case readWrite
        case readOnly
    }

    /// When the WAL is moved into the database, by whoever holds the right to write.
    public enum Checkpoints: Sendable {
        /// After a commit, when the WAL has grown to 4 MB: whoever opens the file next has to read it all.
        case afterCommit
        /// When `checkpointIfLarge` is called: by a server, between requests and not within one.
        case whenAsked
    }

    /// In the head of each file that is one of ours.
    package static var applicationID: Int64 { Tables.applicationID }

    var checkpointBytes: Int { checkpoints == .afterCommit ? 4 << 20 : 16 << 20 }

    public let schema: Schema
    /// For messages.
    public let path: String
    package let connection: Connection
    let statements: Statements
    /// Absent for a database in memory, which is nobody else's.
    private let lock: WriterLock?
    private let access: Access
    private let checkpoints: Checkpoints
    private var tables: [UInt32: RecordTable] = [:]
    private var depth = 0
    /// Why the transaction that is open can only be given up: on a full disk SQLite undoes all of it by itself, savepoints included.
    private var undone: (any Error)?
    private var dataVersion: Int64 = -1
    var actorsByNumber: [Int: Actor] = [:]
    var actorNumbers: [Incarnation: Int] = [:]
    var areasByCode: [String: AreaState]?
    var openRun: Run?
    /// Whether any record is stale; `nil` when that has to be looked up.
    var hasStale: Bool?
    /// Called after each commit, while no other process can write.
    public var afterCommit: (() -> Void)?

    public init(path: String, schema: Schema, access: Access, cacheKiB: Int = 4_096, checkpoints: Checkpoints = .afterCommit) throws {
        self.schema = schema
        self.path = path
        do {
            let lock = access == .readOnly || path == ":memory:" ? nil : try WriterLock(path: path + ".lock")
            try lock?.acquire()
            defer { lock?.release() }
            let connection = try Connection.open(
                path, access == .create ? .create : access == .readWrite ? .readWrite : .readOnly, cacheKiB: cacheKiB)
            if access != .readOnly, try Tables.mayUse(connection) { try connection.useWAL() }
            let isNew = access != .readOnly ? try Tables.needsWork(connection, schema: schema) : false
            if isNew {
                // What throws from here on closes the connection, and so undoes all of it.
                try connection.execute("BEGIN IMMEDIATE")
                try Tables.prepare(connection, schema: schema, file: path)
            } else {
                try Tables.check(connection, file: path)
                if access == .readOnly, try Tables.needsWork(connection, schema: schema) {
                    throw SyncError(
                        "storage.older", "\(path) was written by an older version of Wijk.",
                        hint: "Open it to write, which brings it up to date.")
                }
            }
            statements = try Statements(connection)
            try connection.addTextSearch()
            self.connection = connection
            self.lock = lock
            self.access = access
            self.checkpoints = checkpoints
            if isNew {
                try fillColumns()
                try self.connection.execute("COMMIT")
            }
        } catch let error as SQLiteError {
            throw error.explained(path)
        }
    }

    /// Fields and kinds that a newer schema knows were unknown until now: shows in their columns what the records hold of them.
    private func fillColumns() throws {
        for kind in schema.kinds {
            let rows = try connection.prepare("SELECT row FROM \"\(kind.name)\"")
            while try rows.step() {
                let ref = RecordRef(kind: kind.number, row: rows.integer(0))
                if let record = try load(ref) { try update(ref, record.state, area: record.area) }
            }
        }
    }

    public func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        if depth > 0 { return try savepoint(body) }
        guard access != .readOnly else {
            throw SQLiteError(extendedCode: 8, message: "opened for reading", context: "begin").explained(path)
        }
        return try explaining {
            try lock?.acquire()
            defer { lock?.release() }
            try connection.execute("BEGIN IMMEDIATE")
            undone = nil
            depth += 1
            defer { depth -= 1 }
            do {
                try refreshCaches()
                let result = try body()
                try flushRun()
                if let undone { throw undone }
                try connection.execute("COMMIT")
                afterCommit?()
                if checkpoints == .afterCommit { checkpointIfLarge() }
                return result
            } catch {
                try? connection.execute("ROLLBACK")
                forgetCaches()
                throw error
            }
        }
    }

    /// Runs the body, which may have several transactions, while no other process writes.
    public func exclusively<Result>(_ body: () throws -> Result) throws -> Result {
        try explaining { try lock?.acquire() }
        defer { lock?.release() }
        return try body()
    }

    public func reading<Result>(_ body: () throws -> Result) throws -> Result {
        if depth > 0 { return try body() }
        return try explaining {
            try connection.execute("BEGIN")
            depth += 1
            defer {
                depth -= 1
                try? connection.execute("COMMIT")
            }
            try refreshCaches()
            return try body()
        }
    }

    /// Runs the body so that, when it throws, only what it wrote is undone, and the transaction around it goes on.
    public func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        if let undone { throw undone }
        // Where there is no transaction (any more), SAVEPOINT would begin one, and RELEASE commit it.
        guard connection.isInTransaction else {
            throw SyncError(
                "storage.undone", "The database undid the transaction that this was part of; nothing was changed.", hint: "Try again.",
                retry: .now, status: 503)
        }
        try flushRun()
        try connection.execute("SAVEPOINT part")
        do {
            let result = try body()
            try flushRun()
            try connection.execute("RELEASE part")
            return result
        } catch {
            forgetCaches()
            // A full disk can have undone the whole transaction already: then nothing of it goes on, for that reason.
            if connection.isInTransaction { try connection.execute("ROLLBACK TO part; RELEASE part") } else { undone = error }
            throw error
        }
    }

    /// Moves everything into the database file, so that it is complete without its WAL.
    public func checkpoint() throws {
        guard let lock else { return }
        try explaining {
            try lock.acquire()
            defer { lock.release() }
            try connection.checkpoint(waits: true)
        }
    }

    /// Copies the database as it is at this moment into a new file, while others read and write.
    public func backup(to file: String) throws { try explaining { try connection.backup(to: file) } }

    /// SQLite's own check of the whole file; the lines it complains in, none when all is well.
    public func integrityProblems() throws -> [String] {
        try explaining {
            let statement = try connection.prepare("PRAGMA integrity_check(20)")
            var lines: [String] = []
            while try statement.step() { lines.append(statement.text(0)) }
            return lines == ["ok"] ? [] : lines
        }
    }

    func table(_ number: UInt32) throws -> RecordTable {
        if let table = tables[number] { return table }
        let kind = schema.kind(number)
        if kind == nil, access != .readOnly { try RecordTable.create(nil, number: number, connection) }
        let table = try RecordTable(kind, number: number, connection)
        tables[number] = table
        return table
    }

    /// All kinds that have a table, in ascending order, also those this version does not know.
    public func kindNumbers() throws -> [UInt32] {
        var numbers = schema.kinds.map(\.number)
        let statement = try connection.prepare("SELECT substr(name, 6) FROM sqlite_schema WHERE type = 'table' AND name GLOB 'kind_[0-9]*'")
        while try statement.step() { if let number = UInt32(statement.text(0)) { numbers.append(number) } }
        return Set(numbers).sorted()
    }

    private func explaining<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as SQLiteError { throw error.explained(path) }
    }

    private func refreshCaches() throws {
        statements.dataVersion.reset()
        guard try statements.dataVersion.step() else { return }
        let version = statements.dataVersion.integer(0)
        statements.dataVersion.reset()
        if version != dataVersion {
            forgetCaches()
            dataVersion = version
        }
    }

    private func forgetCaches() {
        actorsByNumber = [:]
        actorNumbers = [:]
        areasByCode = nil
        hasStale = nil
        for table in tables.values { table.lastRead = nil }
        // The table of a kind that this version does not know may have gone with the transaction that made it.
        tables = tables.filter { schema.kind($0.key) != nil }
        openRun = nil
    }

    /// Moves the WAL into the database when it has grown large. What is committed stays so: a checkpoint that fails is made by
    /// whoever writes next.
    public func checkpointIfLarge() {
        var information = stat()
        guard unsafe stat(path + "-wal", &information) == 0, Int(information.st_size) > checkpointBytes else { return }
        do {
            try lock?.acquire()
            defer { lock?.release() }
            try connection.checkpoint(waits: false)
        } catch { return }
    }
}
