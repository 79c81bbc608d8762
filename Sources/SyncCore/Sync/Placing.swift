/// Takes back what devices hold and the server lost. Each op goes into the feed once, written anew by the server under its own
/// incarnation, with its identity, and with what its writer had seen said in the words of this feed.
///
/// What the server's own signature proves was in a feed before: it is not judged again, whatever the device has a right to now. What
/// nothing proves is judged when it is the device's own, and waits in the quarantine when it is somebody else's, or of an area to which
/// the device has no right.
struct Placing {
    let service: SyncService
    let grant: DeviceGrant
    private let handIn: HandIn
    /// Their states as this request has changed them: a record that moved may be in another than the one that is handed in.
    private var areas: [String: AreaState]
    private var arbiter: Actor
    /// Judges what nothing proves, when it is the device's own.
    private var intake: Intake
    /// Items up to this place in the list are proven.
    private let proven: Int
    /// The device has a right to the area, and there is one.
    private let isOpen: Bool
    private(set) var placed: [Dot] = []
    /// What the transaction at hand adds to feeds.
    private var entries: [FeedEntry] = []
    /// Records whose creation this request brought, and it was refused.
    private var unmade: Set<RecordID> = []
    /// For the report: how many came into the feed, went into the quarantine, and were here.
    private(set) var counts = RecoveryCounts()

    /// Where the feed ends now, for who shows that it has a part of it.
    var head: FeedMark? {
        guard isOpen || proven > 0 else { return nil }
        return areas[handIn.area].map { FeedMark(position: $0.position, chain: $0.chain) }
    }

    private var store: any ReplicaStore { service.store }
    private var replica: Replica { service.replica }

    init(_ handIn: HandIn, _ service: SyncService, _ grant: DeviceGrant) throws {
        self.service = service
        self.grant = grant
        self.handIn = handIn
        let area = try service.store.area(handIn.area)
        let check = try area.flatMap { try service.replica.feedChain(of: $0, at: handIn.common)?.check }
        if handIn.common > 0, check != handIn.check {
            throw SyncError(
                "cursor.astray", "The server was put back once more while this device handed in its part of \(handIn.area).",
                hint: "The work on this device is safe. Sync again.", retry: .now, status: 409)
        }
        isOpen = grant.areas.contains(handIn.area) && area != nil
        areas = area.map { [$0.code: $0] } ?? [:]
        proven = try area.map { try Self.proven(handIn, $0, service) } ?? 0
        try service.replica.ensureArbiterLife()
        arbiter = try service.replica.own()
        intake = try Intake(service: service, grant: grant, actor: arbiter)
        for name in handIn.actors where try service.store.findActor(name.incarnation) == nil {
            var actor = try service.store.actor(name.incarnation)
            // Never the id of a device: what is said of others gives no rights.
            actor.device = Actor.hearsay + name.device
            actor.person = name.person
            try service.store.save(actor)
        }
    }

    /// How many of the items continue the server's feed exactly, up to a head that the server once signed.
    private static func proven(_ handIn: HandIn, _ area: AreaState, _ service: SyncService) throws -> Int {
        guard let proof = handIn.proof, var chain = try service.replica.feedChain(of: area, at: handIn.common) else { return 0 }
        var position = handIn.common
        for (index, item) in handIn.items.enumerated() {
            guard !item.isPartial, item.position == position + 1 else { return 0 }
            position += 1
            chain.append(item.dot, item.op)
            guard position == proof.position else { continue }
            let head = FeedHead(epoch: proof.epoch, area: area.code, position: position, chain: chain.hash)
            return HeadSigner.isValid(proof.signature, of: head, publicKey: service.signer.publicKey) ? index + 1 : 0
        }
        return 0
    }

    mutating func run() throws {
        var group: [(item: HandedOp, op: Op)] = []
        for (index, item) in handIn.items.enumerated() {
            let op = try Op(decoding: item.op)
            if let last = group.last, !Self.goesOn(last, with: (item, op)) {
                try take(group, isProven: index <= proven)
                group = []
            }
            group.append((item, op))
        }
        if !group.isEmpty { try take(group, isProven: handIn.items.count <= proven) }
        for area in areas.values.sorted(by: { $0.number < $1.number }) { try store.save(area) }
        try service.keepOwn(arbiter)
    }

    /// Whether an item is the next op of the same transaction. Others of it may stand in another area's feed, when a record had moved: then
    /// each area's part goes for itself.
    private static func goesOn(_ last: (item: HandedOp, op: Op), with next: (item: HandedOp, op: Op)) -> Bool {
        guard last.op.more > 0, next.op.index == last.op.index + 1, next.item.isPartial == last.item.isPartial else { return false }
        return next.item.isPartial ? next.op.record == last.op.record : next.item.dot == Dot(last.item.dot.incarnation, last.item.dot.k + 1)
    }

    /// A move is handed in where it led. Where the record is in no other area, nothing is taken from one: it only says that it is here, and
    /// needs no right to where it was.
    private func here(_ op: Op) throws -> Op {
        guard op.toArea == handIn.area, op.area != handIn.area else { return op }
        if let ref = try store.find(op.record, kind: op.kind), let code = try service.areaCode(of: ref), code != handIn.area { return op }
        var op = op
        op.area = handIn.area
        op.context.seen = 0
        return op
    }

    private mutating func take(_ items: [(item: HandedOp, op: Op)], isProven: Bool) throws {
        let group = try items.map { (item: $0.item, op: try here($0.op)) }
        var dots = [Dot?](repeating: nil, count: group.count)
        for (index, each) in group.enumerated() { dots[index] = try service.placed(each.op, at: each.item.dot) }
        // One op is one feed entry, also when a device hands it in twice.
        let names = group.map { $0.op.place(at: $0.item.dot) }
        let missing = group.indices.filter { dots[$0] == nil && names.firstIndex(of: names[$0]) == $0 }
        counts.known += group.count - missing.count
        entries = []
        var rest = missing
        var refusal = rest.isEmpty ? nil : try self.refusal(rest.map { group[$0] }, isProven: isProven)
        while let broken = refusal, broken.verdict.code == "record.elsewhere", rest.count > 1, group[rest[broken.index]].item.verdict == nil
        {
            // Its record has gone, since, to where the device has no right: that does not take back the rest, which stood in this area.
            let alone = rest.remove(at: broken.index)
            dots[alone] = try write(try rewritten(group[alone], place: 0, of: 1), refusal: broken.verdict)
            refusal = try self.refusal(rest.map { group[$0] }, isProven: isProven)
        }
        for (place, index) in rest.enumerated() {
            let op = try rewritten(group[index], place: place, of: rest.count)
            dots[index] = try write(op, refusal: group[index].item.verdict ?? refusal?.verdict)
        }
        for index in group.indices where dots[index] == nil { dots[index] = dots[names.firstIndex(of: names[index])!] }
        try service.append(entries)
        for index in group.indices where !missing.contains(index) { try complete(group[index], standing: dots[index]!, isProven: isProven) }
        placed.append(contentsOf: dots.compactMap { $0 })
    }

    /// Of what is here in part, the rest.
    private mutating func complete(_ each: (item: HandedOp, op: Op), standing: Dot, isProven: Bool) throws {
        if let verdict = each.item.verdict, verdict.code != Verdict.unproven { return }
        guard let rest = try service.rest(of: each.op, at: each.item.dot, standing: standing) else { return }
        let refusal = try self.refusal([(each.item, rest)], isProven: isProven)?.verdict
        entries = []
        _ = try write(
            try rewritten((each.item, rest), place: 0, of: 1), refusal: each.item.verdict ?? refusal, restOf: standing)
        try service.append(entries)
    }

    /// Why ops cannot go into the feed, and because of which; `nil` when they can.
    private mutating func refusal(_ group: [(item: HandedOp, op: Op)], isProven: Bool) throws -> (index: Int, verdict: Verdict)? {
        if isProven { return nil }
        let isOwn = try isOpen && group.allSatisfy { try store.findActor(($0.op.first ?? $0.item.dot).incarnation)?.device == grant.device }
        if isOwn {
            guard let (index, refusal) = try intake.refusal(of: group.map(\.op), refused: unmade) else { return nil }
            let verdict = Verdict(
                k: 0, code: refusal.code, detail: refusal.detail, arguments: refusal.arguments, decider: refusal.decider,
                decidedAt: replica.now())
            return (index, verdict)
        }
        if service.acceptsUnproven, isOpen { return nil }
        let verdict = Verdict(
            k: 0, code: Verdict.unproven, detail: "handed in by \(grant.device); no signature of the server covers it", decider: "server",
            decidedAt: replica.now())
        return (0, verdict)
    }

    private func rewritten(_ each: (item: HandedOp, op: Op), place: Int, of size: Int) throws -> Op {
        let item = each.item
        var op = each.op
        op.index = UInt32(place)
        op.size = UInt32(size)
        op.identity = item.isPartial ? op.place(at: item.dot) : op.identity(at: item.dot, bytes: item.op)
        op.first = op.first ?? item.dot
        if op.author.isEmpty { op.author = try store.findActor(op.first!.incarnation)?.person ?? "" }
        var record: [Rebase.Seen] = []
        if let ref = try store.find(op.record, kind: op.kind), let origins = try store.loadOrigins(ref)?.origins {
            record = origins.filter { $0.position <= handIn.common }.map { Rebase.Seen(origin: $0, now: $0.dot) }
        } else if item.verdict == nil || item.verdict?.code == Verdict.unproven {
            op.creates = true
        }
        // Positions of another area's feed mean nothing here; what was seen of the record is named.
        if op.area != handIn.area { op.context.seen = 0 }
        op.context = Rebase(common: handIn.common).context(of: op, at: item.dot, record: record)
        for past in item.past {
            guard let dot = try service.placed(past, on: op.record) else { continue }
            op.context.vector.insert(dot)
            for part in try service.parts(of: dot, place: past.place(on: op.record)) where try service.isInFeed(part) {
                op.context.vector.insert(part)
            }
        }
        return op
    }

    /// Into the feed, or with a refusal into the quarantine.
    private mutating func write(_ op: Op, refusal: Verdict?, restOf standing: Dot? = nil) throws -> Dot {
        let bytes = op.encode()
        let first = op.first!
        if refusal != nil, standing == nil {
            if let kept = try store.redotted(first: first, identity: op.place(at: first)) { return kept }
            // A copy may have written another op under the same dot.
            if let actor = try store.findActor(first.incarnation), try store.verdict(actor: actor.number, k: first.k) != nil,
                let kept = try store.op(actor: actor.number, k: first.k),
                try Op(decoding: kept).identity(at: first, bytes: kept) == op.identity
            {
                return first
            }
        }
        arbiter.chain.append(bytes)
        let dot = Dot(arbiter.incarnation, arbiter.chain.k)
        try store.save(arbiter)
        if refusal == nil { try service.liftRefusal(of: op, as: dot) }
        if let standing { try service.rememberRest(op, as: dot, of: standing) } else { try service.remember(op, as: dot) }
        if let refusal {
            if op.creates, refusal.code != Verdict.unproven { unmade.insert(op.record) }
            counts.quarantined += 1
            let verdict = Verdict(
                k: dot.k, code: refusal.code, detail: refusal.detail, arguments: refusal.arguments, decider: refusal.decider,
                decidedAt: refusal.decidedAt)
            try store.save(verdict, actor: arbiter.number, op: bytes)
        } else {
            counts.placed += 1
            entries += try service.place(bytes, op, by: arbiter, in: &areas, isAbsent: false)
        }
        return dot
    }
}

extension Actor {
    /// Before the name of a device that others speak of, and that has not come itself.
    static let hearsay = "recovered: "

    var isHearsay: Bool { device.hasPrefix(Self.hearsay) }
}

/// What became of ops that were handed in.
public struct RecoveryCounts: Sendable, Equatable {
    public var placed = 0
    public var quarantined = 0
    public var known = 0
}

extension Verdict {
    /// Waits for an administrator: nothing shows that the op was in a feed.
    public static let unproven = "recovery.unproven"
}
