extension SQLiteStore {
    public func dropArea(_ number: Int) throws -> Int {
        try flushRun()
        openRun = nil
        let low = Int64(number) << Tables.positionBits
        try connection.execute(
            """
            DELETE FROM feed WHERE key > \(low) AND key < \(low + 1 << Tables.positionBits);
            DELETE FROM run WHERE area = \(number);
            DELETE FROM area_vector WHERE area = \(number);
            DELETE FROM feed_mark WHERE key >= \(low) AND key < \(low + 1 << Tables.positionBits);
            DELETE FROM stale WHERE area = \(number);
            """)
        var count = 0
        for kind in try kindNumbers() { count += try dropRecords(kind, area: number) }
        try connection.execute("DELETE FROM conflict WHERE area = \(number)")
        return count
    }

    private func dropRecords(_ kind: UInt32, area: Int) throws -> Int {
        let table = try table(kind)
        table.lastRead = nil
        let key = "(row << 16 | \(kind))"
        let here = "FROM \"\(table.name)\" WHERE area = \(area)"
        let count = Int(try connection.integer("SELECT count(*) \(here)") ?? 0)
        if count == 0 { return 0 }
        try connection.execute("DELETE FROM overlay WHERE record IN (SELECT \(key) \(here))")
        var stubs: [(RecordRef, RecordID)] = []
        do {
            let referred = try connection.prepare(
                """
                SELECT row, id \(here) AND (EXISTS (SELECT 1 FROM own WHERE own.record = \(key))
                    OR EXISTS (SELECT 1 FROM feed WHERE feed.record = \(key)))
                """)
            while try referred.step() { stubs.append((RecordRef(kind: kind, row: referred.integer(0)), RecordID(referred.id(1)))) }
        }
        for (ref, id) in stubs { try update(ref, RecordState(id: id, kind: kind), area: 0) }
        try connection.execute("DELETE \(here)")
        return count
    }
}
