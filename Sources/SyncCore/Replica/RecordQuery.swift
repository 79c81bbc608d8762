/// A list of records of one kind: filters, an order, a page. Answered by SQL on the kind's table, with its indexes.
public struct RecordQuery: Sendable {
    public let kind: Kind
    /// Numbers of areas; all when empty.
    public var areas: [Int] = []
    public var equal: [(field: String, value: Value)] = []
    /// Inclusive bounds.
    public var ranges: [(field: String, from: Value?, to: Value?)] = []
    /// Text in any of the fields, whatever its case.
    public var search: (fields: [String], text: String)?
    /// Only records on which this replica has written.
    public var mine = false
    public var withDeleted = false
    public var conflictsOnly = false
    public var sort: (field: String, descending: Bool)?
    /// At most so many; all when `nil`.
    public var limit: Int?
    public var offset = 0

    public init(_ kind: Kind) { self.kind = kind }

    /// Nothing but areas narrows it.
    var isUnfiltered: Bool { equal.isEmpty && ranges.isEmpty && search == nil && !mine && !conflictsOnly }

    public struct Row: Sendable {
        public let ref: RecordRef
        public let id: RecordID
        public let area: Int
        /// What is shown, in the order of `Kind.fields`.
        public let values: [Value]
        public let isConflicted: Bool
    }
}

extension SQLiteStore {
    /// - Throws: `SyncError` for a field that the kind does not have.
    public func list(_ query: RecordQuery, _ body: (RecordQuery.Row) throws -> Bool) throws {
        try run(query, columns: columns(of: query)) { row in
            let values = (0..<query.kind.fields.count).map { row.value(Int32(4 + $0)) }
            return try body(
                RecordQuery.Row(
                    ref: RecordRef(kind: query.kind.number, row: row.integer(0)), id: RecordID(row.id(1)), area: Int(row.integer(2)),
                    values: values,
                    isConflicted: row.integer(3) != 0))
        }
    }

    /// How many records the query finds, whatever its page. Without filters two indexes answer it.
    public func count(_ query: RecordQuery) throws -> Int {
        if query.isUnfiltered, !query.withDeleted {
            let (areas, table) = (condition(on: query.areas), "\"\(query.kind.name)\"")
            let present = try connection.integer("SELECT count(*) FROM \(table) WHERE \(areas)") ?? 0
            let deleted = try connection.integer("SELECT count(*) FROM \(table) WHERE deleted = 1 AND \(areas)") ?? 0
            return Int(present - deleted)
        }
        var all = query
        all.limit = nil
        all.offset = 0
        all.sort = nil
        var count = 0
        try run(all, columns: "count(*)") { row in
            count = Int(row.integer(0))
            return false
        }
        return count
    }

    private func columns(of query: RecordQuery) -> String {
        let conflicted = "EXISTS (SELECT 1 FROM conflict WHERE record = \(reference(query)))"
        return (["row", "id", "area", conflicted] + query.kind.fields.map { "\"\($0.name)\"" }).joined(separator: ", ")
    }

    private func condition(on areas: [Int]) -> String {
        areas.isEmpty ? "area > 0" : "area IN (\(areas.map(String.init).joined(separator: ", ")))"
    }

    private func reference(_ query: RecordQuery) -> String { "(row << 16 | \(query.kind.number))" }

    private func run(_ query: RecordQuery, columns: String, _ body: (borrowing Statement) throws -> Bool) throws {
        var conditions: [String] = []
        var bound: [Value] = []
        func mark(_ value: Value) -> String {
            bound.append(value)
            return "?\(bound.count)"
        }
        func column(_ name: String) throws -> String {
            guard query.kind.field(named: name) != nil else {
                throw SyncError(
                    "query.field", "\(query.kind.name) has no field \(name).",
                    hint: "Fields: \(query.kind.fields.map(\.name).joined(separator: ", ")).")
            }
            return "\"\(name)\""
        }
        conditions.append(condition(on: query.areas))
        if !query.withDeleted { conditions.append("deleted IS NOT 1") }
        for (field, value) in query.equal { conditions.append("\(try column(field)) IS \(mark(value))") }
        for (field, from, to) in query.ranges {
            if let from { conditions.append("\(try column(field)) >= \(mark(from))") }
            if let to { conditions.append("\(try column(field)) <= \(mark(to))") }
        }
        if let search = query.search {
            let needle = mark(.text(TextSearch.fold(search.text)))
            let each = try search.fields.map { "wijk_contains(\(try column($0)), \(needle))" }
            conditions.append("(\(each.joined(separator: " OR ")))")
        }
        if query.mine { conditions.append("EXISTS (SELECT 1 FROM own WHERE record = \(reference(query)))") }
        if query.conflictsOnly { conditions.append("EXISTS (SELECT 1 FROM conflict WHERE record = \(reference(query)))") }
        var sql = "SELECT \(columns) FROM \"\(query.kind.name)\" WHERE \(conditions.joined(separator: " AND "))"
        if let sort = query.sort { sql += " ORDER BY \(try column(sort.field)) \(sort.descending ? "DESC, row DESC" : "ASC, row ASC")" }
        if let limit = query.limit { sql += " LIMIT \(limit) OFFSET \(query.offset)" }
        let statement = try connection.prepare(sql)
        for (index, value) in bound.enumerated() { statement.bind(Int32(index + 1), value) }
        while try statement.step() { if try !body(statement) { return } }
    }

    /// Records of a kind whose id starts with these hexadecimal digits: what people type instead of a whole id.
    public func find(kind: Kind, idPrefix: String, limit: Int = 10) throws -> [RecordRef] {
        let digits = idPrefix.lowercased().filter { $0 != "-" }
        guard !digits.isEmpty, digits.count <= 32, digits.allSatisfy({ $0.isHexDigit }) else { return [] }
        let low = Hex.decode(digits + String(repeating: "0", count: 32 - digits.count)) ?? []
        let high = Hex.decode(digits + String(repeating: "f", count: 32 - digits.count)) ?? []
        let statement = try connection.prepare("SELECT row FROM \"\(kind.name)\" WHERE id BETWEEN ?1 AND ?2 AND area > 0 LIMIT \(limit)")
        statement.bind(1, low)
        statement.bind(2, high)
        var refs: [RecordRef] = []
        while try statement.step() { refs.append(RecordRef(kind: kind.number, row: statement.integer(0))) }
        return refs
    }

    /// Records of a kind whose id ends in these hexadecimal digits (at most 16): the random ones, by which short ids name records.
    /// Reads every id of the kind.
    public func find(kind: Kind, idSuffix: String, limit: Int = 10) throws -> [RecordRef] {
        let digits = idSuffix.uppercased().filter { $0 != "-" }
        guard !digits.isEmpty, digits.count <= 16, digits.allSatisfy({ $0.isHexDigit }) else { return [] }
        let statement = try connection.prepare(
            "SELECT row FROM \"\(kind.name)\" WHERE substr(hex(substr(id, 9)), -\(digits.count)) = ?1 AND area > 0 LIMIT \(limit)")
        statement.bind(1, digits)
        var refs: [RecordRef] = []
        while try statement.step() { refs.append(RecordRef(kind: kind.number, row: statement.integer(0))) }
        return refs
    }
}
