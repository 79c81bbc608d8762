/// A new life that a replica begins by itself, before it writes: its files look like a copy, or like an older state put back, and
/// there may be no network to ask by (DESIGN, identity 7).
///
/// What the server acknowledged is common to all copies: it keeps its dots. Own ops beyond that are written anew with their
/// identity, since the server may have them under their old dots, from this replica before it was put back or from its original.
/// It tells by identity which ones (`inquiry`); it is asked before anything is pushed.
extension Replica {
    /// - Returns: how many unsent ops were written anew.
    @discardableResult public func takeNewLife() throws -> Int {
        try store.transaction {
            let old = try own()
            var fork = Fork()
            fork.common = old.chain.k
            fork.head = try written()
            try settleSnapshots(of: old)
            let kept = try beginNewLife(from: old, fork)
            if kept > 0 { try store.setFact(.unasked, [1]) }
            return kept
        }
    }

    /// Whether the server must be asked, by an inquiry, what it has of the own ops before any of them is sent.
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

    /// Whether an own op that the server has under another dot was seen by a later one on its record: then that one's context
    /// must say so, and it is written anew. Sent as it is, the two would conflict, which nobody meant.
    func isSeenByLater(_ fork: Fork, of own: Actor) throws -> Bool {
        if fork.known.isEmpty { return false }
        var known: Set<RecordRef> = []
        var isSeen = false
        try store.ownOps(after: fork.common, actor: own.number) { row in
            if fork.known[row.k] != nil { known.insert(row.record) } else { isSeen = known.contains(row.record) }
            return !isSeen
        }
        return isSeen
    }
}
