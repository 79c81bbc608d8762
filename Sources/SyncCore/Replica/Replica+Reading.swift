/// What people and programs read of a replica.
extension Replica {
    /// A record as it is shown here, own ops included, with the place of each origin filled in.
    public struct Shown: Sendable {
        public let ref: RecordRef
        public let area: Int
        public let state: RecordState
        /// Whether own ops are in it that the server has not sent back yet.
        public let hasOutstanding: Bool
    }

    /// `nil` when there is no such record, or nothing of it is left after a refusal.
    public func shown(_ ref: RecordRef) throws -> Shown? {
        guard let held = try hold(ref, own: try own()), !held.shown.isEmpty else { return nil }
        return Shown(ref: ref, area: held.area, state: held.shown, hasOutstanding: held.hasOutstanding)
    }

    /// Own ops that the server has not acknowledged.
    public func pendingCount() throws -> UInt64 { try written() - own().chain.k }

    /// Own ops that the server refused, of every life of this replica, with the reason.
    public func refusals() throws -> [(op: OwnOp, verdict: Verdict)] {
        try store.verdicts(actor: nil, after: 0).filter { !$0.verdict.isOfIdentity }.compactMap { refusal in
            var found: OwnOp?
            try store.ownOps(after: refusal.verdict.k - 1, actor: refusal.actor) { row in
                found = row
                return false
            }
            return found.map { ($0, refusal.verdict) }
        }
    }
}
