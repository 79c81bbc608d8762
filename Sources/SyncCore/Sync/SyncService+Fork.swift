/// Healing a fork, the server's part: telling a copied or rolled-back replica which of its ops are here already.
extension SyncService {
    /// Two ops are the same by identity, never by comparing vectors (DESIGN, rules that the model showed to be needed).
    func answerInquiry(_ request: SyncRequest, _ actor: Actor, _ grant: DeviceGrant) throws -> SyncReply {
        var fork = Fork()
        fork.head = actor.chain.k
        fork.headHash = actor.chain.hash
        let atBase = try chain(of: actor, at: request.base)
        let isSamePast = atBase == request.baseHash
        fork.common = isSamePast ? request.base : 0
        for (index, op) in request.inquiry.enumerated() {
            if isSamePast, op.k == fork.common + 1, try identity(of: Dot(actor.incarnation, op.k)) == op.identity {
                fork.common = op.k
            } else if let dot = try known(op.identity, first: op.first, place: op.place) {
                fork.known[index] = try knownOp(dot)
                fork.known[index]?.isPart = try isPart(dot, place: op.place)
            }
        }
        var reply = SyncReply(epoch: epoch)
        reply.serverTime = replica.now()
        reply.standings = try standings(request, grant)
        reply.fork = fork
        // Those before the base too: a server that was put back may have judged anew what came to it again.
        reply.verdicts = try store.verdicts(actor: actor.number, after: 0).map(\.verdict).filter { $0.k <= fork.common }
        return reply
    }

    /// The chain at the end of a push, as this server remembers it.
    func chain(of actor: Actor, at k: UInt64) throws -> [UInt8]? {
        if k == 0 { return actor.incarnation.bytes }
        return k == actor.chain.k ? actor.chain.hash : try store.chainPoint(actor: actor.number, k: k)
    }

    /// Under which dot an op is in a feed; `nil` when it is in none.
    func known(_ identity: [UInt8], first: Dot, place: [UInt8]) throws -> Dot? {
        if try self.identity(of: first) == identity, try isInFeed(first) { return first }
        // The one may wait in the quarantine, and the other, of which only living values came back, be in a feed.
        let dots = try [store.redotted(first: first, identity: identity), store.redotted(first: first, identity: place)]
        return try dots.lazy.compactMap { $0 }.first { try isInFeed($0) }
    }

    /// An op with the place in a feed where it stands.
    func knownOp(_ dot: Dot) throws -> KnownOp {
        guard let actor = try store.findActor(dot.incarnation), let position = try store.position(actor: actor.number, k: dot.k),
            let area = try store.area(actor: actor.number, k: dot.k).flatMap({ try replica.area(number: $0) })
        else { return KnownOp(dot) }
        return KnownOp(dot, area: area.code, position: position)
    }

    /// Why an op that came before under another dot was refused. It is never judged again; but what only waits for somebody to
    /// vouch for it is: its writer can.
    func refused(_ identity: [UInt8], first: Dot, place: [UInt8]) throws -> Verdict? {
        let dot =
            try self.identity(of: first) == identity
            ? first : store.redotted(first: first, identity: identity) ?? store.redotted(first: first, identity: place)
        guard let dot, let actor = try store.findActor(dot.incarnation), let verdict = try store.verdict(actor: actor.number, k: dot.k),
            !verdict.isOfIdentity, verdict.code != Verdict.unproven
        else { return nil }
        return verdict
    }

    /// The identity of the op that is here under a dot.
    func identity(of dot: Dot) throws -> [UInt8]? {
        guard let actor = try store.findActor(dot.incarnation), let bytes = try store.op(actor: actor.number, k: dot.k) else { return nil }
        return try Op(decoding: bytes).identity(at: dot, bytes: bytes)
    }
}
