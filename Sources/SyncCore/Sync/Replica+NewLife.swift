/// A new life of the replica: a new incarnation, because the old one may be, or was, shared with a copy (DESIGN, identity 1 to 3).
///
/// What is folded stays: it is a true prefix of the feed, since identity is checked before anything is pulled. Own ops that the
/// server has keep their dots; the others are written anew, with what their writers had seen written out.
extension Replica {
    /// The question to the server when identity is in doubt: which of the own ops beyond `base` does it have?
    public func inquiry() throws -> SyncRequest {
        try store.reading {
            var request = try self.request(SyncPlan(pushes: false))
            request.areas = []
            request.isInquiry = true
            let own = try own()
            try store.ownOps(after: own.chain.k, actor: own.number) { row in
                let dot = Dot(own.incarnation, row.k)
                let op = try Op(decoding: row.op)
                request.inquiry.append(InquiredOp(k: row.k, identity: op.identity(at: dot, bytes: row.op), first: op.first ?? dot))
                // What is not asked after counts as unknown, and is told apart by the server when it comes.
                return request.inquiry.count < Limits.opsPerRequest
            }
            return request
        }
    }

    /// Goes on after the server's answer to an inquiry: under the same life when what it holds are this replica's own ops, whose
    /// acknowledgement was lost; else under a new one.
    ///
    /// - Returns: how many ops were written anew; `nil` when no new life was needed.
    /// - Throws: `sync.stale` when the replica has moved on since it asked; nothing is changed then.
    @discardableResult public func settleIdentity(_ reply: SyncReply, to request: SyncRequest) throws -> Int? {
        try store.transaction {
            let old = try own()
            guard old.incarnation == request.incarnation, old.chain.k == request.base, try written() == request.written else {
                throw Self.stale
            }
            guard let fork = reply.fork, fork.common >= old.chain.k else {
                throw SyncError(
                    "identity.past", "The server has another past of this replica than the one it acknowledged.",
                    hint: "The work on this device is safe. Was the server's database replaced? Tell the administrator.", retry: .later,
                    status: 409)
            }
            for verdict in reply.verdicts { try refuse(verdict, own: old) }
            if fork.common == fork.head {
                try acknowledge(through: fork.common)
                return nil
            }
            try settleSnapshots(of: old)
            return try beginNewLife(from: old, fork)
        }
    }

    private func acknowledge(through k: UInt64) throws {
        var own = try own()
        try store.ownOps(after: own.chain.k, actor: own.number) { row in
            guard row.k <= k else { return false }
            own.chain.append(row.op)
            return true
        }
        try store.save(own)
    }

    /// What a snapshot brought of the old life's ops is told by a number per area, which counts for one life only.
    private func settleSnapshots(of old: Actor) throws {
        for var area in try store.areas() where area.ownInSnapshot > 0 {
            var rows: [UInt64] = []
            try store.ownOps(after: 0, actor: old.number) { row in
                if row.area == area.number, row.k <= area.ownInSnapshot { rows.append(row.k) }
                return row.k < area.ownInSnapshot
            }
            for k in rows where try store.position(actor: old.number, k: k) == nil && store.verdict(actor: old.number, k: k) == nil {
                try store.save(Verdict(.known, k: k, detail: "in a snapshot", at: now()), actor: old.number, op: nil)
            }
            area.ownInSnapshot = 0
            try store.save(area)
        }
    }

    private func beginNewLife(from old: Actor, _ fork: Fork) throws -> Int {
        var rows: [OwnOp] = []
        try store.ownOps(after: fork.common, actor: old.number) { row in
            rows.append(row)
            return true
        }
        rows = try rows.filter { try store.verdict(actor: old.number, k: $0.k) == nil }
        for row in rows {
            let dot = fork.known[row.k]
            let fate = Verdict(dot == nil ? .moved : .known, k: row.k, detail: dot.map { "\($0.incarnation):\($0.k)" } ?? "", at: now())
            try store.save(fate, actor: old.number, op: nil)
        }
        let areas = try store.areas()
        for ref in Set(rows.map(\.record)).sorted() {
            guard let held = try hold(ref, own: old), let row = rows.first(where: { $0.record == ref }) else { continue }
            if let area = areas.first(where: { $0.number == row.area }) { try put(held.folded, over: held, area: area, own: old) }
        }
        let own = try newIncarnation(after: old)
        return try writeAnew(rows, fork, old: old, own: own, areas: areas)
    }

    func newIncarnation(after old: Actor) throws -> Actor {
        let incarnation = Incarnation(ID128(high: random(), low: random()))
        try store.setFact(.incarnation, incarnation.bytes)
        try store.setFact(.written, UInt64(0).bigEndianBytes)
        var own = try store.actor(incarnation)
        own.device = old.device
        own.person = old.person
        try store.save(own)
        return own
    }

    private func writeAnew(_ rows: [OwnOp], _ fork: Fork, old: Actor, own: Actor, areas: [AreaState]) throws -> Int {
        var k: UInt64 = 0
        var joined: [RecordRef: [Dot]] = [:]
        for row in rows {
            if let dot = fork.known[row.k] {
                joined[row.record, default: []].append(dot)
                continue
            }
            guard let area = areas.first(where: { $0.number == row.area }) else { continue }
            k += 1
            let dot = Dot(old.incarnation, row.k)
            var op = try Op(decoding: row.op)
            op.identity = op.identity(at: dot, bytes: row.op)
            op.first = op.first ?? dot
            op.context.vector = vector(op.context.vector, of: row, fork, old: old, joined: joined[row.record] ?? [])
            _ = try keep(op, Dot(own.incarnation, k), over: try hold(row.record, own: own), area: area, own: own)
        }
        try store.setFact(.written, k.bigEndianBytes)
        return Int(k)
    }

    /// What the writer had seen, with the old life cut off where the server's is another one; what was implied by the old dot is
    /// written out.
    private func vector(_ seen: VersionVector, of row: OwnOp, _ fork: Fork, old: Actor, joined: [Dot]) -> VersionVector {
        var vector = seen
        vector.truncate(old.incarnation, to: fork.common)
        let implied = min(row.k - 1, fork.common)
        if implied > 0 { vector.include(through: Dot(old.incarnation, implied)) }
        for dot in joined { vector.insert(dot) }
        return vector
    }
}
