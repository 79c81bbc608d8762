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
    }

    func hold(_ ref: RecordRef, own: Actor) throws -> Held? {
        guard let stored = try store.load(ref) else { return nil }
        var shown = stored.state
        let outstanding = try locate(&shown.origins)
        let overlay = outstanding ? try store.overlay(ref) : nil
        let empty = RecordState(id: shown.id, kind: shown.kind)
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
        let row: OwnOp

        /// Shows it on top of what is there.
        func fold(into shown: inout RecordState) throws {
            shown.fold(op, context: try row.context.map { try Context(decoding: $0) }, dot: dot, position: 0)
        }
    }

    /// The record's own ops, of every life, that are neither in the folded feed nor refused nor written anew in a later life.
    ///
    /// - Parameter area: where the record is; a snapshot of it says up to which own op it is whole.
    func outstandingOps(of ref: RecordRef, area: AreaState?, own: Actor) throws -> [Outstanding] {
        var result: [Outstanding] = []
        for row in try store.ownOps(of: ref) {
            if row.actor == own.number, row.k <= area?.ownInSnapshot ?? 0 { continue }
            if try store.position(actor: row.actor, k: row.k) != nil { continue }
            if try store.verdict(actor: row.actor, k: row.k) != nil { continue }
            let dot = Dot(try store.actor(number: row.actor).incarnation, row.k)
            result.append(Outstanding(dot: dot, op: try Op(decoding: row.op), row: row))
        }
        return result
    }

    /// Stores a new folded state of a record, and what it then shows.
    ///
    /// - Parameters:
    ///   - area: in whose feed the folded state is; of no account for an empty one.
    ///   - moved: own ops may be outstanding that nothing shows, because the record was in no area.
    func put(_ folded: RecordState, over held: Held, area: AreaState?, own: Actor, moved: Bool = false) throws {
        let home = folded.isEmpty ? 0 : area?.number ?? 0
        var outstanding = held.hasOutstanding || moved ? try outstandingOps(of: held.ref, area: area, own: own) : []
        // A record that is gone shows nothing: what was written on it is no record of its own. And what came in with the record's
        // other values, from another feed, is not outside any more.
        if folded.isEmpty, folded.moves > 0 { outstanding = [] }
        outstanding.removeAll { own in folded.origins.contains { $0.dot == own.dot } }
        guard let first = outstanding.first else {
            try store.update(held.ref, folded, area: home)
            if held.hasOverlay { try store.setOverlay(held.ref, nil) }
            return
        }
        var shown = folded
        var place = home > 0 ? home : first.row.area
        for own in outstanding {
            try own.fold(into: &shown)
            if !own.op.toArea.isEmpty { place = try store.area(own.op.toArea)?.number ?? place }
        }
        try store.update(held.ref, shown, area: place)
        if !folded.isEmpty || held.hasOverlay { try store.setOverlay(held.ref, StoredRecord(area: home, state: folded)) }
    }
}
