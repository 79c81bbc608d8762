/// Records that leave an area and enter another, as a device folds it. The two feeds may come in any order: how often the
/// record has moved tells which of them is ahead (I12).
extension Replica {
    /// A record is gone from the area.
    func fold(left bytes: [UInt8], into area: inout AreaState, own: Actor) throws -> FeedEntry {
        let departure = try Departure(decoding: bytes)
        let gone = RecordState(id: departure.id, kind: departure.kind).gone(moves: departure.moves)
        let ref: RecordRef
        if let known = try store.find(departure.id, kind: departure.kind), let held = try hold(known, own: own) {
            ref = known
            let isHere = held.home == area.number || held.folded.isEmpty
            if isHere, held.folded.moves < departure.moves {
                try writeOut(held, own: own)
                area.digest -= held.folded.digest()
                try put(gone, over: held, area: area, own: own)
            }
        } else {
            ref = try store.insert(gone, area: 0)
        }
        try advance(&area, .left, nil, [], bytes)
        return FeedEntry(
            area: area.number, position: area.position, record: ref, actor: 0, k: 0, more: 0, receivedAt: now(), op: [], form: .left,
            extra: bytes)
    }

    /// A record came into the area.
    ///
    /// - Parameters:
    ///   - move: the op that moved it and its bytes; `nil` when it came back after it was collected.
    ///   - through: own ops on it up to this k are in it, or refused.
    func fold(
        entered bytes: [UInt8], by move: (dot: Dot, op: [UInt8])?, ownThrough through: UInt64, into area: inout AreaState, own: Actor
    ) throws -> FeedEntry {
        let state = try WholeRecord.decode(bytes)
        let position = area.position + 1
        guard state.origins.allSatisfy({ $0.position == position }) else {
            throw SyncError.wire("a record that entered names another position than its own")
        }
        let found = try store.find(state.id, kind: state.kind)
        let held = try found.flatMap { try hold($0, own: own) }
        let actor = try move.map { try store.actor($0.dot.incarnation) }
        if let move, let actor { try store.extendRun(area: area.number, position: position, actor: actor.number, k: move.dot.k) }
        let ref: RecordRef
        if let held {
            ref = held.ref
            try settleOwn(of: ref, through: through, own: own)
            let isKnown = held.folded.moves == state.moves && !held.folded.isEmpty
            try replace(held, with: state, in: &area, own: own, when: state.moves >= held.folded.moves && !isKnown)
        } else {
            area.digest += state.digest()
            ref = try store.insert(state, area: area.number)
        }
        try advance(&area, .entered, move?.dot, move?.op ?? [], bytes)
        let isOwn = actor?.number == own.number
        return FeedEntry(
            area: area.number, position: position, record: ref, actor: actor?.number ?? 0, k: move?.dot.k ?? 0, more: 0,
            receivedAt: now(), op: isOwn ? [] : move?.op ?? [], form: .entered, extra: bytes)
    }

    /// Takes a whole record in place of the folded state.
    ///
    /// - Parameter isNewer: otherwise the folded state has moved on since, and stays.
    func replace(_ held: Held, with state: RecordState, in area: inout AreaState, own: Actor, when isNewer: Bool) throws {
        guard isNewer else {
            if held.hasOutstanding { try reshow(held, own: own) }
            return
        }
        if state.moves != held.folded.moves { try writeOut(held, own: own) }
        if held.home == area.number {
            area.digest -= held.folded.digest()
        } else if var other = try self.area(number: held.home) {
            other.digest -= held.folded.digest()
            try store.save(other)
        }
        area.digest += state.digest()
        try put(state, over: held, area: area, own: own, moved: true)
    }

    /// Before the positions that they were written at lose their meaning: what the writers of own ops, which the feed has not
    /// brought back, had seen of the record.
    private func writeOut(_ held: Held, own: Actor) throws {
        guard !held.folded.isEmpty else { return }
        for outstanding in try outstandingOps(of: held.ref) where outstanding.row.context == nil {
            // Where the feed is folded once more, its writer has been further than it is now: the positions hold.
            if try outstanding.op.context.seen > area(number: outstanding.row.area)?.position ?? 0 { continue }
            let origin = RecordState.Origin(
                dot: outstanding.dot, position: 0, context: outstanding.op.context, deviceTime: outstanding.op.deviceTime,
                first: outstanding.op.first)
            var context = Context(vector: outstanding.op.context.vector)
            context.vector.join(held.folded.seen(by: origin))
            try store.setContext(context.encode(), ofOwn: outstanding.row.k, actor: outstanding.row.actor)
        }
    }
}
