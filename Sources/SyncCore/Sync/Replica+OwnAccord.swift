/// A new life that a replica begins by itself, before it writes: its files look like a copy, or like an older state put back, and
/// there may be no network to ask by (DESIGN, identity 7).
///
/// What the server acknowledged is common to all copies: it keeps its dots. Own ops beyond that are written anew with their
/// identity, since the server may have them under their old dots, from this replica before it was put back or from its original.
/// It tells by identity which ones (`mend`); it is asked before anything is pushed.
extension Replica {
    /// - Returns: how many unsent ops were written anew.
    @discardableResult public func takeNewLife() throws -> Int {
        try store.transaction {
            let old = try own()
            var reply = SyncReply(epoch: try epoch() ?? Epoch(ID128(high: 0, low: 0)))
            reply.fork = Fork()
            reply.fork?.common = old.chain.k
            var rows: [OwnOp] = []
            try store.ownOps(after: old.chain.k, actor: old.number) { row in
                rows.append(row)
                return true
            }
            let kept = try beginNewLife(from: old, Asked(rows: rows, reply: reply), [], Handed(epoch: reply.epoch))
            if try kept > 0 || isAwaited(from: old) { try store.setFact(.unasked, [1]) }
            return kept
        }
    }

    /// Whether an own op was acknowledged that no feed has brought yet. Its chain goes on no more, which would show that the server lost it.
    private func isAwaited(from old: Actor) throws -> Bool {
        var isAwaited = false
        try store.ownOps(after: 0, actor: old.number) { row in
            isAwaited = try row.k <= old.chain.k && isOutstanding(row)
            return !isAwaited
        }
        return isAwaited
    }

    /// Whether the server must be asked, by mending, what it has of the own ops before any of them is sent.
    public func mustAsk() throws -> Bool { try store.reading { try store.fact(.unasked) != nil } }

    /// The last k that this replica wrote under an incarnation, its present one or an earlier one; `nil` when it was never its own.
    public func lastWritten(in incarnation: Incarnation) throws -> UInt64? {
        try store.reading {
            if try own().incarnation == incarnation { return try written() }
            guard let actor = try store.findActor(incarnation) else { return nil }
            var last: UInt64?
            try store.ownOps(after: 0, actor: actor.number) { row in
                last = row.k
                return true
            }
            return last
        }
    }
}
