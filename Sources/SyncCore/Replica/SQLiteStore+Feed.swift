extension SQLiteStore {
    func key(_ high: Int, _ low: UInt64) -> Int64 { Int64(high) << Tables.positionBits | Int64(low) }

    public func appendFeed(_ entry: FeedEntry) throws {
        let statement = statements
        statement.appendFeed.bind(1, key(entry.area, entry.position))
        statement.appendFeed.bind(2, entry.record.key)
        statement.appendFeed.bind(3, entry.actor)
        statement.appendFeed.bind(4, entry.k)
        statement.appendFeed.bind(5, Int64(entry.more))
        statement.appendFeed.bind(6, entry.receivedAt)
        statement.appendFeed.bind(7, entry.op)
        statement.appendFeed.bind(8, Int64(entry.form.rawValue))
        if entry.form == .op { statement.appendFeed.bindNull(9) } else { statement.appendFeed.bind(9, entry.extra) }
        try statement.appendFeed.run()
    }

    public func feed(area: Int, after position: UInt64, skipping actor: Int?, _ body: (FeedEntry) throws -> Bool) throws {
        if let actor {
            statements.feedWithoutOps.bind(3, actor)
            try feed(statements.feedWithoutOps, area, position, body)
        } else {
            try feed(statements.feed, area, position, body)
        }
    }

    private func feed(
        _ statement: borrowing Statement, _ area: Int, _ position: UInt64, _ body: (FeedEntry) throws -> Bool
    ) throws {
        defer { statement.reset() }
        statement.bind(1, key(area, position))
        statement.bind(2, key(area + 1, 0))
        while try statement.step() { if try !body(entry(statement)) { return } }
    }

    public func entries(of ref: RecordRef) throws -> [FeedEntry] {
        let statement = statements
        defer { statement.feedOfRecord.reset() }
        statement.feedOfRecord.bind(1, ref.key)
        var entries: [FeedEntry] = []
        while try statement.feedOfRecord.step() { entries.append(entry(statement.feedOfRecord)) }
        return entries
    }

    private func entry(_ row: borrowing Statement) -> FeedEntry {
        let key = row.integer(0)
        return FeedEntry(
            area: Int(key >> Tables.positionBits), position: UInt64(key & (1 << Tables.positionBits - 1)),
            record: RecordRef(key: row.integer(1)),
            actor: Int(row.integer(2)), k: row.unsigned(3), more: UInt32(row.integer(4)), receivedAt: row.integer(5), op: row.bytes(6),
            form: FeedForm(rawValue: UInt8(truncatingIfNeeded: row.integer(7))) ?? .op, extra: row.isNull(8) ? [] : row.bytes(8))
    }

    public func extendRun(area: Int, position: UInt64, actor: Int, k: UInt64) throws {
        if openRun == nil || openRun!.actor != actor {
            try flushRun()
            openRun = try run(actor, at: k)
        }
        if let run = openRun, run.area == area, run.k + run.count == k, run.position + run.count == position {
            openRun!.count += 1
        } else {
            try flushRun()
            openRun = Run(actor: actor, k: k, count: 1, area: area, position: position)
        }
    }

    /// Writes the run that is being extended. Its last op is the highest of its actor in that area so far.
    func flushRun() throws {
        guard let run = openRun else { return }
        openRun = nil
        statements.saveRun.bind(1, run.actor)
        statements.saveRun.bind(2, run.k)
        statements.saveRun.bind(3, run.count)
        statements.saveRun.bind(4, run.area)
        statements.saveRun.bind(5, run.position)
        try statements.saveRun.run()
        statements.raiseVector.bind(1, run.area)
        statements.raiseVector.bind(2, run.actor)
        statements.raiseVector.bind(3, run.k + run.count - 1)
        try statements.raiseVector.run()
    }

    private func run(_ actor: Int, at k: UInt64) throws -> Run? {
        let statement = statements
        defer { statement.runAtOrBefore.reset() }
        statement.runAtOrBefore.bind(1, actor)
        statement.runAtOrBefore.bind(2, k)
        guard try statement.runAtOrBefore.step() else { return nil }
        return Run(
            actor: actor, k: statement.runAtOrBefore.unsigned(0), count: statement.runAtOrBefore.unsigned(1),
            area: Int(statement.runAtOrBefore.integer(2)), position: statement.runAtOrBefore.unsigned(3))
    }

    public func position(actor: Int, k: UInt64) throws -> UInt64? {
        if let run = openRun, run.actor == actor, k >= run.k, k < run.k + run.count { return run.position + (k - run.k) }
        guard let run = try run(actor, at: k), k < run.k + run.count else { return nil }
        return run.position + (k - run.k)
    }

    public func area(actor: Int, k: UInt64) throws -> Int? {
        try flushRun()
        guard let run = try run(actor, at: k), k < run.k + run.count else { return nil }
        return run.area
    }

    /// With statements of its own: whoever reads a feed, or own ops, may look one up on the way.
    public func op(actor: Int, k: UInt64) throws -> [UInt8]? {
        let statement = statements
        if let run = try run(actor, at: k), k < run.k + run.count {
            defer { statement.feedOp.reset() }
            statement.feedOp.bind(1, key(run.area, run.position + (k - run.k)))
            statement.feedOp.bind(2, actor)
            statement.feedOp.bind(3, k)
            // The feed of a device lacks the bytes of its own ops.
            if try statement.feedOp.step(), !statement.feedOp.bytes(0).isEmpty { return statement.feedOp.bytes(0) }
        }
        defer { statement.verdict.reset() }
        statement.verdict.bind(1, key(actor, k))
        if try statement.verdict.step(), !statement.verdict.isNull(5) { return statement.verdict.bytes(5) }
        defer { statement.ownOp.reset() }
        statement.ownOp.bind(1, key(actor, k))
        return try statement.ownOp.step() ? statement.ownOp.bytes(0) : nil
    }

    public func actors() throws -> [Actor] {
        let count = Int(try connection.integer("SELECT max(number) FROM actor") ?? 0)
        return try (0..<count).map { try actor(number: $0 + 1) }
    }

    public func vector(area: Int) throws -> [Int: UInt64] {
        try flushRun()
        let statement = statements
        defer { statement.vector.reset() }
        statement.vector.bind(1, area)
        var vector: [Int: UInt64] = [:]
        while try statement.vector.step() { vector[Int(statement.vector.integer(0))] = statement.vector.unsigned(1) }
        return vector
    }

    public func appendOwn(_ op: OwnOp) throws {
        statements.appendOwn.bind(1, key(op.actor, op.k))
        statements.appendOwn.bind(2, op.record.key)
        statements.appendOwn.bind(3, op.area)
        statements.appendOwn.bind(4, Int64(op.more))
        statements.appendOwn.bind(5, op.op)
        if let context = op.context { statements.appendOwn.bind(6, context) } else { statements.appendOwn.bindNull(6) }
        try statements.appendOwn.run()
    }

    public func setContext(_ context: [UInt8], ofOwn k: UInt64, actor: Int) throws {
        statements.setContext.bind(1, key(actor, k))
        statements.setContext.bind(2, context)
        try statements.setContext.run()
    }

    public func ownOps(after k: UInt64, actor: Int, _ body: (OwnOp) throws -> Bool) throws {
        let statement = statements
        defer { statement.own.reset() }
        statement.own.bind(1, key(actor, k))
        statement.own.bind(2, key(actor + 1, 0))
        while try statement.own.step() { if try !body(own(statement.own)) { return } }
    }

    public func ownOps(of ref: RecordRef) throws -> [OwnOp] {
        let statement = statements
        defer { statement.ownOfRecord.reset() }
        statement.ownOfRecord.bind(1, ref.key)
        var ops: [OwnOp] = []
        while try statement.ownOfRecord.step() { ops.append(own(statement.ownOfRecord)) }
        return ops
    }

    private func own(_ row: borrowing Statement) -> OwnOp {
        let key = row.integer(0)
        return OwnOp(
            actor: Int(key >> Tables.positionBits), k: UInt64(key & (1 << Tables.positionBits - 1)), area: Int(row.integer(2)),
            record: RecordRef(key: row.integer(1)), more: UInt32(row.integer(3)), op: row.bytes(4),
            context: row.isNull(5) ? nil : row.bytes(5))
    }

    public func saveRedotted(first: Dot, identity: [UInt8], as dot: Dot) throws {
        let statement = try connection.prepare(
            "INSERT OR REPLACE INTO redotted (incarnation, k, identity, actor, at) VALUES (?1, ?2, ?3, ?4, ?5)")
        statement.bind(1, first.incarnation.id)
        statement.bind(2, first.k)
        statement.bind(3, identity)
        statement.bind(4, try actor(dot.incarnation).number)
        statement.bind(5, dot.k)
        try statement.run()
    }

    public func redotted(first: Dot, identity: [UInt8]) throws -> Dot? {
        let statement = try connection.prepare("SELECT actor, at FROM redotted WHERE incarnation = ?1 AND k = ?2 AND identity = ?3")
        statement.bind(1, first.incarnation.id)
        statement.bind(2, first.k)
        statement.bind(3, identity)
        guard try statement.step() else { return nil }
        return Dot(try actor(number: Int(statement.integer(0))).incarnation, statement.unsigned(1))
    }

    public func hasRedotted(of incarnation: Incarnation) throws -> Bool {
        let statement = try connection.prepare("SELECT 1 FROM redotted WHERE incarnation = ?1 LIMIT 1")
        statement.bind(1, incarnation.id)
        return try statement.step()
    }

    public func save(_ verdict: Verdict, actor: Int, op: [UInt8]?) throws {
        statements.saveVerdict.bind(1, key(actor, verdict.k))
        statements.saveVerdict.bind(2, verdict.code)
        statements.saveVerdict.bind(3, verdict.detail)
        statements.saveVerdict.bind(4, verdict.decider)
        statements.saveVerdict.bind(5, verdict.decidedAt)
        if let op { statements.saveVerdict.bind(6, op) } else { statements.saveVerdict.bindNull(6) }
        if verdict.arguments.isEmpty {
            statements.saveVerdict.bindNull(7)
        } else {
            statements.saveVerdict.bind(7, verdict.arguments.joined(separator: Tables.separator))
        }
        try statements.saveVerdict.run()
    }

    public func verdict(actor: Int, k: UInt64) throws -> Verdict? {
        let statement = statements
        defer { statement.verdict.reset() }
        statement.verdict.bind(1, key(actor, k))
        return try statement.verdict.step() ? refused(statement.verdict).verdict : nil
    }

    public func verdicts(actor: Int?, after k: UInt64) throws -> [RefusedOp] {
        let statement = statements
        defer { statement.verdicts.reset() }
        statement.verdicts.bind(1, key(actor ?? 0, k))
        statement.verdicts.bind(2, actor.map { key($0 + 1, 0) } ?? Int64.max)
        var refusals: [RefusedOp] = []
        while try statement.verdicts.step() { refusals.append(refused(statement.verdicts)) }
        return refusals
    }

    private func refused(_ row: borrowing Statement) -> RefusedOp {
        let key = row.integer(0)
        let verdict = Verdict(
            k: UInt64(key & (1 << Tables.positionBits - 1)), code: row.text(1), detail: row.text(2),
            arguments: row.isNull(6)
                ? [] : row.text(6).split(separator: Tables.separator, omittingEmptySubsequences: false).map(String.init),
            decider: row.text(3), decidedAt: row.integer(4))
        return RefusedOp(actor: Int(key >> Tables.positionBits), verdict: verdict, op: row.bytes(5))
    }
}
