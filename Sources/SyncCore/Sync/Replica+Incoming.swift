/// What applying a reply did, for the session to go on from and for a person to read.
public struct Applied: Sendable, Equatable {
    public var acknowledged: UInt64 = 0
    public var refused = 0
    public var received = 0
    public var records = 0
    public var repaired = 0
    /// Areas whose snapshot or feed goes on.
    public var unfinished: [String] = []
    /// Areas whose digest differs from the server's, at the head.
    public var differing: [String] = []
    /// Of a probe: the buckets that differ.
    public var buckets: [String: [UInt8]] = [:]
    public var closed: [String] = []
    /// How many areas came to be held, empty ones too.
    public var opened = 0
    /// Areas that were closed and are handed in: how many records of each were taken off this replica.
    public var released: [String: Int] = [:]
    /// This life was retired, and what was pending had to be handed in first.
    public var isRetired = false
    /// It is over: the replica goes on under a new one, with nothing held.
    public var isRenewed = false
    /// Own ops that are still to go.
    public var pending: UInt64 = 0
    /// Own ops came back in a feed.
    public var hasFoldedOwn = false

    public init() {}
}

extension Replica {
    /// Applies a reply to the request it answers, in one transaction: what it brings, the new cursors and the
    /// acknowledgement.
    ///
    /// - Throws: `sync.stale` when the replica has moved on since it asked (another process synced): nothing is changed, ask
    ///   again. `sync.server` when the reply does not fit the request.
    public func apply(_ reply: SyncReply, to request: SyncRequest) throws -> Applied {
        try store.transaction {
            let own = try own()
            try checkUnmoved(since: request, own: own)
            var applied = Applied()
            if try epoch() == nil { try store.setFact(.epoch, reply.epoch.bytes) }
            guard try epoch() == reply.epoch else { throw SyncError.server("it answers from another epoch") }
            for name in reply.actors {
                var actor = try store.actor(name.incarnation)
                if actor.device != name.device || actor.person != name.person {
                    actor.device = name.device
                    actor.person = name.person
                    try store.save(actor)
                }
            }
            try acknowledge(reply, request, &applied)
            guard Set(reply.areas.map(\.area)).count == reply.areas.count else { throw SyncError.server("it answers an area twice") }
            for page in reply.areas {
                guard let cursor = request.areas.first(where: { $0.area == page.area }) else {
                    throw SyncError.server("it sends an area that was not asked for")
                }
                try apply(page, cursor, &applied)
            }
            for granted in reply.granted { try grant(granted) }
            if !reply.renews { try reopen(request.areas.map(\.area), besides: reply.areas.map(\.area)) }
            applied.pending = try written() - (try self.own().chain.k)
            if reply.renews { try retire(&applied) }
            try releaseClosedAreas(&applied)
            return applied
        }
    }

    /// Whether another process wrote or synced since the request was made. The server then knows more of this replica than the
    /// request says, and calls that a fork.
    public func hasMoved(since request: SyncRequest) throws -> Bool {
        try store.reading { try own().chain.k != request.base || written() != request.written }
    }

    /// Lets the snapshots that are under way start again: the server does not know any more where they were.
    public func restartSnapshots() throws {
        try store.transaction {
            for var area in try store.areas() {
                guard case .seeding = area.stage else { continue }
                area.stage = .new
                try store.save(area)
            }
        }
    }

    /// An area that came, or came back.
    private func grant(_ granted: GrantedArea) throws {
        var area = try ensureArea(granted.code, name: granted.name)
        area.name = granted.name
        area.stage = area.holding
        try store.save(area)
    }

    /// Of a closed area that was asked after the server says again that it is closed; unless it is not any more.
    private func reopen(_ asked: [String], besides told: [String]) throws {
        for code in asked where !told.contains(code) {
            guard var area = try store.area(code), area.stage == .closed else { continue }
            area.stage = area.holding
            try store.save(area)
        }
    }

    static let stale = SyncError(
        "sync.stale", "The replica changed while the server was asked; the answer was not applied.", hint: "Sync again.", retry: .now)

    private func checkUnmoved(since request: SyncRequest, own: Actor) throws {
        guard own.incarnation == request.incarnation, own.chain.k == request.base, try epoch() == request.epoch else { throw Self.stale }
        for cursor in request.areas {
            guard let area = try store.area(cursor.area) else { throw Self.stale }
            let isSame =
                switch (cursor.want, area.holding) {
                case (.seed, .new): true
                case (.resume(let token), .seeding(_, _, let resume)): token == resume
                case (.feed(let position), .live), (.probe(let position), .live), (.buckets(let position, _), .live):
                    position == area.position
                default: false
                }
            guard isSame else { throw Self.stale }
        }
    }

    /// The chain is computed over what was sent and compared: the server has these very ops.
    private func acknowledge(_ reply: SyncReply, _ request: SyncRequest, _ applied: inout Applied) throws {
        var own = try own()
        let before = own.chain.k
        guard reply.acknowledged >= before, reply.acknowledged <= before + UInt64(request.ops.count) else {
            throw SyncError.server("it acknowledges ops that were not sent")
        }
        var sent = request.ops.prefix(Int(reply.acknowledged - before))
        try store.ownOps(after: before, actor: own.number) { row in
            // What was sent may not be what lies here: the file was put back while the server was asked.
            guard let op = sent.popFirst(), op == row.op else { return false }
            own.chain.append(op)
            return !sent.isEmpty
        }
        guard own.chain.k == reply.acknowledged else { throw Self.stale }
        guard reply.acknowledgedHash == own.chain.hash else { throw SyncError.server("it acknowledges other ops than were sent") }
        try store.save(own)
        applied.acknowledged = own.chain.k - before
        for verdict in reply.verdicts where verdict.k > before && verdict.k <= own.chain.k {
            try refuse(verdict, own: own)
            if !verdict.isOfIdentity { applied.refused += 1 }
        }
    }

    private func apply(_ page: AreaPage, _ cursor: AreaCursor, _ applied: inout Applied) throws {
        guard var area = try store.area(page.area) else { return }
        if !page.name.isEmpty { area.name = page.name }
        if page.isClosed {
            if area.stage == .closed { return }
            area.stage = .closed
            try store.save(area)
            applied.closed.append(area.code)
            return
        }
        let own = try own()
        if case .probe = cursor.want {
            applied.buckets[area.code] = try differingBuckets(page, &area, &applied)
            return
        }
        if case .buckets = cursor.want {
            try repair(page, &area, own: own, &applied)
            return
        }
        try page.isSnapshot ? seed(page, cursor, &area, own: own, &applied) : follow(page, cursor, &area, own: own, &applied)
        try finishTakingAnew(&area, page, own: own)
        try checkHead(page, &area, &applied)
        try store.save(area)
    }

    /// An area that is taken anew is whole: what the server did not send of the records that were shown till now is not its.
    private func finishTakingAnew(_ area: inout AreaState, _ page: AreaPage, own: Actor) throws {
        guard area.anchor != nil, area.stage == .live, area.position == page.head || page.isSnapshot else { return }
        for ref in try store.staleRecords(area: area.number) {
            guard let held = try hold(ref, own: own) else { continue }
            try put(held.folded, over: held, area: area, own: own)
        }
        area.anchor = nil
    }

    private func seed(_ page: AreaPage, _ cursor: AreaCursor, _ area: inout AreaState, own: Actor, _ applied: inout Applied) throws {
        var position = page.to
        var chain = FeedChain(hash: page.chain)
        if case .seeding(let known, let start, _) = area.stage {
            position = known
            chain = start
        } else {
            guard cursor.want == .seed else { throw SyncError.server("it sends a snapshot that was not asked for") }
            try store.settle(area: area.number, actor: own.number, through: page.own)
            try settleEarlierLives(in: area, own: own)
            for mark in page.marks where mark.position < position { try store.addFeedMark(area: area.number, mark) }
        }
        for record in page.records { try adopt(record, into: &area, own: own) }
        applied.records += page.records.count
        if page.resume.isEmpty {
            area.position = position
            area.chain = chain
            area.stage = .live
            applied.opened += 1
            area.floor = position
            try store.addFeedMark(area: area.number, FeedMark(position: position, chain: chain))
            if position < page.head { applied.unfinished.append(area.code) }
        } else {
            area.stage = .seeding(position: position, chain: chain, resume: page.resume)
            applied.unfinished.append(area.code)
        }
    }

    private func follow(_ page: AreaPage, _ cursor: AreaCursor, _ area: inout AreaState, own: Actor, _ applied: inout Applied) throws {
        switch cursor.want {
        case .seed: guard page.from == 0 else { throw SyncError.server("it starts a feed in the middle") }
        default: guard page.from == area.position else { throw SyncError.server("it goes on from another position") }
        }
        if area.stage != .live { applied.opened += 1 }
        area.stage = .live
        for entry in page.entries { try follow(entry, into: &area, own: own, &applied) }
        guard area.position == page.to else { throw SyncError.server("a page does not end where it says") }
        if page.to < page.head { applied.unfinished.append(area.code) }
    }

    /// At the head: the chain must be the one the server signs, and the digests equal (I9).
    private func checkHead(_ page: AreaPage, _ area: inout AreaState, _ applied: inout Applied) throws {
        guard area.stage == .live, area.position == page.head else { return }
        if !page.chain.isEmpty, !page.isSnapshot || area.position == page.to {
            guard page.chain == area.chain.hash else {
                throw SyncError.server("the feed of \(area.code) is not the one that was signed")
            }
            if let key = try store.fact(.serverKey), let epoch = try epoch(), !page.signature.isEmpty {
                let head = FeedHead(epoch: epoch, area: area.code, position: area.position, chain: page.chain)
                guard HeadSigner.isValid(page.signature, of: head, publicKey: key) else {
                    throw SyncError.server("the signature over the feed of \(area.code) is wrong")
                }
                area.proof = HeadProof(epoch: epoch, position: area.position, signature: page.signature)
            }
        }
        area.note(page.digest, &applied)
    }
}

extension AreaState {
    /// Remembers whether the server's digest is another one, until it is not: a sync that breaks off must not forget.
    mutating func note(_ digest: Digest?, _ applied: inout Applied) {
        guard let digest else { return }
        differs = digest != self.digest
        if differs { applied.differing.append(code) }
    }
}

extension SyncError {
    /// The server said something that cannot be.
    static func server(_ what: String) -> SyncError {
        SyncError(
            "sync.server", "The server's answer does not fit: \(what). Nothing was changed; the work on this device is safe.",
            hint: "Tell the administrator.", retry: .later, status: 502)
    }
}
