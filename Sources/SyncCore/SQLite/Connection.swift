internal import CSQLite

/// One connection to one SQLite file, closed when it goes out of scope. Used by one thread at a time: whoever owns it.
@safe package struct Connection: ~Copyable {
    package enum Mode { case create, readWrite, readOnly }

    /// `busy_timeout` in milliseconds: how long a statement waits for another process's transaction.
    static let patience: Int32 = 10_000

    private let handle: OpaquePointer

    private init(_ handle: OpaquePointer) { unsafe self.handle = handle }

    package static func open(_ path: String, _ mode: Mode, cacheKiB: Int = 4_096) throws(SQLiteError) -> Connection {
        var opened: OpaquePointer?
        let access =
            switch mode {
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .readWrite: SQLITE_OPEN_READWRITE
            case .readOnly: SQLITE_OPEN_READONLY
            }
        let code = unsafe sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let handle = unsafe opened else {
            let error = unsafe SQLiteError(extendedCode: code, message: String(cString: sqlite3_errstr(code)), context: "open")
            _ = unsafe sqlite3_close_v2(opened)
            throw error
        }
        let connection = unsafe Connection(handle)
        try connection.configure(cacheKiB: cacheKiB, readOnly: mode == .readOnly)
        return connection
    }

    deinit { _ = unsafe sqlite3_close_v2(handle) }

    /// Defensive settings (https://sqlite.org/security.html), WAL with full durability, and no checkpoint except our own:
    /// SQLite before 3.51.3 can corrupt a WAL file when two connections check-point at the same moment.
    private func configure(cacheKiB: Int, readOnly: Bool) throws(SQLiteError) {
        _ = unsafe sqlite3_busy_timeout(handle, Self.patience)
        for (option, value) in [
            (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_DQS_DML, 0),
            (SQLITE_DBCONFIG_DQS_DDL, 0), (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
        ] as [(Int32, Int32)] {
            _ = unsafe csqlite_db_config_int(handle, option, value)
        }
        try execute("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY")
        try execute("PRAGMA cache_size=-\(cacheKiB)")
        if readOnly {
            try execute("PRAGMA query_only=ON")
        } else {
            // A WAL that has been check-pointed is cut down to this size by the next write.
            try execute("PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=4194304")
        }
    }

    /// Writes to the file's header, so only once the file is known to be ours.
    package func useWAL() throws(SQLiteError) { try execute("PRAGMA journal_mode=WAL") }

    /// Runs statements that return nothing.
    package func execute(_ sql: String) throws(SQLiteError) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        if code != SQLITE_OK { throw error(code, sql) }
    }

    /// - Parameter kept: for a statement that lives as long as the connection; lets SQLite choose memory accordingly.
    package func prepare(_ sql: String, kept: Bool = false) throws(SQLiteError) -> Statement {
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(handle, sql, -1, kept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0, &prepared, nil)
        guard code == SQLITE_OK, let prepared = unsafe prepared else { throw error(code, sql) }
        return unsafe Statement(prepared, sql)
    }

    /// The first column of the first row; `nil` when there is no row or it is NULL.
    package func integer(_ sql: String) throws(SQLiteError) -> Int64? {
        let statement = try prepare(sql)
        guard try statement.step(), !statement.isNull(0) else { return nil }
        return statement.integer(0)
    }

    /// `false` also when SQLite has undone the transaction by itself, as it may on a full disk (https://sqlite.org/lang_transaction.html).
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    package var lastRowID: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

    /// Moves the WAL's pages into the database file and empties the WAL, so that the database file alone is complete and whoever
    /// opens it next has nothing to read through. The caller must hold the only right to write (see `WriterLock`).
    ///
    /// - Parameter waits: for readers that still need the WAL; else what can be moved is moved, and the WAL stays.
    package func checkpoint(waits: Bool) throws(SQLiteError) {
        if !waits { _ = unsafe sqlite3_busy_timeout(handle, 0) }
        defer { _ = unsafe sqlite3_busy_timeout(handle, Self.patience) }
        try execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    /// Copies the whole database, as it is at one moment, into a new file while others go on writing.
    package func backup(to path: String) throws(SQLiteError) {
        let statement = try prepare("VACUUM INTO ?1")
        statement.bind(1, path)
        _ = try statement.step()
    }

    func error(_ code: Int32, _ context: String) -> SQLiteError {
        unsafe SQLiteError(extendedCode: code, message: String(cString: sqlite3_errmsg(handle)), context: context)
    }

    /// Lets SQL search text by its own case folding: `wijk_contains(text, needle)`, with `needle` folded beforehand.
    func addTextSearch() throws(SQLiteError) {
        let code = unsafe sqlite3_create_function_v2(
            handle, "wijk_contains", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nil,
            { context, count, values in
                guard count == 2, let values = unsafe values, let text = unsafe sqlite3_value_text(values[0]),
                    let needle = unsafe sqlite3_value_text(values[1])
                else {
                    unsafe sqlite3_result_int(context, 0)
                    return
                }
                let found = unsafe TextSearch.contains(
                    UnsafeBufferPointer(start: text, count: Int(sqlite3_value_bytes(values[0]))),
                    folded: UnsafeBufferPointer(start: needle, count: Int(sqlite3_value_bytes(values[1]))))
                unsafe sqlite3_result_int(context, found ? 1 : 0)
            }, nil, nil, nil)
        if code != SQLITE_OK { throw error(code, "create function") }
    }
}
