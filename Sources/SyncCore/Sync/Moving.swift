/// Which feed an op goes into, and what a move does to two of them (DESIGN, "Moving, deleting, forgetting"). All of it is part of
/// the request's transaction.
extension SyncService {
    /// Applies an accepted op wherever its record is by now.
    ///
    /// - Parameters:
    ///   - areas: their states as this request has changed them, by code.
    ///   - isAbsent: the record was looked up already, and is not here.
    /// - Returns: one entry, two for a move, and one more when the record had been collected; `append` keeps them.
    func place(
        _ bytes: [UInt8], _ op: Op, by actor: Actor, in areas: inout [String: AreaState], isAbsent: Bool
    ) throws -> [FeedEntry] {
        var home = op.area
        var context: Context?
        var entries: [FeedEntry] = []
        if !isAbsent, let ref = try store.find(op.record, kind: op.kind) {
            if let entry = try bringBack(ref, in: &areas) { entries.append(entry) }
            let origins = try store.loadOrigins(ref)?.origins ?? []
            home = try areaCode(of: ref) ?? op.area
            // A record that came here after the writer's cursor: nothing of it stands where the writer saw it.
            let isAfter = op.context.seen < origins.lazy.map(\.position).min() ?? 0
            if try home != op.area || isAfter && hasMoved(ref) { context = try writtenOut(op, by: actor, on: ref, origins) }
            if !op.toArea.isEmpty, op.toArea != home {
                return entries + (try move(bytes, op, context, by: actor, ref, from: home, in: &areas))
            }
        }
        if !op.toArea.isEmpty, home != op.toArea {
            // A move that a device hands in before what it moved: the record begins where it went.
            home = op.toArea
            context = Context(vector: op.context.vector)
        }
        var area = try state(home, areas)
        let entry = try replica.fold(
            bytes, op, context: context?.encode(), by: actor, k: actor.chain.k, into: &area, own: Self.nobody, receivedAt: replica.now(),
            isAbsent: isAbsent)
        areas[home] = area
        return entries + [entry]
    }

    /// Nobody's replica: the server has no ops of its own beyond the feed.
    static let nobody = Actor(number: -1, incarnation: Incarnation(ID128(high: 0, low: 0)))

    /// Keeps the entries of one transaction; in each feed they stand together (I16).
    func append(_ entries: [FeedEntry]) throws {
        var left = Dictionary(grouping: entries, by: \.area).mapValues { UInt32($0.count) }
        for var entry in entries {
            left[entry.area]! -= 1
            entry.more = left[entry.area]!
            try store.appendFeed(entry)
        }
    }

    /// The area that a record is in, or was in when it was collected.
    func areaCode(of ref: RecordRef) throws -> String? {
        guard let stored = try store.loadOrigins(ref) else { return nil }
        return try replica.area(number: stored.area > 0 ? stored.area : collected(ref)?.area ?? 0)?.code
    }

    func state(_ code: String, _ areas: [String: AreaState]) throws -> AreaState {
        if let known = areas[code] { return known }
        guard let area = try store.area(code) else {
            throw SyncError("storage.damaged", "The area \(code) is gone.", hint: "Run `wijkserver verify`.", status: 500)
        }
        return area
    }

    private func hasMoved(_ ref: RecordRef) throws -> Bool { try store.load(ref)?.state.moves ?? 0 > 0 }

    /// What the writer of a late op had seen of the record, as dots: what stood in the feed it was written on, up to where it had read.
    private func writtenOut(_ op: Op, by actor: Actor, on ref: RecordRef, _ origins: [RecordState.Origin]) throws -> Context {
        var context = Context(vector: op.context.vector)
        guard op.context.seen > 0, let area = try store.area(op.area) else { return context }
        var seen: Set<Dot> = []
        for entry in try store.entries(of: ref) where entry.area == area.number && entry.position <= op.context.seen {
            // Once it had left, there was nothing of it to be seen: it was collected, and the writer's own work on it stood alone.
            if entry.form == .left { seen = [] }
            if entry.k > 0 { seen.insert(Dot(try store.actor(number: entry.actor).incarnation, entry.k)) }
            if entry.form == .entered { seen.formUnion(try WholeRecord.decode(entry.extra).origins.map(\.dot)) }
        }
        for origin in origins where seen.contains(origin.dot) && (op.first != nil || origin.dot.incarnation != actor.incarnation) {
            context.vector.insert(origin.dot)
        }
        return context
    }

    private func move(
        _ bytes: [UInt8], _ op: Op, _ context: Context?, by actor: Actor, _ ref: RecordRef, from home: String,
        in areas: inout [String: AreaState]
    ) throws -> [FeedEntry] {
        guard var state = try store.load(ref)?.state else { return [] }
        var source = try self.state(home, areas)
        var target = try self.state(op.toArea, areas)
        let dot = Dot(actor.incarnation, actor.chain.k)
        let left = try leave(ref, state, &source)
        state.fold(op, context: context, dot: dot, position: source.position)
        let entered = try enter(ref, state, moves: state.moves + 1, by: (actor, dot, bytes), &target)
        areas[home] = source
        areas[op.toArea] = target
        return [left, entered]
    }

    /// The record's "left" in its area's feed.
    func leave(_ ref: RecordRef, _ state: RecordState, _ area: inout AreaState) throws -> FeedEntry {
        let departure = Departure(id: state.id, kind: state.kind, moves: state.moves + 1).encode()
        area.digest -= state.digest()
        try replica.advance(&area, .left, nil, [], departure)
        return FeedEntry(
            area: area.number, position: area.position, record: ref, actor: 0, k: 0, more: 0, receivedAt: replica.now(), op: [],
            form: .left, extra: departure)
    }

    /// The record's "entered" in another area's feed; all its values take that position.
    func enter(
        _ ref: RecordRef, _ state: RecordState, moves: UInt64, by move: (actor: Actor, dot: Dot, op: [UInt8])?, _ area: inout AreaState
    ) throws -> FeedEntry {
        let moved = state.entering(at: area.position + 1, moves: moves)
        let record = WholeRecord.encode(moved)
        area.digest += moved.digest()
        try replica.advance(&area, .entered, move?.dot, move?.op ?? [], record)
        if let move { try store.extendRun(area: area.number, position: area.position, actor: move.actor.number, k: move.dot.k) }
        try store.update(ref, moved, area: area.number)
        return FeedEntry(
            area: area.number, position: area.position, record: ref, actor: move?.actor.number ?? 0, k: move?.dot.k ?? 0, more: 0,
            receivedAt: replica.now(), op: move?.op ?? [], form: .entered, extra: record)
    }
}
