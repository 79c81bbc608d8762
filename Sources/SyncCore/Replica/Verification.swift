/// Checks that a replica's parts agree with each other: digests with records, chains with ops, SQLite with its own rules.
public struct Verification: Sendable, Equatable {
    public struct Problem: Sendable, Equatable {
        /// `storage`, an area's code, or an incarnation.
        public let subject: String
        public let text: String
    }

    public private(set) var problems: [Problem] = []
    public private(set) var records = 0
    public private(set) var ops = 0

    /// - Parameter isServer: whether all feeds are whole from their first position, and every actor's ops are here.
    public init(_ store: SQLiteStore, replica: Replica, isServer: Bool) throws {
        for line in try store.integrityProblems() { problems.append(Problem(subject: "storage", text: line)) }
        for area in try store.areas() where area.stage != .new {
            try checkDigest(store, replica, area)
            if isServer { try checkFeed(store, area) }
        }
        let own = try replica.own().number
        for actor in try store.actors() where isServer || own == actor.number {
            try checkChain(store, actor, isServer: isServer, written: try replica.written())
        }
    }

    private mutating func checkDigest(_ store: SQLiteStore, _ replica: Replica, _ area: AreaState) throws {
        try store.records(area: area.number, after: nil) { _, _ in
            records += 1
            return true
        }
        if case .seeding = area.stage { return }
        if try replica.recomputedDigest(of: area) != area.digest {
            problems.append(Problem(subject: area.code, text: "the records are not the ones that were folded: the digest differs"))
        }
    }

    private mutating func checkFeed(_ store: SQLiteStore, _ area: AreaState) throws {
        var chain = FeedChain(start: area.code)
        var position: UInt64 = 0
        try store.feed(area: area.number, after: 0, skipping: nil) { entry in
            position += 1
            guard entry.position == position else { return false }
            let dot = entry.k > 0 ? Dot(try store.actor(number: entry.actor).incarnation, entry.k) : nil
            chain.append(entry.form, dot, entry.op, entry.extra)
            return true
        }
        if position != area.position {
            problems.append(Problem(subject: area.code, text: "the feed breaks off at position \(position) of \(area.position)"))
        }
        if chain != area.chain { problems.append(Problem(subject: area.code, text: "the feed is not the one that was chained")) }
    }

    private mutating func checkChain(_ store: SQLiteStore, _ actor: Actor, isServer: Bool, written: UInt64) throws {
        var chain = Chain(start: actor.incarnation)
        let end = isServer ? actor.chain.k : written
        while chain.k < end {
            guard let op = try store.op(actor: actor.number, k: chain.k + 1) else {
                return problems.append(Problem(subject: "\(actor.incarnation)", text: "op \(chain.k + 1) of \(end) is missing"))
            }
            chain.append(op)
            ops += 1
            if chain.k == actor.chain.k, chain.hash != actor.chain.hash {
                return problems.append(
                    Problem(subject: "\(actor.incarnation)", text: "the ops up to \(chain.k) are not the ones that were chained"))
            }
        }
    }
}
