/// A statement that a dictionary can hold.
final class KeptStatement {
    let statement: Statement

    init(_ statement: consuming Statement) { self.statement = statement }
}

/// The table of one kind and its prepared statements: one row a record, one column a field, so that lists, filters and
/// reports are plain SQL. A kind that this version does not know has a table without columns.
final class RecordTable {
    let number: UInt32
    let name: String
    let coding: RecordCoding
    let fields: Int
    let insert: Statement
    let select: Statement
    let selectMeta: Statement
    let find: Statement
    let page: Statement
    /// The row that was read last, and what its columns held: an update then writes only columns that change, and spares
    /// the indexes over the others.
    var lastRead: (row: Int64, area: Int64, values: [Value])?
    private let columns: [String]
    private var updates: [UInt64: KeptStatement] = [:]

    init(_ kind: Kind?, number: UInt32, _ connection: borrowing Connection) throws(SQLiteError) {
        self.number = number
        name = Self.name(of: kind, number)
        coding = RecordCoding(kind)
        let columns = (kind?.fields ?? []).map { "\"\($0.name)\"" }
        self.columns = columns
        fields = columns.count
        let all = (["id", "area", "meta"] + columns).joined(separator: ", ")
        let marks = (1...columns.count + 3).map { "?\($0)" }.joined(separator: ", ")
        insert = try connection.prepare("INSERT INTO \"\(name)\" (\(all)) VALUES (\(marks))", kept: true)
        select = try connection.prepare("SELECT \(all) FROM \"\(name)\" WHERE row = ?1", kept: true)
        selectMeta = try connection.prepare("SELECT id, area, meta FROM \"\(name)\" WHERE row = ?1", kept: true)
        find = try connection.prepare("SELECT row FROM \"\(name)\" WHERE id = ?1", kept: true)
        page = try connection.prepare("SELECT row, \(all) FROM \"\(name)\" WHERE area = ?1 AND row > ?2 ORDER BY row", kept: true)
    }

    /// The statement that writes `meta` (?2) and the columns whose bits are set: bit 0 is `area`, bit n + 1 field n of the
    /// kind; their parameters are ?3, ?4, … in that order.
    func update(_ changed: UInt64, _ connection: borrowing Connection) throws(SQLiteError) -> KeptStatement {
        if let known = updates[changed] { return known }
        var sets = ["meta = ?2"]
        for (bit, column) in (["area"] + columns).enumerated() where changed >> UInt64(bit) & 1 == 1 {
            sets.append("\(column) = ?\(sets.count + 2)")
        }
        let statement = KeptStatement(
            try connection.prepare("UPDATE \"\(name)\" SET \(sets.joined(separator: ", ")) WHERE row = ?1", kept: true))
        updates[changed] = statement
        return statement
    }

    static func name(of kind: Kind?, _ number: UInt32) -> String { kind?.name ?? "kind_\(number)" }

    /// The records of a kind that was unknown until now are in a table without columns: it becomes the kind's own.
    private static func adopt(_ unknown: String, as name: String, _ connection: borrowing Connection) throws(SQLiteError) {
        let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = "
        guard try connection.integer("\(tables)'\(unknown)'") == 1, try connection.integer("\(tables)'\(name)'") == 0 else { return }
        try connection.execute("ALTER TABLE \"\(unknown)\" RENAME TO \"\(name)\"; DROP INDEX \"\(unknown)_area\"")
    }

    /// Makes the table, or adds the columns and indexes that a newer schema has.
    static func create(_ kind: Kind?, number: UInt32, _ connection: borrowing Connection) throws(SQLiteError) {
        let name = name(of: kind, number)
        if kind != nil { try adopt(self.name(of: nil, number), as: name, connection) }
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS "\(name)" (
                row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, area INTEGER NOT NULL, meta BLOB NOT NULL);
            CREATE INDEX IF NOT EXISTS "\(name)_area" ON "\(name)" (area);
            """)
        var present: Set<String> = []
        let columns = try connection.prepare("SELECT name FROM pragma_table_info(?1)")
        columns.bind(1, name)
        while try columns.step() { present.insert(columns.text(0)) }
        for field in kind?.fields ?? [] where !present.contains(field.name) {
            try connection.execute("ALTER TABLE \"\(name)\" ADD COLUMN \"\(field.name)\"")
        }
        if kind != nil {
            try connection.execute("CREATE INDEX IF NOT EXISTS \"\(name)_deleted\" ON \"\(name)\" (area) WHERE deleted = 1")
        }
        for index in kind?.indexes ?? [] {
            let list = index.map { "\"\($0)\"" }.joined(separator: ", ")
            try connection.execute("CREATE INDEX IF NOT EXISTS \"\(name)_\(index.joined(separator: "_"))\" ON \"\(name)\" (\(list))")
        }
    }
}
