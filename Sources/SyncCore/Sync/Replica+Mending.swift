/// What mending did.
public enum Mended: Sendable, Equatable {
    /// The server has what this replica thought: only an acknowledgement was lost, or the epoch has another name.
    case sameLife
    /// The replica goes on under a new incarnation, with so many of its writes written anew.
    case newLife(kept: Int)
}

/// What a replica does when the server says that the two do not fit together: after copies, and when either was put back to
/// an earlier state. It asks where they part, hands in what the server lost, and goes on from what the server has.
///
/// Everything before the last step can be repeated: the server knows again what it took already.
extension Replica {
    /// Error codes after which `mend` helps.
    public static let mendable: Set<String> = [
        "identity.fork", "identity.unproven", "identity.server-behind", "cursor.astray", "cursor.ahead", "epoch.unknown",
        "context.unknown",
    ]

    /// - Parameters:
    ///   - code: what the server said.
    ///   - ask: sends a request and returns the reply.
    /// - Throws: what `ask` throws; `sync.stale` when another process changed the replica meanwhile. Nothing is changed here then.
    @discardableResult public func mend(after code: String, _ ask: (SyncRequest) throws -> SyncReply) throws -> Mended {
        let start = try store.reading { try Moment(self) }
        let asked = try askIdentity(start, ask)
        guard let fork = asked.reply.fork, asked.reply.standings.count <= start.areas.count else {
            throw SyncError.server("it does not say what it has of this replica")
        }
        let branches = try branches(start, asked.reply.standings, ask)
        let open = asked.reply.standings.filter { !$0.isClosed }
        var handed = Handed(epoch: asked.reply.epoch)
        for branch in branches { try handIn(branch, ask, &handed) }
        // What it acknowledged is gone, although a copy of this replica may have gone on under the same dots since.
        let wasPutBack = !branches.isEmpty || fork.common < start.own.chain.k || start.epoch != asked.reply.epoch
        if wasPutBack { try handInKept(handed.epoch, ask) }
        func isUnsent(_ row: OwnOp) -> Bool { row.actor == start.own.number && row.k > fork.common }
        // Own ops may name what an earlier state of the server had: then they are written anew whatever else is well. So they are when
        // the server has one of them under another dot than it is waited for under: what was written in sight of it must say so.
        let isNamedElsewhere = try asked.rows.contains { row in
            guard let op = asked.known(row) else { return false }
            return try isUnsent(row) || op.dot != outstandingDot(of: row)
        }
        // So is what the server once took, under an earlier life or another dot, and has no more.
        let isLost = try asked.rows.contains { try !isUnsent($0) && asked.known($0) == nil && isOutstanding($0) }
        let isSameLife = code != "context.unknown" && !isNamedElsewhere && !isLost && branches.isEmpty && fork.common == fork.head
        if isSameLife, fork.common >= start.own.chain.k {
            try store.transaction {
                guard try Moment(self) == start else { throw Self.stale }
                try store.setFact(.epoch, asked.reply.epoch.bytes)
                for verdict in asked.reply.verdicts { try refuse(verdict, own: start.own) }
                try store.setFact(.unasked, nil)
                try acknowledge(through: fork.common)
                try close(besides: open)
                try anchor(asked.reply.standings, besides: branches)
            }
            return .sameLife
        }
        return try store.transaction {
            guard try Moment(self) == start else { throw Self.stale }
            try store.setFact(.epoch, asked.reply.epoch.bytes)
            for verdict in asked.reply.verdicts { try refuse(verdict, own: start.own) }
            try store.setFact(.unasked, nil)
            try close(besides: open)
            let kept = try beginNewLife(from: start.own, asked, branches, handed)
            try anchor(asked.reply.standings, besides: branches)
            return .newLife(kept: kept)
        }
    }

    /// The state that must not have changed between asking and settling.
    struct Moment: Equatable {
        let own: Actor
        let written: UInt64
        let epoch: Epoch?
        let areas: [AreaState]

        init(_ replica: Replica) throws {
            own = try replica.own()
            written = try replica.written()
            epoch = try replica.epoch()
            areas = try replica.store.areas()
        }
    }

    /// The question that was asked about own ops, and the answer.
    struct Asked {
        /// All that may be written anew; a message had room for the first of them.
        let rows: [OwnOp]
        let reply: SyncReply
        private let places: [Name: Int]

        init(rows: [OwnOp], reply: SyncReply) {
            self.rows = rows
            self.reply = reply
            places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { (Name($1), $0) })
        }

        /// Where the server has each of the ops that it knows under another dot than its own. What was not asked after counts as
        /// unknown, and is told apart by the server when it comes.
        func known(_ row: OwnOp) -> KnownOp? { places[Name(row)].flatMap { reply.fork?.known[$0] } }
    }

    /// Which own op.
    struct Name: Hashable {
        let actor: Int
        let k: UInt64

        init(actor: Int, k: UInt64) {
            self.actor = actor
            self.k = k
        }

        init(_ row: OwnOp) { self.init(actor: row.actor, k: row.k) }
    }

    /// What was handed in: under which dots the ops stand now.
    struct Handed {
        /// The epoch in which it was.
        let epoch: Epoch
        var dots: [Dot: Dot] = [:]
        var heads: [String: FeedMark] = [:]
    }

    private func askIdentity(_ start: Moment, _ ask: (SyncRequest) throws -> SyncReply) throws -> Asked {
        var question = try inquiry(from: start.own.chain)
        var reply = try ask(question.request)
        if let fork = reply.fork, fork.common < start.own.chain.k {
            // The server has less, or another past: from where are the ops the same?
            let head = Chain(k: fork.head, hash: fork.headHash)
            let isPrefix = try chain(at: fork.head) == head
            question = try inquiry(from: isPrefix ? head : Chain(start: start.own.incarnation))
            reply = try ask(question.request)
        }
        return Asked(rows: question.rows, reply: reply)
    }

    /// This life's chain at a k, computed from its ops; `nil` beyond what was written.
    private func chain(at k: UInt64) throws -> Chain? {
        let own = try own()
        var chain = Chain(start: own.incarnation)
        if k == 0 { return chain }
        try store.ownOps(after: 0, actor: own.number) { row in
            chain.append(row.op)
            return chain.k < k
        }
        return chain.k == k ? chain : nil
    }

    /// Asks after own ops beyond a place of the chain, after those of earlier lives that no feed brought back yet, and where
    /// the areas part.
    private func inquiry(from chain: Chain) throws -> (request: SyncRequest, rows: [OwnOp]) {
        try store.reading {
            var request = try self.request(SyncPlan(pushes: false))
            request.isInquiry = true
            request.base = chain.k
            request.baseHash = chain.hash
            request.areas = try request.areas.map { cursor in
                var cursor = cursor
                if let area = try store.area(cursor.area) { cursor.marks = try places(of: area) }
                return cursor
            }
            let own = try own()
            // Earlier lives first: what was written later was written in sight of it.
            var rows: [OwnOp] = []
            for actor in try store.actors() {
                try store.ownOps(after: 0, actor: actor.number) { row in
                    let isBeyond = row.actor == own.number && row.k > chain.k
                    // What the server took under this life is there, but for what it said to have under another dot.
                    let isNamedElsewhere = try row.actor != own.number || store.verdict(actor: row.actor, k: row.k) != nil
                    if try isBeyond || isNamedElsewhere && isOutstanding(row) { rows.append(row) }
                    return true
                }
            }
            let asked = rows.prefix(Limits.opsPerRequest)
            request.inquiry = try asked.map { try asking($0, k: $0.actor == own.number && $0.k > chain.k ? $0.k : 0) }
            return (request, rows)
        }
    }

    /// - Parameter k: its place in the chain; 0 for an op of an earlier life.
    func asking(_ row: OwnOp, k: UInt64) throws -> InquiredOp {
        let dot = Dot(try store.actor(number: row.actor).incarnation, row.k)
        let op = try Op(decoding: row.op)
        var asked = InquiredOp(k: k, identity: op.identity(at: dot, bytes: row.op), first: op.first ?? dot)
        asked.place = op.place(at: dot)
        return asked
    }

    func isOutstanding(_ row: OwnOp) throws -> Bool { try outstandingDot(of: row) != nil }
}
