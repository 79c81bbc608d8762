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

    /// One op of a record's history.
    public struct Past: Sendable {
        public let dot: Dot
        public let op: Op
        /// Where it stands in the area's feed; `nil` while it is pending, or when it was refused.
        public let position: UInt64?
        /// When this replica received it, in milliseconds since 1970 by its own clock; `nil` for own ops.
        public let receivedAt: Int64?
        public let device: String
        public let person: String
        public let verdict: Verdict?
    }

    /// Every op on a record that this replica holds, own ones included, in the order of the feed; pending and refused ones
    /// last. What happened before the replica's snapshot is known to the server only.
    public func history(of ref: RecordRef) throws -> [Past] {
        let own = try own()
        var past: [Past] = []
        var fed: Set<Dot> = []
        for entry in try store.entries(of: ref) {
            let actor = try store.actor(number: entry.actor)
            fed.insert(Dot(actor.incarnation, entry.k))
            past.append(
                Past(
                    dot: Dot(actor.incarnation, entry.k), op: try Op(decoding: entry.op), position: entry.position,
                    receivedAt: entry.receivedAt,
                    device: actor.device, person: actor.person, verdict: nil))
        }
        for row in try store.ownOps(of: ref) {
            let actor = row.actor == own.number ? own : try store.actor(number: row.actor)
            let verdict = try store.verdict(actor: row.actor, k: row.k)
            // An op of an earlier life comes back in the feed as another's; one that was written anew is told under its new dot.
            if fed.contains(Dot(actor.incarnation, row.k)) || verdict?.fate == .moved || verdict?.fate == .known { continue }
            past.append(
                Past(
                    dot: Dot(actor.incarnation, row.k), op: try Op(decoding: row.op),
                    position: try store.position(actor: row.actor, k: row.k),
                    receivedAt: nil, device: actor.device, person: actor.person, verdict: verdict?.fate == nil ? verdict : nil))
        }
        return past.sorted { ($0.position ?? .max, $0.dot.k) < ($1.position ?? .max, $1.dot.k) }
    }

    /// What a write replaced: the last value of the register that its writer had seen; `nil` when none is held here.
    public func replaced(by dot: Dot, field: UInt32, key: String = "", in history: [Past]) -> Value? {
        guard let write = history.first(where: { $0.dot == dot }) else { return nil }
        let seen = history.filter { past in
            past.dot != dot && past.verdict == nil
                && write.op.context.covers(past.dot, at: past.position ?? 0, writer: write.op.first == nil ? dot : nil)
        }
        for past in seen.reversed() {
            if let value = past.op.writes.first(where: { $0.field == field && $0.key == key }) { return value.value }
        }
        return nil
    }

    /// Own ops that the server has not acknowledged.
    public func pendingCount() throws -> UInt64 { try written() - own().chain.k }

    /// Own ops that the server refused, of every life, with the reason.
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
