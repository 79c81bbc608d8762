/// Where ops are that the server has under another dot than they were first written under.
extension SyncService {
    /// Where an op is from now on that was given another dot: in a feed, or in the quarantine.
    func remember(_ op: Op, as dot: Dot) throws {
        guard let first = op.first else { return }
        let place = op.place(at: first)
        // Several copies may bring it, and each be refused under a dot of its own.
        if let before = try store.redotted(first: first, identity: place), before != dot {
            try store.saveRedotted(first: dot, identity: place, as: before)
        }
        try store.saveRedotted(first: first, identity: op.identity, as: dot)
        try store.saveRedotted(first: first, identity: place, as: dot)
    }

    /// Every dot under which an op has come.
    private func dots(of op: Op, first: Dot) throws -> [Dot] {
        let place = op.place(at: first)
        var dots = [first]
        for start in [try store.redotted(first: first, identity: op.identity), try store.redotted(first: first, identity: place)] {
            try follow(from: start, place: place, into: &dots)
        }
        return dots
    }

    /// The dots that were noted one behind the other for one op.
    func follow(from start: Dot?, place: [UInt8], into dots: inout [Dot]) throws {
        var next = start
        while let dot = next, !dots.contains(dot) {
            dots.append(dot)
            next = try store.redotted(first: dot, identity: place)
        }
    }

    /// An op that was in a feed before its writer lost the right to it may come twice to a server that was put back: from the writer, and
    /// be refused, and from others, and be proven or believed. Then it is applied, and the refusal was none.
    func liftRefusal(of op: Op, as now: Dot) throws {
        guard let first = op.first else { return }
        let place = op.place(at: first)
        for dot in try dots(of: op, first: first) {
            guard let actor = try store.findActor(dot.incarnation), let bytes = try store.op(actor: actor.number, k: dot.k),
                try store.verdict(actor: actor.number, k: dot.k) != nil, try Op(decoding: bytes).place(at: dot) == place
            else { continue }
            try store.save(Verdict(known: KnownOp(now), k: dot.k, at: replica.now()), actor: actor.number, op: bytes)
        }
    }

    /// Under which dot an op that was first written under another stands in a feed; `nil` when it does not.
    func placed(_ past: PastOp, on record: RecordID) throws -> Dot? {
        if let dot = try store.redotted(first: past.first, identity: past.place(on: record)), try isInFeed(dot) { return dot }
        guard try isInFeed(past.first), let actor = try store.findActor(past.first.incarnation),
            let bytes = try store.op(actor: actor.number, k: past.first.k)
        else { return nil }
        let op = try Op(decoding: bytes)
        return op.record == record && op.deviceTime == past.deviceTime ? past.first : nil
    }

    func placed(_ op: Op, at dot: Dot) throws -> Dot? {
        try placed(PastOp(first: op.first ?? dot, deviceTime: op.deviceTime), on: op.record)
    }

    func isInFeed(_ dot: Dot) throws -> Bool {
        guard let actor = try store.findActor(dot.incarnation) else { return false }
        return try store.position(actor: actor.number, k: dot.k) != nil
    }
}
