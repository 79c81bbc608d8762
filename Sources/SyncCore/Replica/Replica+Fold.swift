/// Folding what the feed brings. All replicas fold the same feed, so they are equal by construction (I1).
extension Replica {
    /// Folds an op that another incarnation wrote, at the area's next position.
    ///
    /// - Parameters:
    ///   - context: of a late op: what its writer had seen, written out (`FeedForm.late`).
    ///   - isAbsent: the record was looked up already, and is not here.
    /// - Returns: the entry, for the caller to keep.
    func fold(
        _ bytes: [UInt8], _ op: Op, context: [UInt8]? = nil, by actor: Actor, k: UInt64, into area: inout AreaState, own: Actor,
        receivedAt: Int64, isAbsent: Bool = false
    ) throws -> FeedEntry {
        let dot = Dot(actor.incarnation, k)
        let position = area.position + 1
        let ref: RecordRef
        let found = isAbsent ? nil : try store.find(op.record, kind: op.kind)
        let held = try found.flatMap { try hold($0, own: own) }
        // Before anything is stored, and after it was looked up: an op of an earlier life of this replica counts as folded from here.
        try store.extendRun(area: area.number, position: position, actor: actor.number, k: k)
        if let known = found, var held {
            ref = known
            if takes(held, op, area), position > held.folded.sequence {
                area.digest -= held.folded.digest()
                held.folded.fold(op, context: try context.map { try Context(decoding: $0) }, dot: dot, position: position)
                area.digest += held.folded.digest()
                try put(held.folded, over: held, area: area, own: own)
            } else if held.hasOutstanding, held.home != area.number {
                try reshow(held, own: own)
            }
        } else {
            var state = RecordState(id: op.record, kind: op.kind)
            if op.creates {
                state.fold(op, context: try context.map { try Context(decoding: $0) }, dot: dot, position: position)
            }
            area.digest += state.digest()
            ref = try store.insert(state, area: state.isEmpty ? 0 : area.number)
        }
        try advance(&area, context == nil ? .op : .late, dot, bytes, context ?? [])
        return FeedEntry(
            area: area.number, position: position, record: ref, actor: actor.number, k: k, more: op.more, receivedAt: receivedAt, op: bytes,
            form: context == nil ? .op : .late, extra: context ?? [])
    }

    /// How many positions lie between two marks.
    static let markSpacing: UInt64 = 64

    /// One position further.
    func advance(_ area: inout AreaState, _ form: FeedForm, _ dot: Dot?, _ op: [UInt8], _ extra: [UInt8] = []) throws {
        area.position += 1
        area.chain.append(form, dot, op, extra)
        if area.position % Self.markSpacing == 0 {
            try store.addFeedMark(area: area.number, FeedMark(position: area.position, chain: area.chain))
        }
    }

    /// Whether an op of the area's feed goes into the record. Not when the record is elsewhere by now, or was already gone when the
    /// snapshot of the area came to it: what this op says is then in the entry that brings it back.
    private func takes(_ held: Held, _ op: Op, _ area: AreaState) -> Bool {
        held.folded.isEmpty ? held.folded.moves == 0 && op.creates : held.home == area.number
    }

    func area(number: Int) throws -> AreaState? { try store.areas().first { $0.number == number } }

    /// Folds an own op that has come back in the feed. What the record shows stays as it is: the op was in it already.
    func fold(own row: OwnOp, into area: inout AreaState, own: Actor) throws {
        guard row.area == area.number else { throw SyncError.wire("the feed of \(area.code) brings an own op of another area") }
        let position = area.position + 1
        let dot = Dot(own.incarnation, row.k)
        guard var shown = try store.loadOrigins(row.record) else { throw recordIsGone(row) }
        let isStale = try store.isStale(row.record)
        let wasOutside = try locate(&shown.origins) || isStale
        // The folded state is beside what is shown; or there is none: own ops made the record.
        let overlay = wasOutside ? try store.overlay(row.record) : nil
        let home = overlay?.area ?? (wasOutside ? area.number : shown.area)
        if isStale || home != area.number || row.context != nil { return try fold(row, context: nil, into: &area, own: own) }
        try store.extendRun(area: area.number, position: position, actor: own.number, k: row.k)
        // Otherwise a snapshot brought it already.
        if wasOutside {
            var folded = overlay?.state ?? RecordState(id: shown.id, kind: row.record.kind)
            if position > folded.sequence {
                area.digest -= folded.digest()
                folded.fold(try Op(decoding: row.op), dot: dot, position: position)
                area.digest += folded.digest()
            }
            if try locate(&shown.origins) {
                try store.setOverlay(row.record, StoredRecord(area: area.number, state: folded))
            } else if overlay != nil {
                try store.setOverlay(row.record, nil)
            }
        }
        try advance(&area, .op, dot, row.op)
    }

    private func recordIsGone(_ row: OwnOp) -> SyncError {
        SyncError("storage.damaged", "The record of own op \(row.k) is gone.", hint: "Run `verify`.", status: 500)
    }

    /// Folds an own op on a record that has moved: what others wrote decides what it covers, so what is shown is made anew.
    func fold(_ row: OwnOp, context: [UInt8]?, into area: inout AreaState, own: Actor) throws {
        guard var held = try hold(row.record, own: own) else { throw recordIsGone(row) }
        let (position, dot, op) = (area.position + 1, Dot(own.incarnation, row.k), try Op(decoding: row.op))
        try store.extendRun(area: area.number, position: position, actor: own.number, k: row.k)
        if takes(held, op, area), position > held.folded.sequence {
            area.digest -= held.folded.digest()
            held.folded.fold(op, context: try context.map { try Context(decoding: $0) }, dot: dot, position: position)
            area.digest += held.folded.digest()
            try put(held.folded, over: held, area: area, own: own)
        } else if held.hasOutstanding {
            try reshow(held, own: own)
        }
        try advance(&area, context == nil ? .op : .late, dot, row.op, context ?? [])
    }

    /// Takes a record from a snapshot, or from a repair, as the folded state.
    ///
    /// - Parameter isRepair: whatever is held; else it may be known that the record has moved on since the snapshot.
    func adopt(_ state: RecordState, into area: inout AreaState, own: Actor, isRepair: Bool = false) throws {
        guard let ref = try store.find(state.id, kind: state.kind), let held = try hold(ref, own: own) else {
            area.digest += state.digest()
            _ = try store.insert(state, area: area.number)
            return
        }
        try settleOwn(of: ref, cameWith: area)
        try replace(held, with: state, in: &area, own: own, when: isRepair || state.moves >= held.folded.moves)
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
        try reshow(held, own: own)
    }
}
