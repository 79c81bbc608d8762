/// The table of one kind and its prepared statements: one row a record, one column a field, so that lists, filters and
/// reports are plain SQL. Kinds that this version does not know share a table without columns.
final class RecordTable {
    let number: UInt32
    let name: String
    let coding: RecordCoding
    let fields: Int
    let insert: Statement
    let update: Statement
    let select: Statement
    let find: Statement
    let page: Statement

    init(_ kind: Kind?, number: UInt32, _ connection: borrowing Connection) throws(SQLiteError) {
        self.number = number
        name = Self.name(of: kind, number)
        coding = RecordCoding(kind)
        let columns = (kind?.fields ?? []).map { "\"\($0.name)\"" }
        fields = columns.count
        let all = (["id", "area", "meta"] + columns).joined(separator: ", ")
        let marks = (1...columns.count + 3).map { "?\($0)" }.joined(separator: ", ")
        insert = try connection.prepare("INSERT INTO \"\(name)\" (\(all)) VALUES (\(marks))", kept: true)
        let sets = (["area", "meta"] + columns).enumerated().map { "\($1) = ?\($0 + 2)" }.joined(separator: ", ")
        update = try connection.prepare("UPDATE \"\(name)\" SET \(sets) WHERE row = ?1", kept: true)
        select = try connection.prepare("SELECT \(all) FROM \"\(name)\" WHERE row = ?1", kept: true)
        find = try connection.prepare("SELECT row FROM \"\(name)\" WHERE id = ?1", kept: true)
        page = try connection.prepare("SELECT row, \(all) FROM \"\(name)\" WHERE area = ?1 AND row > ?2 ORDER BY row", kept: true)
    }

    static func name(of kind: Kind?, _ number: UInt32) -> String { kind?.name ?? "kind_\(number)" }

    /// Makes the table, or adds the columns and indexes that a newer schema has.
    static func create(_ kind: Kind?, number: UInt32, _ connection: borrowing Connection) throws(SQLiteError) {
        let name = name(of: kind, number)
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
