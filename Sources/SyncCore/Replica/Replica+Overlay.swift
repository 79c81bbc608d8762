/// Own ops beyond the folded feed. A record that has some shows them, and keeps its folded state beside, so that a refused
/// op can be taken out again and the next op from the feed can be folded in its place.
extension Replica {
    /// A record as it lies in the store, with what is known of its own ops.
    struct Held {
        let ref: RecordRef
        /// The area in which it is shown; 0 for none.
        let area: Int
        /// What the record shows.
        var shown: RecordState
        /// Whether own ops from beyond the feed are in `shown`.
        let hasOutstanding: Bool
        /// The folded state; the same as `shown` when nothing is outstanding, empty when own ops made the record.
        var folded: RecordState
        /// The area in whose feed the folded state is; another than `area` while an own move is outstanding, 0 for none.
        let home: Int
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
                ref: ref, area: stored.area, shown: shown, hasOutstanding: true, folded: empty, home: left?.area ?? stored.area,
                hasOverlay: left != nil, left: left?.state ?? shown)
        }
        let overlay = outstanding ? try store.overlay(ref) : nil
        return Held(
            ref: ref, area: stored.area, shown: shown, hasOutstanding: outstanding,
            folded: overlay?.state ?? (outstanding ? empty : shown), home: overlay?.area ?? (outstanding ? 0 : stored.area),
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

    /// An own op that the folded state lacks.
    struct Outstanding {
        let dot: Dot
        let op: Op
        /// Written out, in place of the op's own, where the record has moved since.
        let context: Context?
        let row: OwnOp

        /// Shows it on top of what is there. Positions of another area's feed mean nothing to it.
        ///
        /// - Parameter home: in whose feed what is there stands; 0 for none.
        func fold(into shown: inout RecordState, in home: Int) {
            let isAtHome = home == 0 || home == row.area
            shown.fold(op, context: context ?? (isAtHome ? nil : Context(vector: op.context.vector)), dot: dot, position: 0)
        }
    }

    /// The record's own ops, of every life, that are neither in the folded feed nor refused nor written anew in a later life.
    func outstandingOps(of ref: RecordRef) throws -> [Outstanding] {
        var result: [Outstanding] = []
        for row in try store.ownOps(of: ref) {
            guard let dot = try outstandingDot(of: row) else { continue }
            var op = try Op(decoding: row.op)
            var context = try row.context.map { try Context(decoding: $0) }
            let written = Dot(try store.actor(number: row.actor).incarnation, row.k)
            if dot != written {
                op.first = op.first ?? written
                for earlier in result {
                    op.context.vector.insert(earlier.dot)
                    context?.vector.insert(earlier.dot)
                }
            }
            result.append(Outstanding(dot: dot, op: op, context: context, row: row))
        }
        return result
    }

    /// The dot under which the feed will bring an own op that it has not brought yet; `nil` when it has, or when none will.
    func outstandingDot(of row: OwnOp) throws -> Dot? {
        guard try row.k > store.settled(area: row.area, actor: row.actor) else { return nil }
        if let verdict = try store.verdict(actor: row.actor, k: row.k) {
            guard let known = verdict.knownOp, try !isInSnapshot(known) else { return nil }
            let actor = try store.findActor(known.dot.incarnation)
            return try actor.flatMap { try store.position(actor: $0.number, k: known.dot.k) } == nil ? known.dot : nil
        }
        guard try store.position(actor: row.actor, k: row.k) == nil else { return nil }
        return Dot(try store.actor(number: row.actor).incarnation, row.k)
    }

    /// Whether an area began here with a snapshot that has the op: then no feed brings it any more.
    func isInSnapshot(_ known: KnownOp) throws -> Bool {
        guard known.position > 0, let area = try store.area(known.area) else { return false }
        return known.position <= area.standingFloor
    }

    /// Shows anew what a record has, after an own op was refused or written under another dot.
    func reshow(_ held: Held, own: Actor) throws {
        guard let left = held.left else {
            return try put(held.folded, over: held, area: try area(number: held.home), own: own)
        }
        try show(left, in: held.home, with: try outstandingOps(of: held.ref), of: held.ref)
    }

    private func show(_ folded: RecordState, in home: Int, with outstanding: [Outstanding], of ref: RecordRef) throws {
        var shown = folded
        var place = home > 0 ? home : outstanding.first?.row.area ?? 0
        for own in outstanding {
            own.fold(into: &shown, in: home)
            if !own.op.toArea.isEmpty { place = try store.area(own.op.toArea)?.number ?? place }
        }
        try store.update(ref, shown, area: place)
    }

    /// Stores a new folded state of a record, and what it then shows.
    ///
    /// - Parameters:
    ///   - area: in whose feed the folded state is; of no account for an empty one.
    ///   - moved: own ops may be outstanding that nothing shows, because the record was in no area.
    func put(_ folded: RecordState, over held: Held, area: AreaState?, own: Actor, moved: Bool = false) throws {
        try store.clearStale(held.ref)
        let home = folded.isEmpty ? 0 : area?.number ?? 0
        var outstanding = held.hasOutstanding || moved ? try outstandingOps(of: held.ref) : []
        // A record that is gone shows nothing: what was written on it is no record of its own. And what came in with the record's
        // other values, from another feed, is not outside any more.
        if folded.isEmpty, folded.moves > 0 { outstanding = [] }
        outstanding.removeAll { own in folded.origins.contains { $0.dot == own.dot } }
        if outstanding.isEmpty {
            try store.update(held.ref, folded, area: home)
            if held.hasOverlay { try store.setOverlay(held.ref, nil) }
            return
        }
        try show(folded, in: home, with: outstanding, of: held.ref)
        if !folded.isEmpty || held.hasOverlay { try store.setOverlay(held.ref, StoredRecord(area: home, state: folded)) }
    }
}
