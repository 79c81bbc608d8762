/// Ops that came back in parts. Of what a restored server lost, a device may have had no more than the values that were alive there; when
/// somebody brings the op whole, the rest of it is an entry of its own behind the first.
extension SyncService {
    /// What an op says beyond what stands of it already; `nil` when nothing does that has not been written over meanwhile.
    ///
    /// - Parameters:
    ///   - dot: under which it comes.
    ///   - standing: under which a part of it is in a feed.
    func rest(of op: Op, at dot: Dot, standing: Dot) throws -> Op? {
        let place = op.place(at: dot)
        guard try isPart(standing, place: place), let part = try self.op(at: standing), let ref = try store.find(op.record, kind: op.kind),
            let state = try store.load(ref)?.state
        else { return nil }
        var known = part.registers.map(Name.init)
        for other in try parts(of: standing, place: place) { known += try self.op(at: other)?.registers.map(Name.init) ?? [] }
        let there = RecordState.Origin(
            dot: standing, position: try knownOp(standing).position, context: Context(), deviceTime: op.deviceTime)
        var rest = op
        rest.writes = op.writes.filter { write in
            let isWrittenOver = state.register(write.field, key: write.key).contains { sibling in
                state.origins[sibling.origin].covers(there)
            }
            return !isWrittenOver && !known.contains(Name(write))
        }
        // Where the record is, is known by now.
        rest.toArea = ""
        rest.creates = false
        return rest.writes.isEmpty ? nil : rest
    }

    private struct Name: Equatable {
        let field: UInt32
        let key: String

        init(_ write: Op.FieldWrite) { (field, key) = (write.field, write.key) }
    }

    /// Whether what stands under a dot may be only a part of its op.
    func isPart(_ dot: Dot, place: [UInt8]) throws -> Bool { try op(at: dot)?.identity == place }

    private func op(at dot: Dot) throws -> Op? {
        guard let actor = try store.findActor(dot.incarnation) else { return nil }
        return try store.op(actor: actor.number, k: dot.k).map { try Op(decoding: $0) }
    }

    func rememberRest(_ op: Op, as dot: Dot, of standing: Dot) throws {
        let place = op.place(at: dot)
        if let before = try store.redotted(first: standing, identity: place) {
            try store.saveRedotted(first: dot, identity: place, as: before)
        }
        try store.saveRedotted(first: standing, identity: place, as: dot)
    }

    /// Writes the rest of an op into the feed, in the server's name.
    func place(_ rest: Op, behind standing: Dot) throws {
        try replica.ensureArbiterLife()
        var arbiter = try replica.own()
        var op = rest
        (op.index, op.size) = (0, 1)
        if op.author.isEmpty { op.author = try store.findActor(op.first!.incarnation)?.person ?? "" }
        let bytes = op.encode()
        arbiter.chain.append(bytes)
        let now = Dot(arbiter.incarnation, arbiter.chain.k)
        var areas = try store.area(op.area).map { [$0.code: $0] } ?? [:]
        try rememberRest(op, as: now, of: standing)
        try append(try place(bytes, op, by: arbiter, in: &areas, isAbsent: false))
        try keepOwn(arbiter)
        for area in areas.values.sorted(by: { $0.number < $1.number }) { try store.save(area) }
    }

    /// The other parts of an op: in a feed, or waiting to be believed.
    func parts(of standing: Dot, place: [UInt8]) throws -> [Dot] {
        var found: [Dot] = []
        try follow(from: try store.redotted(first: standing, identity: place), place: place, into: &found)
        return try found.filter { dot in
            guard let actor = try store.findActor(dot.incarnation) else { return false }
            let isWaiting = try store.verdict(actor: actor.number, k: dot.k)?.code == Verdict.unproven
            return try isWaiting || store.position(actor: actor.number, k: dot.k) != nil
        }
    }
}
