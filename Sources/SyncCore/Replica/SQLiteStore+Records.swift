extension SQLiteStore {
    public func find(_ id: RecordID, kind: UInt32) throws -> RecordRef? {
        let table = try table(kind)
        defer { table.find.reset() }
        table.find.bind(1, id.id)
        return try table.find.step() ? RecordRef(kind: kind, row: table.find.integer(0)) : nil
    }

    public func load(_ ref: RecordRef) throws -> StoredRecord? {
        let table = try table(ref.kind)
        defer { table.select.reset() }
        table.select.bind(1, ref.row)
        guard try table.select.step() else { return nil }
        let area = table.select.integer(1)
        var values: [Value] = []
        let state = try decode(table, table.select, from: 0, &values)
        table.lastRead = (ref.row, area, values)
        return StoredRecord(area: Int(area), state: state)
    }

    public func loadOrigins(_ ref: RecordRef) throws -> StoredOrigins? {
        let table = try table(ref.kind)
        defer { table.selectMeta.reset() }
        table.selectMeta.bind(1, ref.row)
        guard try table.selectMeta.step() else { return nil }
        return StoredOrigins(
            area: Int(table.selectMeta.integer(1)), id: RecordID(table.selectMeta.id(0)),
            origins: try table.coding.decodeOrigins(table.selectMeta.bytes(2)) { try actor(number: $0).incarnation })
    }

    /// Reads `id, area, meta, <fields>` from the column `first` on.
    private func decode(
        _ table: RecordTable, _ statement: borrowing Statement, from first: Int32, _ values: inout [Value]
    ) throws -> RecordState {
        let meta = statement.bytes(first + 2)
        values.reserveCapacity(table.fields)
        for index in 0..<table.fields { values.append(statement.value(first + 3 + Int32(index))) }
        return try table.coding.decode(
            id: RecordID(statement.id(first)), kind: table.number, meta: meta, incarnation: { try actor(number: $0).incarnation },
            column: { [values] in values[$0] })
    }

    public func insert(_ state: RecordState, area: Int) throws -> RecordRef {
        let table = try table(state.kind)
        let shown = presentation(state, table)
        table.insert.bind(1, state.id.id)
        table.insert.bind(2, area)
        table.insert.bind(3, try table.coding.encode(state, shown: shown.values) { try actor($0).number })
        for (index, value) in shown.values.enumerated() { table.insert.bind(Int32(4 + index), value) }
        try table.insert.run()
        let ref = RecordRef(kind: state.kind, row: connection.lastRowID)
        if !shown.conflicts.isEmpty { try mark(ref, area) }
        return ref
    }

    public func update(_ ref: RecordRef, _ state: RecordState, area: Int) throws {
        let table = try table(ref.kind)
        let shown = presentation(state, table)
        var changed: UInt64 = .max
        if let last = table.lastRead, last.row == ref.row {
            changed = last.area == Int64(area) ? 0 : 1
            for (index, value) in shown.values.enumerated() where value != last.values[index] { changed |= 2 << UInt64(index) }
        }
        let update = try table.update(changed, connection)
        update.statement.bind(1, ref.row)
        update.statement.bind(2, try table.coding.encode(state, shown: shown.values) { try actor($0).number })
        var parameter: Int32 = 3
        for (index, value) in ([.integer(Int64(area))] + shown.values).enumerated() where changed >> UInt64(index) & 1 == 1 {
            update.statement.bind(parameter, value)
            parameter += 1
        }
        try update.statement.run()
        table.lastRead = nil
        if shown.conflicts.isEmpty {
            statements.dropConflict.bind(1, ref.key)
            try statements.dropConflict.run()
        } else {
            try mark(ref, area)
        }
    }

    private func presentation(_ state: RecordState, _ table: RecordTable) -> Presentation {
        table.coding.kind.map { state.present($0) } ?? Presentation(values: [])
    }

    private func mark(_ ref: RecordRef, _ area: Int) throws {
        statements.setConflict.bind(1, ref.key)
        statements.setConflict.bind(2, area)
        try statements.setConflict.run()
    }

    public func records(area: Int, after ref: RecordRef?, _ body: (RecordRef, RecordState) throws -> Bool) throws {
        for kind in try kindNumbers() where ref == nil || kind >= ref!.kind {
            let table = try table(kind)
            defer { table.page.reset() }
            table.page.bind(1, area)
            table.page.bind(2, ref?.kind == kind ? ref!.row : 0 as Int64)
            var values: [Value] = []
            while try table.page.step() {
                let next = RecordRef(kind: kind, row: table.page.integer(0))
                values.removeAll(keepingCapacity: true)
                if try !body(next, try decode(table, table.page, from: 1, &values)) { return }
            }
        }
    }

    public func conflicts(area: Int?) throws -> [RecordRef] {
        let filter = area.map { " WHERE area = \($0)" } ?? ""
        let statement = try connection.prepare("SELECT record FROM conflict\(filter) ORDER BY record")
        var refs: [RecordRef] = []
        while try statement.step() { refs.append(RecordRef(key: statement.integer(0))) }
        return refs
    }

    /// How many records of every kind the area has.
    public func recordCount(area: Int) throws -> Int {
        try kindNumbers().reduce(0) { total, kind in
            let name = RecordTable.name(of: schema.kind(kind), kind)
            return total + Int(try connection.integer("SELECT count(*) FROM \"\(name)\" WHERE area = \(area)") ?? 0)
        }
    }

    public func overlay(_ ref: RecordRef) throws -> StoredRecord? {
        let statement = statements
        defer { statement.overlay.reset() }
        statement.overlay.bind(1, ref.key)
        guard try statement.overlay.step() else { return nil }
        let bytes = statement.overlay.bytes(0)
        guard let id = RecordID(bytes: bytes.prefix(16)) else { throw SyncError.truncated }
        let area = Int(statement.overlay.integer(1))
        let state = try RecordCoding(nil).decode(
            id: id, kind: ref.kind, meta: Array(bytes.dropFirst(16)), incarnation: { try actor(number: $0).incarnation },
            column: { _ in .null })
        return StoredRecord(area: area, state: state)
    }

    public func overlaid(area: Int) throws -> [RecordRef] {
        let statement = try connection.prepare("SELECT record FROM overlay WHERE area = ?1")
        statement.bind(1, area)
        var refs: [RecordRef] = []
        while try statement.step() { refs.append(RecordRef(key: statement.integer(0))) }
        return refs.sorted()
    }

    public func setOverlay(_ ref: RecordRef, _ record: StoredRecord?) throws {
        guard let record else {
            statements.dropOverlay.bind(1, ref.key)
            return try statements.dropOverlay.run()
        }
        let coded = try RecordCoding(nil).encode(record.state, shown: []) { try actor($0).number }
        statements.setOverlay.bind(1, ref.key)
        statements.setOverlay.bind(2, record.state.id.bytes + coded)
        statements.setOverlay.bind(3, record.area)
        try statements.setOverlay.run()
    }
}
