/// Own ops beyond the folded feed. A record that has some shows them, and keeps its folded state beside, so that a refused
/// op can be taken out again and the next op from the feed can be folded in its place.
extension Replica {
    /// A record as it lies in the store, with what is known of its own ops.
    struct Held {
        let ref: RecordRef
        let area: Int
        /// What the record shows.
        var shown: RecordState
        /// Whether own ops from beyond the feed are in `shown`.
        let hasOutstanding: Bool
        /// The folded state; the same as `shown` when nothing is outstanding, empty when own ops made the record.
        var folded: RecordState
        let hasOverlay: Bool
        /// Of a record that is still shown as a branch of the feed had it: that state, without own ops on top.
        var left: RecordState?
    }

    func hold(_ ref: RecordRef, own: Actor) throws -> Held? {
        guard let stored = try store.load(ref) else { return nil }
        var shown = stored.state
        let outstanding = try locate(&shown.origins)
        let empty = RecordState(id: shown.id, kind: shown.kind)
        if try store.isStale(ref) {
            let left = try store.overlay(ref)
            return Held(
                ref: ref, area: stored.area, shown: shown, hasOutstanding: true, folded: empty, hasOverlay: left != nil, left: left ?? shown
            )
        }
        let overlay = outstanding ? try store.overlay(ref) : nil
        return Held(
            ref: ref, area: stored.area, shown: shown, hasOutstanding: outstanding, folded: overlay ?? (outstanding ? empty : shown),
            hasOverlay: overlay != nil)
    }

    /// Fills in where own ops stand in the feed by now, which is not written into each record when the feed brings them.
    ///
    /// - Returns: whether any own op is still outside the feed.
    func locate(_ origins: inout [RecordState.Origin]) throws -> Bool {
        var outstanding = false
        // Only own ops, of this life or an earlier one, are ever written without a position.
        for index in origins.indices where origins[index].position == 0 {
            let dot = origins[index].dot
            if let actor = try store.findActor(dot.incarnation), let position = try store.position(actor: actor.number, k: dot.k) {
                origins[index].position = position
            } else {
                outstanding = true
            }
        }
        return outstanding
    }

    /// The record's own ops, of every life, that are neither in the folded feed nor refused nor written anew in a later life.
    func outstandingOps(of ref: RecordRef) throws -> [(dot: Dot, op: Op)] {
        var result: [(Dot, Op)] = []
        for row in try store.ownOps(of: ref) {
            guard let dot = try outstandingDot(of: row) else { continue }
            var op = try Op(decoding: row.op)
            let written = Dot(try store.actor(number: row.actor).incarnation, row.k)
            if dot != written {
                op.first = op.first ?? written
                for earlier in result { op.context.vector.insert(earlier.0) }
            }
            result.append((dot, op))
        }
        return result
    }

    /// The dot under which the feed will bring an own op that it has not brought yet; `nil` when it has, or when none will.
    func outstandingDot(of row: OwnOp) throws -> Dot? {
        guard try row.k > store.settled(area: row.area, actor: row.actor) else { return nil }
        if let verdict = try store.verdict(actor: row.actor, k: row.k) {
            guard let dot = verdict.knownDot else { return nil }
            let actor = try store.findActor(dot.incarnation)
            return try actor.flatMap { try store.position(actor: $0.number, k: dot.k) } == nil ? dot : nil
        }
        guard try store.position(actor: row.actor, k: row.k) == nil else { return nil }
        return Dot(try store.actor(number: row.actor).incarnation, row.k)
    }

    /// Shows anew what a record has, after an own op was refused or written under another dot.
    func reshow(_ held: Held, area: AreaState, own: Actor) throws {
        guard let left = held.left else { return try put(held.folded, over: held, area: area, own: own) }
        var shown = left
        for (dot, op) in try outstandingOps(of: held.ref) { shown.fold(op, dot: dot, position: 0) }
        try store.update(held.ref, shown, area: area.number)
    }

    /// Stores a new folded state of a record, and what it then shows.
    func put(_ folded: RecordState, over held: Held, area: AreaState, own: Actor) throws {
        try store.clearStale(held.ref)
        let outstanding = held.hasOutstanding ? try outstandingOps(of: held.ref) : []
        if outstanding.isEmpty {
            try store.update(held.ref, folded, area: folded.isEmpty ? 0 : area.number)
            if held.hasOverlay { try store.setOverlay(held.ref, nil) }
            return
        }
        var shown = folded
        for (dot, op) in outstanding { shown.fold(op, dot: dot, position: 0) }
        try store.update(held.ref, shown, area: area.number)
        if !folded.isEmpty || held.hasOverlay { try store.setOverlay(held.ref, folded) }
    }
}
