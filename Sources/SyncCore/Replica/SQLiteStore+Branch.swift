/// Marks along a feed, what of the own ops is settled, and leaving a branch of the feed that the server does not have.
extension SQLiteStore {
    public func runs(area: Int, actor: Int) throws -> [Run] {
        try flushRun()
        let statement = try connection.prepare("SELECT k, count, position FROM run WHERE actor = ?1 AND area = ?2 ORDER BY position")
        statement.bind(1, actor)
        statement.bind(2, area)
        var runs: [Run] = []
        while try statement.step() {
            runs.append(
                Run(actor: actor, k: statement.unsigned(0), count: statement.unsigned(1), area: area, position: statement.unsigned(2)))
        }
        return runs
    }

    public func addFeedMark(area: Int, _ mark: FeedMark) throws {
        statements.addFeedMark.bind(1, key(area, mark.position))
        statements.addFeedMark.bind(2, mark.chain.hash)
        try statements.addFeedMark.run()
    }

    public func feedMark(area: Int, atOrBefore position: UInt64) throws -> FeedMark? {
        let statement = try connection.prepare("SELECT key, chain FROM feed_mark WHERE key BETWEEN ?1 AND ?2 ORDER BY key DESC LIMIT 1")
        statement.bind(1, key(area, 0))
        statement.bind(2, key(area, position))
        guard try statement.step() else { return nil }
        return FeedMark(
            position: UInt64(statement.integer(0) & (1 << Tables.positionBits - 1)), chain: FeedChain(hash: statement.bytes(1)))
    }

    public func settle(area: Int, actor: Int, through k: UInt64) throws {
        let statement = try connection.prepare(
            "INSERT INTO settled (area, actor, k) VALUES (?1, ?2, ?3) ON CONFLICT (area, actor) DO UPDATE SET k = max(k, ?3)")
        statement.bind(1, area)
        statement.bind(2, actor)
        statement.bind(3, k)
        try statement.run()
    }

    public func settled(area: Int, actor: Int) throws -> UInt64 {
        let statement = statements
        defer { statement.settled.reset() }
        statement.settled.bind(1, area)
        statement.settled.bind(2, actor)
        return try statement.settled.step() ? statement.settled.unsigned(0) : 0
    }

    public func leaveBranch(area: Int) throws {
        try flushRun()
        for sql in [
            "DELETE FROM feed WHERE key >= \(key(area, 0)) AND key < \(key(area + 1, 0))",
            "DELETE FROM feed_mark WHERE key >= \(key(area, 0)) AND key < \(key(area + 1, 0))",
            "DELETE FROM run WHERE area = \(area)", "DELETE FROM area_vector WHERE area = \(area)",
        ] {
            try connection.execute(sql)
        }
        for kind in try kindNumbers() {
            let table = try self.table(kind).name
            try connection.execute(
                "INSERT OR IGNORE INTO stale (record, area) SELECT row << 16 | \(kind), \(area) FROM \"\(table)\" WHERE area = \(area)")
        }
        hasStale = nil
    }

    public func isStale(_ ref: RecordRef) throws -> Bool {
        if hasStale == nil { hasStale = try connection.integer("SELECT 1 FROM stale LIMIT 1") != nil }
        guard hasStale == true else { return false }
        let statement = try connection.prepare("SELECT 1 FROM stale WHERE record = ?1")
        statement.bind(1, ref.key)
        return try statement.step()
    }

    public func clearStale(_ ref: RecordRef) throws {
        guard hasStale != false else { return }
        try connection.execute("DELETE FROM stale WHERE record = \(ref.key)")
        hasStale = nil
    }

    public func staleRecords(area: Int) throws -> [RecordRef] {
        let statement = try connection.prepare("SELECT record FROM stale WHERE area = ?1 ORDER BY record")
        statement.bind(1, area)
        var refs: [RecordRef] = []
        while try statement.step() { refs.append(RecordRef(key: statement.integer(0))) }
        return refs
    }
}
