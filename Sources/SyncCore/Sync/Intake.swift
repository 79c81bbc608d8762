/// Judges pushed ops transaction by transaction: applied whole, or refused whole and put in the quarantine, where they
/// neither are lost nor stand in the way of the next (I13, I16).
struct Intake {
    let service: SyncService
    let grant: DeviceGrant
    var actor: Actor
    /// The version of the schema that the writer knows.
    let schema: UInt32
    private var areas: [String: AreaState] = [:]
    /// Records that were looked up in vain, until something is stored of them.
    private var absent: Set<Name> = []
    private var aliases: Aliases
    private var isHandedIn = false
    /// Records that are not to be taken for lost: they were refused.
    private var unmade: Set<RecordID> = []

    init(service: SyncService, grant: DeviceGrant, actor: Actor, schema: UInt32 = .max) throws {
        self.service = service
        self.grant = grant
        self.actor = actor
        self.schema = schema
        aliases = try Aliases(service, actor.incarnation)
    }

    /// A refusal, before it is a verdict.
    struct Refusal: Error {
        let code: String
        let detail: String
        var arguments: [String] = []
        /// The server, or who can decide it.
        var decider = "server"
    }

    /// What a record is known by.
    struct Name: Hashable {
        let id: RecordID
        let kind: UInt32

        init(_ op: Op) {
            id = op.record
            kind = op.kind
        }
    }

    private var store: any ReplicaStore { service.store }

    mutating func take(_ ops: ArraySlice<[UInt8]>) throws {
        var group: [(bytes: [UInt8], op: Op)] = []
        for bytes in ops {
            let op = try Op(decoding: bytes)
            guard op.missed.isEmpty else { throw SyncError.wire("an op says itself what its writer missed") }
            guard op.index == UInt32(group.count), group.isEmpty || op.size == group[0].op.size else {
                throw SyncError.wire("a transaction's ops do not stand together")
            }
            group.append((bytes, op))
            if op.more == 0 {
                try take(group)
                group = []
            }
        }
        guard group.isEmpty else { throw SyncError.wire("a transaction is not complete") }
        for area in areas.values.sorted(by: { $0.number < $1.number }) { try store.save(area) }
    }

    private mutating func take(_ group: [(bytes: [UInt8], op: Op)]) throws {
        try checkContexts(group)
        let k = actor.chain.k
        let known = try group.indices.map { try aliases.knownDot(of: group[$0].op, group[$0].bytes, at: k + UInt64($0) + 1, of: actor) }
        // The same op under two dots is one op: the first to come is in the feed, the other only uses up its dot.
        let fresh = group.indices.filter { known[$0] == nil }
        for index in fresh { try aliases.check(group[index].op) }
        let refused = fresh.isEmpty ? nil : try verdicts(on: group, fresh, after: k)
        var entries: [FeedEntry] = []
        for (index, item) in group.enumerated() {
            actor.chain.append(item.bytes)
            if let dot = known[index] {
                aliases.note(item.op, as: dot)
                let refused = try complete(item, standing: dot)
                let known = Verdict(known: try service.knownOp(dot), k: actor.chain.k, at: service.replica.now())
                try keep(refused.map(verdict) ?? known, item.bytes)
            } else if let verdict = refused?[index] {
                try service.remember(item.op, as: Dot(actor.incarnation, actor.chain.k))
                try keep(verdict, item.bytes)
            } else {
                entries += try place(item)
            }
        }
        try service.append(entries)
        if refused == nil, !fresh.isEmpty { try answer(fresh.map { group[$0].op }) }
    }

    /// Of what is here in part, since a restored server got no more of it, the rest.
    ///
    /// - Returns: why that is refused.
    private mutating func complete(_ item: (bytes: [UInt8], op: Op), standing: Dot) throws -> (index: Int, refusal: Refusal)? {
        let dot = Dot(actor.incarnation, actor.chain.k)
        guard var rest = try service.rest(of: item.op, at: dot, standing: standing) else { return nil }
        rest.identity = item.op.identity(at: dot, bytes: item.bytes)
        rest.first = item.op.first ?? dot
        if let refused = try judge([([], rest)]) { return refused }
        for area in areas.values { try store.save(area) }
        try service.place(rest, behind: standing)
        for code in areas.keys { areas[code] = try store.area(code) }
        return nil
    }

    /// What follows from what was just applied, in the server's own name, and in the feed right behind it.
    private mutating func answer(_ ops: [Op]) throws {
        guard let drafts = try service.judge?.answers(to: ops, from: grant), !drafts.isEmpty else { return }
        for area in areas.values { try store.save(area) }
        for draft in drafts { try service.arbitrate([draft]) }
        for code in areas.keys { areas[code] = try store.area(code) }
    }

    /// Why a transaction is refused, op by op; `nil` when it is not.
    private mutating func verdicts(
        on group: [(bytes: [UInt8], op: Op)], _ fresh: [Int], after k: UInt64
    ) throws -> [Int: Verdict]? {
        let before = try fresh.map { try aliases.verdict(on: group[$0].op, group[$0].bytes, at: k + UInt64($0) + 1, of: actor) }
        let judged = before.contains { $0 != nil } ? nil : try judge(fresh.map { group[$0] })
        guard let any = before.compactMap({ $0 }).first ?? judged.map(verdict) else { return nil }
        var verdicts: [Int: Verdict] = [:]
        for (place, index) in fresh.enumerated() {
            let isCause = before[place] != nil || judged?.index == place
            let verdict = before[place] ?? any
            verdicts[index] = Verdict(
                k: k + UInt64(index) + 1, code: verdict.code,
                detail: isCause ? verdict.detail : "refused with op \((judged?.index ?? 0) + 1) of its transaction: \(verdict.detail)",
                arguments: isCause ? verdict.arguments : [], decider: verdict.decider, decidedAt: verdict.decidedAt)
        }
        return verdicts
    }

    private func verdict(_ judged: (index: Int, refusal: Refusal)) -> Verdict {
        Verdict(
            k: 0, code: judged.refusal.code, detail: judged.refusal.detail, arguments: judged.refusal.arguments,
            decider: judged.refusal.decider,
            decidedAt: service.replica.now())
    }

    private func keep(_ verdict: Verdict, _ op: [UInt8]) throws { try store.save(verdict, actor: actor.number, op: op) }

    private mutating func place(_ item: (bytes: [UInt8], op: Op)) throws -> [FeedEntry] {
        try service.remember(item.op, as: Dot(actor.incarnation, actor.chain.k))
        return try service.place(item.bytes, item.op, by: actor, in: &areas, isAbsent: absent.remove(Name(item.op)) != nil)
    }

    /// Whether ops that are handed in break a rule, and which. What made their record may be known no more.
    ///
    /// - Parameter refused: records whose creation was refused.
    mutating func refusal(of ops: [Op], refused: Set<RecordID>) throws -> (index: Int, refusal: Refusal)? {
        isHandedIn = true
        unmade = refused
        return try judge(ops.map { ([], $0) })
    }

    private mutating func areaState(_ code: String) throws -> AreaState? {
        if let known = areas[code] { return known }
        guard let area = try store.area(code) else { return nil }
        areas[code] = area
        return area
    }

    /// A context the server cannot vouch for spoils what others will write, so the request is refused whole (I14).
    private mutating func checkContexts(_ group: [(bytes: [UInt8], op: Op)]) throws {
        for (index, item) in group.enumerated() {
            // Where the device has no right it is refused and enters no feed, whatever its writer had seen.
            guard grant.areas.contains(item.op.area) else { continue }
            let context = item.op.context
            let head = try areaState(item.op.area)?.position ?? 0
            guard context.seen <= head else { throw unknownContext("position \(context.seen) of \(item.op.area)") }
            if context.vector.isEmpty { continue }
            for dot in context.vector.entries + context.vector.extraDots {
                // Up to an incarnation's head every op has been judged: those of this area are in its feed.
                let isEarlier = dot.incarnation == actor.incarnation && dot.k <= actor.chain.k + UInt64(index)
                guard try isEarlier || store.findActor(dot.incarnation)?.chain.k ?? 0 >= dot.k else { throw unknownContext("op \(dot)") }
            }
        }
    }

    private func unknownContext(_ what: String) -> SyncError {
        SyncError("context.unknown", "An op claims to have seen \(what), which the server never sent.", hint: "Tell the administrator.")
    }

    private mutating func judge(_ group: [(bytes: [UInt8], op: Op)]) throws -> (index: Int, refusal: Refusal)? {
        var created: Set<Name> = []
        var lacking: (index: Int, refusal: Refusal)?
        for (index, item) in group.enumerated() {
            do {
                try judge(item.op, first: group[0].op, created: created)
                if item.op.creates { created.insert(Name(item.op)) }
            } catch let refusal as Refusal {
                // A record may come yet, and then its work is taken in: not when it is refused for something else as well.
                guard refusal.code == "record.unknown" else { return (index, refusal) }
                lacking = lacking ?? (index, refusal)
            }
        }
        if let lacking { return lacking }
        return try service.judge?.objection(to: group.map(\.op), from: grant, of: actor.incarnation).map {
            ($0.index, Refusal(code: $0.code, detail: $0.detail, arguments: $0.arguments, decider: $0.decider))
        }
    }

    /// Each kind costs every list and digest a little, so a device must not be able to make any number of them.
    private func isOneKindTooMany(_ kind: UInt32) throws -> Bool {
        let kinds = try store.kindNumbers()
        return !kinds.contains(kind) && kinds.count >= service.replica.schema.kinds.count + Limits.unknownKinds
    }

    private mutating func judge(_ op: Op, first: Op, created: Set<Name>) throws {
        guard op.area == first.area else { throw Refusal(code: "transaction.areas", detail: "a transaction stays within one area") }
        guard op.author.isEmpty || op.author == grant.person else {
            throw Refusal(code: "author.forbidden", detail: "the device may not write in the name of \(op.author)")
        }
        for code in op.toArea.isEmpty ? [op.area] : [op.area, op.toArea] {
            guard grant.areas.contains(code), try areaState(code) != nil else {
                throw Refusal(code: "area.forbidden", detail: "the device has no right to write in area \(code)")
            }
        }
        if service.replica.schema.kind(op.kind) == nil, try isOneKindTooMany(op.kind) {
            throw Refusal(
                code: "schema.kinds", detail: "the server keeps \(Limits.unknownKinds) kinds that it does not know, and not this one too")
        }
        let ref = try store.find(op.record, kind: op.kind)
        // Where it went is not told to who has no right to know.
        if let ref, let code = try service.areaCode(of: ref), !grant.areas.contains(code) {
            throw Refusal(code: "record.elsewhere", detail: "the record is not in area \(op.area), nor in another of the device's areas")
        }
        if ref == nil { absent.insert(Name(op)) }
        let exists = ref != nil || created.contains(Name(op)) || isHandedIn && !unmade.contains(op.record)
        guard exists || op.creates else {
            throw Refusal(code: "record.unknown", detail: "the record is not here: its creation was refused, or never came")
        }
        if !op.toArea.isEmpty, op.creates {
            throw Refusal(code: "area.move", detail: "a new record is written in its own area, not moved")
        }
        do { try service.replica.schema.check(op.writes, kind: op.kind, creating: !exists, writer: schema) } catch {
            throw Refusal(code: error.code, detail: error.message())
        }
    }
}
