/// Healing a fork, the server's part: telling a copied or rolled-back replica which of its ops are here already.
extension SyncService {
    /// Two ops are the same by identity, never by comparing vectors (DESIGN, rules that the model showed to be needed).
    func answerInquiry(_ request: SyncRequest, _ actor: Actor) throws -> SyncReply {
        var fork = Fork()
        fork.head = actor.chain.k
        let atBase = request.base == 0 ? actor.incarnation.bytes : try store.chainPoint(actor: actor.number, k: request.base)
        let isSamePast = atBase == request.baseHash
        fork.common = isSamePast ? request.base : 0
        for op in request.inquiry {
            if isSamePast, op.k == fork.common + 1, try identity(of: Dot(actor.incarnation, op.k)) == op.identity {
                fork.common = op.k
            } else if let dot = try known(op.identity, first: op.first), try refusal(of: dot) == nil {
                // One that was refused is sent again, and gets its verdict with it.
                fork.known[op.k] = dot
            }
        }
        var reply = SyncReply(epoch: epoch)
        reply.serverTime = replica.now()
        reply.fork = fork
        reply.verdicts = try store.verdicts(actor: actor.number, after: request.base).map(\.verdict).filter { $0.k <= fork.common }
        return reply
    }

    /// Under which dot an op is here; `nil` when it is not.
    func known(_ identity: [UInt8], first: Dot) throws -> Dot? {
        // Where both are here, the first dot was only used up.
        if let dot = try store.redotted(first: first, identity: identity) { return dot }
        return try self.identity(of: first) == identity ? first : nil
    }

    /// Why the op under a dot is in the quarantine; `nil` when it is not.
    func refusal(of dot: Dot) throws -> Verdict? {
        guard let actor = try store.findActor(dot.incarnation), let verdict = try store.verdict(actor: actor.number, k: dot.k) else {
            return nil
        }
        return verdict.isOfIdentity ? nil : verdict
    }

    /// The identity of the op that is here under a dot.
    private func identity(of dot: Dot) throws -> [UInt8]? {
        guard let actor = try store.findActor(dot.incarnation), let bytes = try store.op(actor: actor.number, k: dot.k) else { return nil }
        return try Op(decoding: bytes).identity(at: dot, bytes: bytes)
    }
}
