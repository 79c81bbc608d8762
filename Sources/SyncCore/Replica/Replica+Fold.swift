/// Folding what the feed brings. All replicas fold the same feed, so they are equal by construction (I1).
extension Replica {
    /// Folds an op that another incarnation wrote, at the area's next position, and keeps it for the history.
    ///
    /// - Parameters:
    ///   - more: ops of its transaction still to come, when others of it are here already.
    ///   - isAbsent: the record was looked up already, and is not here.
    func fold(
        _ bytes: [UInt8], _ op: Op, by actor: Actor, k: UInt64, into area: inout AreaState, own: Actor, receivedAt: Int64,
        more: UInt32? = nil, isAbsent: Bool = false
    ) throws {
        let dot = Dot(actor.incarnation, k)
        let position = area.position + 1
        let ref: RecordRef
        let found = isAbsent ? nil : try store.find(op.record, kind: op.kind)
        let held = try found.flatMap { try hold($0, own: own) }
        // Before anything is stored, and after it was looked up: an op of an earlier life of this replica counts as folded from here.
        try store.extendRun(area: area.number, position: position, actor: actor.number, k: k)
        if let known = found, var held {
            ref = known
            if position > held.folded.sequence {
                area.digest -= held.folded.digest()
                held.folded.fold(op, dot: dot, position: position)
                area.digest += held.folded.digest()
                try put(held.folded, over: held, area: area, own: own)
            }
        } else {
            var state = RecordState(id: op.record, kind: op.kind)
            state.fold(op, dot: dot, position: position)
            area.digest += state.digest()
            ref = try store.insert(state, area: area.number)
        }
        try store.appendFeed(
            FeedEntry(
                area: area.number, position: position, record: ref, actor: actor.number, k: k, more: more ?? op.more,
                receivedAt: receivedAt,
                op: bytes))
        try advance(&area, dot, bytes)
    }

    /// How many positions lie between two marks.
    static let markSpacing: UInt64 = 64

    private func advance(_ area: inout AreaState, _ dot: Dot, _ bytes: [UInt8]) throws {
        area.position += 1
        area.chain.append(dot, bytes)
        if area.position % Self.markSpacing == 0 {
            try store.addFeedMark(area: area.number, FeedMark(position: area.position, chain: area.chain))
        }
    }

    /// Folds an own op that has come back in the feed. What the record shows stays as it is: the op was in it already.
    func fold(own row: OwnOp, into area: inout AreaState, own: Actor) throws {
        guard row.area == area.number else { throw SyncError.wire("the feed of \(area.code) brings an own op of another area") }
        let position = area.position + 1
        let dot = Dot(own.incarnation, row.k)
        guard var shown = try store.loadOrigins(row.record) else {
            throw SyncError("storage.damaged", "The record of own op \(row.k) is gone.", hint: "Run `verify`.", status: 500)
        }
        let isStale = try store.isStale(row.record)
        let wasOutside = try locate(&shown.origins) || isStale
        try store.extendRun(area: area.number, position: position, actor: own.number, k: row.k)
        // Otherwise a snapshot brought it already.
        if wasOutside {
            // The folded state is beside what is shown; or there is none: own ops made the record.
            let overlay = isStale ? nil : try store.overlay(row.record)
            var folded = overlay ?? RecordState(id: shown.id, kind: row.record.kind)
            if position > folded.sequence {
                area.digest -= folded.digest()
                folded.fold(try Op(decoding: row.op), dot: dot, position: position)
                area.digest += folded.digest()
            }
            if isStale, let held = try hold(row.record, own: own) {
                try put(folded, over: held, area: area, own: own)
            } else if try locate(&shown.origins) {
                try store.setOverlay(row.record, folded)
            } else if overlay != nil {
                try store.setOverlay(row.record, nil)
            }
        }
        try advance(&area, dot, row.op)
    }

    /// Takes a record from a snapshot, or from a repair, as the folded state.
    func adopt(_ state: RecordState, into area: inout AreaState, own: Actor) throws {
        area.digest += state.digest()
        guard let ref = try store.find(state.id, kind: state.kind), let held = try hold(ref, own: own) else {
            _ = try store.insert(state, area: area.number)
            return
        }
        if held.area == area.number { area.digest -= held.folded.digest() }
        try put(state, over: held, area: area, own: own)
    }

    /// Takes a refused op out of what its record shows, and remembers why.
    func refuse(_ verdict: Verdict, own: Actor) throws {
        if try store.verdict(actor: own.number, k: verdict.k) != nil { return }
        try store.save(verdict, actor: own.number, op: nil)
        var row: OwnOp?
        try store.ownOps(after: verdict.k - 1, actor: own.number) { op in
            row = op
            return false
        }
        guard let row, row.k == verdict.k, let held = try hold(row.record, own: own), held.hasOutstanding else { return }
        guard let area = try store.areas().first(where: { $0.number == row.area }) else { return }
        try reshow(held, area: area, own: own)
    }
}
