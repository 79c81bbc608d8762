/// Who a request comes from, as its token says, and which areas that device may read and write.
public struct DeviceGrant: Sendable, Equatable {
    public let device: String
    public let deviceName: String
    /// The name that the person's ops carry.
    public let person: String
    /// What tells the person from a namesake.
    public let account: String
    public let areas: Set<String>

    public init(device: String, deviceName: String, person: String, account: String = "", areas: Set<String>) {
        self.device = device
        self.deviceName = deviceName
        self.person = person
        self.account = account
        self.areas = areas
    }
}

/// The server's side of a sync: the same replica code, with a door. One request in, one reply out, in one transaction; no
/// network, so that tests and the simulator run it in one process.
public struct SyncService {
    public let replica: Replica
    public let epoch: Epoch
    public let signer: HeadSigner
    /// The name that a device's owner gave it, by its id; for people to read.
    public var deviceName: (String) throws -> String = { $0 }
    /// A device that holds nothing gets the feed from its start when that is at most so long, and a snapshot otherwise.
    public var feedInsteadOfSnapshot: UInt64 = 1_000
    /// Whether what devices hand in of others' work is believed although no signature covers it.
    public var acceptsUnproven = false
    /// The rules of the domain; none when the engine is used without.
    public var judge: (any Judge)?
    /// Told when a device has handed something in, in the same transaction.
    public var noteRecovery: (RecoveryNote) throws -> Void = { _ in }

    var store: any ReplicaStore { replica.store }

    public init(replica: Replica, signer: HeadSigner) throws {
        self.replica = replica
        self.signer = signer
        guard let epoch = try replica.epoch() else {
            throw SyncError("server.uninitialised", "The server's data has no epoch.", hint: "Run `wijkserver init`.", status: 500)
        }
        self.epoch = epoch
    }

    /// Whether answering the request changes anything; if not, it can be answered beside a writer.
    public func needsWriting(_ request: SyncRequest) throws -> Bool {
        try !request.ops.isEmpty || request.handIn != nil || store.findActor(request.incarnation) == nil
    }

    /// - Throws: `SyncError` for a request that is refused whole; nothing is stored then.
    public func handle(_ request: SyncRequest, from grant: DeviceGrant) throws -> SyncReply {
        if let epoch = request.epoch, epoch != self.epoch, !request.isInquiry {
            throw SyncError(
                "epoch.unknown", "The server's data is not the one this device last synced with.",
                hint: "The work on this device is safe. The server was restored or replaced; tell the administrator.", retry: .later,
                status: 409)
        }
        var actor = try registered(request, grant)
        if request.isInquiry { return try answerInquiry(request, actor, grant) }
        if let handIn = request.handIn { return try take(handIn, from: grant) }
        let known = try checkIdentity(request, actor)
        try checkStanding(request.areas)
        var reply = SyncReply(epoch: epoch)
        reply.serverTime = replica.now()
        var chain = Chain(k: request.base, hash: request.baseHash)
        for op in request.ops.prefix(known) { chain.append(op) }
        let before = try heads(request, grant)
        if known < request.ops.count {
            var intake = try Intake(service: self, grant: grant, actor: actor, schema: request.schema)
            try intake.take(request.ops[known...])
            actor = intake.actor
            try store.save(actor)
            try store.addChainPoint(actor: actor.number, actor.chain)
            chain = actor.chain
        } else if known > 0 {
            // The device goes on from here, also when its first try went further.
            try store.addChainPoint(actor: actor.number, chain)
        }
        reply.acknowledged = chain.k
        reply.acknowledgedHash = chain.hash
        reply.verdicts = try store.verdicts(actor: actor.number, after: request.base).map(\.verdict).filter { $0.k <= chain.k }
        if try store.standing(actor: actor.number).isRetired {
            reply.renews = true
            return reply
        }
        var outgoing = Outgoing(service: self, reader: actor, budget: budget(request))
        // Nothing is pulled before the whole chain was compared: beyond what was sent, a copy's branch may begin.
        for cursor in request.areas where chain.k == actor.chain.k {
            if let page = try outgoing.page(cursor, grant, headBefore: before[cursor.area] ?? 0) { reply.areas.append(page) }
        }
        reply.actors = try outgoing.actorNames()
        let asked = Set(request.areas.map(\.area))
        for code in grant.areas.sorted() where !asked.contains(code) {
            if let area = try store.area(code) { reply.granted.append(GrantedArea(code: code, name: area.name)) }
        }
        if let question = request.receipt { reply.receipt = try receipt(question, for: grant) }
        return reply
    }

    private func budget(_ request: SyncRequest) -> Int {
        request.pageBytes == 0 ? Limits.pageBytes : max(4_096, min(Int(request.pageBytes), Limits.pageBytes * 4))
    }

    /// The actor of the request's incarnation: this device's, or new (I14).
    private func registered(_ request: SyncRequest, _ grant: DeviceGrant) throws -> Actor {
        if let actor = try store.findActor(request.incarnation) {
            if actor.isHearsay { return try register(actor, request, grant) }
            guard actor.device == grant.device else {
                throw SyncError(
                    "identity.foreign", "This incarnation belongs to another device.", hint: "Enrol this device by itself.", status: 403)
            }
            return actor
        }
        guard request.base == 0 || request.isInquiry || request.handIn != nil else {
            throw SyncError(
                "identity.server-behind", "The server has never heard of work that this device was told it had.",
                hint: "The work on this device is safe. The server was restored from an older backup; tell the administrator.",
                retry: .later,
                status: 409)
        }
        return try register(try store.actor(request.incarnation), request, grant)
    }

    private func register(_ actor: Actor, _ request: SyncRequest, _ grant: DeviceGrant) throws -> Actor {
        var actor = actor
        actor.device = grant.device
        actor.person = grant.person
        try store.save(actor)
        try succeed(by: actor, request)
        return actor
    }

    private func checkIdentity(_ request: SyncRequest, _ actor: Actor) throws -> Int {
        let atBase = try chain(of: actor, at: request.base)
        guard request.written >= request.base + UInt64(request.ops.count) else {
            throw SyncError.wire("more ops are sent than were written")
        }
        let verdict = try Handshake.judge(request, head: actor.chain, atBase: atBase) { k in try store.op(actor: actor.number, k: k) }
        switch verdict {
        case .proceed(let known): return known
        case .unproven:
            throw SyncError(
                "identity.unproven", "The server holds ops of this replica that it does not know to be acknowledged.",
                hint: "Ask after the unacknowledged ops first.", retry: .now, status: 409)
        case .serverBehind:
            throw SyncError(
                "identity.server-behind", "This device has work acknowledged that the server does not hold.",
                hint: "The work on this device is safe. The server was restored from an older backup; tell the administrator.",
                retry: .later,
                status: 409)
        case .fork:
            throw SyncError(
                "identity.fork", "This replica was copied, or restored from a copy: the server knows another continuation of it.",
                hint: "The work on this device is safe. Sync again with a client that can begin a new life.", status: 409)
        }
    }

    private func heads(_ request: SyncRequest, _ grant: DeviceGrant) throws -> [String: UInt64] {
        var heads: [String: UInt64] = [:]
        for cursor in request.areas where grant.areas.contains(cursor.area) { heads[cursor.area] = try store.area(cursor.area)?.position }
        return heads
    }
}
