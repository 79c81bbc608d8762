/// What was written on a record, and what each write replaced.
extension Replica {
    /// One op of a record's history.
    public struct Past: Sendable {
        public let dot: Dot
        public let op: Op
        /// Where it stands in its area's feed; `nil` while it is pending, or when it was refused.
        public let position: UInt64?
        /// When this replica received it, in milliseconds since 1970 by its own clock; `nil` for own ops.
        public let receivedAt: Int64?
        public let device: String
        public let person: String
        public let verdict: Verdict?
        /// How often the record had moved when it came.
        let moves: UInt64
        /// What its writer had seen.
        let context: Context

        /// Whether its writer had another write on the record in sight, and that one counts.
        public func saw(_ past: Past) -> Bool {
            // Who wrote on it in one area had seen what came with it from the areas before.
            past.dot != dot && past.verdict == nil
                && (past.moves < moves || context.covers(past.dot, at: past.position ?? 0, writer: op.first == nil ? dot : nil))
        }
    }

    /// Every op on a record that this replica holds, own ones included, area after area in which it was and in the order of their
    /// feeds; pending and refused ones last. What happened before the replica's snapshot is known to the server only.
    public func history(of ref: RecordRef) throws -> [Past] {
        let entries = try store.entries(of: ref)
        let stays = try entries.filter { $0.form == .entered }.map { ($0, try WholeRecord.decode($0.extra).moves) }
        func moves(_ area: Int, _ position: UInt64) -> UInt64 {
            stays.filter { $0.0.area == area && $0.0.position <= position }.map(\.1).max() ?? 0
        }
        var past: [Past] = []
        // Entries without an op's bytes are those in which a record left, came back, or was moved by an own op.
        for entry in entries where !entry.op.isEmpty {
            let actor = try store.actor(number: entry.actor)
            let op = try Op(decoding: entry.op)
            past.append(
                Past(
                    dot: Dot(actor.incarnation, entry.k), op: op, position: entry.position, receivedAt: entry.receivedAt,
                    device: actor.device, person: actor.person, verdict: nil, moves: moves(entry.area, entry.position),
                    context: entry.form == .late ? try Context(decoding: entry.extra) : op.context))
        }
        let now = try store.load(ref)?.state.moves ?? 0
        for row in try store.ownOps(of: ref) {
            let actor = try store.actor(number: row.actor)
            let op = try Op(decoding: row.op)
            let dot = Dot(actor.incarnation, row.k)
            // Of an earlier life: it came back in the feed as another's.
            if past.contains(where: { $0.dot == dot }) { continue }
            var verdict = try store.verdict(actor: row.actor, k: row.k)
            if let fate = verdict?.fate {
                // Its other dot is listed, or it came in with the record.
                let identity = op.identity(at: dot, bytes: row.op)
                if fate == .moved || past.contains(where: { $0.op.identity == identity }) { continue }
                verdict = nil
            }
            let position = try store.position(actor: row.actor, k: row.k)
            let area = try store.area(actor: row.actor, k: row.k)
            past.append(
                Past(
                    dot: dot, op: op, position: position, receivedAt: nil, device: actor.device,
                    person: actor.person, verdict: verdict,
                    moves: area.map { moves($0, position ?? 0) } ?? now,
                    context: try row.context.map { try Context(decoding: $0) } ?? op.context))
        }
        return past.sorted { left, right in
            (left.position == nil ? .max : left.moves, left.position ?? .max, left.dot.k)
                < (right.position == nil ? .max : right.moves, right.position ?? .max, right.dot.k)
        }
    }

    /// What a write replaced: the last value of the register that its writer had seen; `nil` when none is held here.
    public func replaced(by dot: Dot, field: UInt32, key: String = "", in history: [Past]) -> Value? {
        guard let write = history.first(where: { $0.dot == dot }) else { return nil }
        let seen = history.filter(write.saw)
        for past in seen.reversed() {
            if let value = past.op.registers.first(where: { $0.field == field && $0.key == key }) { return value.value }
        }
        return nil
    }
}
