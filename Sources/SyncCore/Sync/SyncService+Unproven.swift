/// What devices handed in of others' work without proof waits for an administrator to believe it. So does work that was refused because
/// its record was not here, and now is: somebody else brought it, later.
extension SyncService {
    /// Puts all that waits into the feeds.
    ///
    /// - Returns: how many ops came into a feed.
    public func acceptUnproven() throws -> Int {
        try replica.ensureArbiterLife()
        let unmade = try refusedRecords()
        var placed = try waiting(Verdict.unproven).reduce(0) { try $0 + place($1, unmade) }
        // One transaction may make the record that another lacks.
        while true {
            let more = try waiting("record.unknown").reduce(0) { try $0 + place($1, unmade) }
            if more == 0 { return placed }
            placed += more
        }
    }

    /// Records whose creation was refused: what was written on them is refused with it.
    private func refusedRecords() throws -> Set<RecordID> {
        var records: Set<RecordID> = []
        for refused in try store.verdicts(actor: nil, after: 0) {
            if refused.verdict.isOfIdentity || [Verdict.unproven, "record.unknown"].contains(refused.verdict.code) { continue }
            let op = try Op(decoding: refused.op)
            if op.creates { records.insert(op.record) }
        }
        return records
    }

    /// How many ops wait; not those that have come into a feed since by another way.
    public func unprovenCount() throws -> Int {
        let unmade = try refusedRecords()
        let ready = try waiting(Verdict.unproven) + waiting("record.unknown").filter { try mayStand($0, unmade) }
        return try ready.joined().count { each in
            let dot = Dot(try store.actor(number: each.refused.actor).incarnation, each.refused.verdict.k)
            guard let standing = try placed(each.op, at: dot) else { return true }
            return try parts(of: standing, place: each.op.place(at: dot)).contains(dot)
        }
    }

    private struct Waiting {
        let refused: RefusedOp
        var op: Op
        /// Under which dot the other part of it stands in a feed.
        var standing: Dot?
    }

    /// The ops with this verdict, by transaction.
    private func waiting(_ code: String) throws -> [[Waiting]] {
        var groups: [[Waiting]] = []
        for refused in try store.verdicts(actor: nil, after: 0) where refused.verdict.code == code {
            let op = try Op(decoding: refused.op)
            let goesOn =
                op.index > 0
                && groups.last?.last.map { $0.refused.actor == refused.actor && $0.refused.verdict.k + 1 == refused.verdict.k } == true
            let each = Waiting(refused: refused, op: op)
            if goesOn { groups[groups.count - 1].append(each) } else { groups.append([each]) }
        }
        return groups
    }

    /// Whole or not at all, but for what is in a feed already.
    ///
    /// - Returns: how many came into a feed.
    private func place(_ group: [Waiting], _ unmade: Set<RecordID>) throws -> Int {
        var fresh: [Waiting] = []
        var rests: [Waiting] = []
        for each in group {
            let dot = Dot(try store.actor(number: each.refused.actor).incarnation, each.refused.verdict.k)
            guard let now = try placed(each.op, at: dot) else {
                fresh.append(each)
                continue
            }
            try settle(each.refused, as: now)
            if let rest = try rest(of: each.op, at: dot, standing: now) {
                rests.append(Waiting(refused: each.refused, op: rest, standing: now))
            }
        }
        return try place(fresh: fresh, unmade) + rests.reduce(0) { try $0 + place(fresh: [$1], unmade) }
    }

    /// Whether the records are here, or made by what waits, and the values are allowed.
    private func mayStand(_ group: [Waiting], _ unmade: Set<RecordID>) throws -> Bool {
        var created: Set<RecordID> = []
        return try group.allSatisfy { each in
            let exists = try created.contains(each.op.record) || store.find(each.op.record, kind: each.op.kind) != nil
            guard exists || each.op.creates && !unmade.contains(each.op.record) else { return false }
            created.insert(each.op.record)
            // What came back as its living values need not have all that a new record must: another op of the group may, or none does.
            return (try? replica.schema.check(each.op.writes, kind: each.op.kind, creating: false)) != nil
        }
    }

    /// - Returns: how many came into a feed: all, or none.
    private func place(fresh: [Waiting], _ unmade: Set<RecordID>) throws -> Int {
        guard let first = fresh.first, let area = try store.area(first.op.area), try mayStand(fresh, unmade) else { return 0 }
        var areas = [area.code: area]
        var entries: [FeedEntry] = []
        var arbiter = try replica.own()
        for (place, each) in fresh.enumerated() {
            let op = try rewritten(each, place: place, of: fresh.count)
            let bytes = op.encode()
            arbiter.chain.append(bytes)
            let now = Dot(arbiter.incarnation, arbiter.chain.k)
            try liftRefusal(of: op, as: now)
            if let standing = each.standing { try rememberRest(op, as: now, of: standing) } else { try remember(op, as: now) }
            entries += try self.place(bytes, op, by: arbiter, in: &areas, isAbsent: false)
            if each.standing == nil { try settle(each.refused, as: now) }
        }
        try keepOwn(arbiter)
        try append(entries)
        for area in areas.values.sorted(by: { $0.number < $1.number }) { try store.save(area) }
        return fresh.count
    }

    private func rewritten(_ each: Waiting, place: Int, of count: Int) throws -> Op {
        let dot = Dot(try store.actor(number: each.refused.actor).incarnation, each.refused.verdict.k)
        var op = each.op
        op.identity = op.identity(at: dot, bytes: each.refused.op)
        if op.first == nil, let ref = try store.find(op.record, kind: op.kind), let origins = try store.loadOrigins(ref)?.origins {
            // Its writer's earlier ops on the record went without saying.
            op.context = Rebase(common: .max).context(of: op, at: dot, record: origins.map { Rebase.Seen(origin: $0, now: $0.dot) })
        }
        op.first = op.first ?? dot
        op.index = UInt32(place)
        op.size = UInt32(count)
        if op.author.isEmpty { op.author = try store.findActor(op.first!.incarnation)?.person ?? "" }
        return op
    }

    private func settle(_ waiting: RefusedOp, as dot: Dot) throws {
        let verdict = Verdict(known: try knownOp(dot), k: waiting.verdict.k, at: replica.now())
        try store.save(verdict, actor: waiting.actor, op: waiting.op)
    }
}
