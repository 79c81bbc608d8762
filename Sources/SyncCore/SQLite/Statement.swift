internal import CSQLite

/// One prepared statement, finalised when it goes out of scope.
///
/// Parameters count from 1, columns from 0, as in SQLite. After the rows wanted were read, `reset` makes it ready again.
@safe package struct Statement: ~Copyable {
    private let handle: OpaquePointer
    private let sql: String

    init(_ handle: OpaquePointer, _ sql: String) {
        unsafe self.handle = handle
        self.sql = sql
    }

    deinit { _ = unsafe sqlite3_finalize(handle) }

    package func bind(_ index: Int32, _ value: Int64) { _ = unsafe sqlite3_bind_int64(handle, index, value) }

    package func bind(_ index: Int32, _ value: UInt64) { bind(index, Int64(bitPattern: value)) }

    package func bind(_ index: Int32, _ value: Int) { bind(index, Int64(value)) }

    package func bind(_ index: Int32, _ value: String) {
        var value = value
        _ = value.withUTF8 { unsafe sqlite3_bind_text(handle, index, $0.baseAddress, Int32($0.count), csqlite_transient()) }
        if value.isEmpty { _ = unsafe sqlite3_bind_text(handle, index, "", 0, csqlite_static()) }
    }

    package func bind(_ index: Int32, _ value: [UInt8]) {
        if value.isEmpty {
            _ = unsafe sqlite3_bind_zeroblob(handle, index, 0)
        } else {
            _ = unsafe value.withUnsafeBytes {
                unsafe sqlite3_bind_blob(handle, index, $0.baseAddress, Int32($0.count), csqlite_transient())
            }
        }
    }

    package func bind(_ index: Int32, _ id: ID128) {
        var words = (id.high.bigEndian, id.low.bigEndian)
        _ = unsafe withUnsafeBytes(of: &words) { unsafe sqlite3_bind_blob(handle, index, $0.baseAddress, 16, csqlite_transient()) }
    }

    package func bindNull(_ index: Int32) { _ = unsafe sqlite3_bind_null(handle, index) }

    package func bind(_ index: Int32, _ value: Value) {
        switch value {
        case .null: bindNull(index)
        case .integer(let number): bind(index, number)
        case .text(let text): bind(index, text)
        case .bytes(let data): bind(index, data)
        }
    }

    /// Goes to the next row; `false` when there is none.
    package func step() throws(SQLiteError) -> Bool {
        let code = unsafe sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let database = unsafe sqlite3_db_handle(handle)
            let error = unsafe SQLiteError(extendedCode: code, message: String(cString: sqlite3_errmsg(database)), context: sql)
            _ = unsafe sqlite3_reset(handle)
            throw error
        }
    }

    /// Runs to the end and makes the statement ready again.
    package func run() throws(SQLiteError) {
        while try step() {}
        reset()
    }

    package func reset() { _ = unsafe sqlite3_reset(handle) }

    package func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }

    package func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    package func unsigned(_ column: Int32) -> UInt64 { UInt64(bitPattern: integer(column)) }

    /// Text as stored; bytes that are not UTF-8, which only damage can bring, read as U+FFFD.
    package func text(_ column: Int32) -> String {
        guard let start = unsafe sqlite3_column_text(handle, column) else { return "" }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    package func bytes(_ column: Int32) -> [UInt8] {
        guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    /// A 16-byte id; zero for anything else.
    package func id(_ column: Int32) -> ID128 {
        guard unsafe sqlite3_column_bytes(handle, column) == 16, let start = unsafe sqlite3_column_blob(handle, column) else {
            return ID128(high: 0, low: 0)
        }
        return unsafe ID128(
            high: UInt64(bigEndian: start.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }

    package func value(_ column: Int32) -> Value {
        switch unsafe sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: .integer(integer(column))
        case SQLITE_TEXT: .text(text(column))
        case SQLITE_BLOB: .bytes(bytes(column))
        default: .null
        }
    }
}
