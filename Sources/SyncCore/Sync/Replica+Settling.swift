/// Own ops that are in what a replica holds, or is given, without a feed that says where they stand: none is shown over that once
/// more. An op may stand in another area's feed than the one it names, since its record had moved.
extension Replica {
    /// Before a part of a feed goes: what it brought of own ops comes again with what takes its place.
    ///
    /// - Parameter k: of this life, only ops up to this k have been handed in.
    func settleOwn(leaving area: AreaState, acknowledged k: UInt64) throws {
        let own = try own()
        for actor in try store.actors() {
            var last: UInt64 = 0
            var guests: [OwnOp] = []
            try store.ownOps(after: 0, actor: actor.number) { row in
                guard actor.number != own.number || row.k <= k else { return false }
                if row.area == area.number { last = row.k } else if try isFolded(row, in: area) { guests.append(row) }
                return true
            }
            if last > 0 { try store.settle(area: area.number, actor: actor.number, through: last) }
            for row in guests { try settle(row) }
        }
    }

    /// Whether it is the area's feed, or snapshot, that has an own op.
    private func isFolded(_ row: OwnOp, in area: AreaState) throws -> Bool {
        guard let verdict = try store.verdict(actor: row.actor, k: row.k) else {
            return try store.area(actor: row.actor, k: row.k) == area.number
        }
        guard let known = verdict.knownOp else { return false }
        if known.area == area.code, try isInSnapshot(known) { return true }
        return try store.findActor(known.dot.incarnation).map { try store.area(actor: $0.number, k: known.dot.k) } == area.number
    }

    /// A snapshot has all of an earlier life's ops that were not written anew: the server has them, or refused them.
    func settleEarlierLives(in area: AreaState, own: Actor) throws {
        for actor in try store.actors() where actor.number != own.number {
            var last: UInt64 = 0
            try store.ownOps(after: 0, actor: actor.number) { row in
                last = row.k
                return true
            }
            if last > 0 { try store.settle(area: area.number, actor: actor.number, through: last) }
        }
    }

    /// A record came whole from a snapshot: own ops on it that the snapshot has are in it, in whatever feed they stand.
    func settleOwn(of ref: RecordRef, cameWith area: AreaState) throws {
        for row in try store.ownOps(of: ref) where row.area != area.number {
            guard try row.k <= store.settled(area: area.number, actor: row.actor), try outstandingDot(of: row) != nil else { continue }
            try settle(row)
        }
    }

    /// Own ops that came to the record before it moved are in it, though the feed they stand in has not brought them back yet.
    func settleOwn(of ref: RecordRef, through k: UInt64, own: Actor) throws {
        for row in try store.ownOps(of: ref) where row.actor == own.number && row.k <= k {
            if try store.position(actor: row.actor, k: row.k) != nil { continue }
            if try store.verdict(actor: row.actor, k: row.k) != nil { continue }
            try settle(row)
        }
    }

    private func settle(_ row: OwnOp) throws {
        try store.save(Verdict(.known, k: row.k, detail: "came with its record", at: now()), actor: row.actor, op: nil)
    }
}
