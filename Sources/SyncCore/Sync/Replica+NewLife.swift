/// A new life of the replica: a new incarnation, because the old one may be, or was, shared with a copy, or is known to a
/// server only that exists no more (DESIGN, identity 1 to 4).
///
/// Where the server's feed is this replica's, what is folded stays: it is a true prefix, since nothing is pulled before both
/// are compared. Where it is not, the area is taken anew. Own ops that the server has keep their dots; the others are written
/// anew, with what their writers had seen written out.
extension Replica {
    func acknowledge(through k: UInt64) throws {
        var own = try own()
        try store.ownOps(after: own.chain.k, actor: own.number) { row in
            guard row.k <= k else { return false }
            own.chain.append(row.op)
            return true
        }
        try store.save(own)
    }

    func newIncarnation(_ incarnation: Incarnation? = nil, after old: Actor) throws -> Actor {
        let incarnation = incarnation ?? randomIncarnation()
        try store.setFact(.incarnation, incarnation.bytes)
        try store.setFact(.written, UInt64(0).bigEndianBytes)
        var own = try store.actor(incarnation)
        own.device = old.device
        own.person = old.person
        try store.save(own)
        return own
    }

    func randomIncarnation() -> Incarnation { Incarnation(ID128(high: random(), low: random())) }

    /// - Returns: how many ops were written anew.
    func beginNewLife(from old: Actor, _ asked: Asked, _ branches: [Branch], _ handed: Handed) throws -> Int {
        let common = asked.reply.fork?.common ?? 0
        let rows = try asked.rows.filter { row in
            guard try isOutstanding(row) else { return false }
            return try row.actor != old.number || row.k > common || store.verdict(actor: row.actor, k: row.k) != nil
        }
        let known = Dictionary(uniqueKeysWithValues: rows.map { (Name($0), asked.known($0)) }).compactMapValues { $0 }
        let anew = rows.filter { known[Name($0)]?.isPart ?? true }
        let incarnation = randomIncarnation()
        let places = Set(anew.map(Name.init))
        let contexts = try anew.enumerated().map { index, row in
            var context = try context(of: row, without: places, known, branches, handed)
            // Own ops are always shown: each was written in sight of all before it.
            if index > 0 { context.vector.include(through: Dot(incarnation, UInt64(index))) }
            return context
        }
        for row in rows {
            let op = places.contains(Name(row)) ? nil : known[Name(row)]
            // What stands under its own dot comes back by itself, unless it came with a snapshot.
            if let op, op.dot == Dot(try store.actor(number: row.actor).incarnation, row.k), try !isInSnapshot(op) { continue }
            let fate = op.map { Verdict(known: $0, k: row.k, at: now()) } ?? Verdict(.moved, k: row.k, detail: "", at: now())
            try store.save(fate, actor: row.actor, op: nil)
        }
        for ref in Set(rows.map(\.record)).sorted() {
            if let held = try hold(ref, own: old) { try reshow(held, own: old) }
        }
        for branch in branches { try leave(branch, handed) }
        let own = try newIncarnation(incarnation, after: old)
        var k: UInt64 = 0
        let rest = try wholeAgain(anew)
        for ((row, context), part) in zip(zip(anew, contexts), rest) {
            guard let area = try store.areas().first(where: { $0.number == row.area }) else { continue }
            k += 1
            let dot = Dot(try store.actor(number: row.actor).incarnation, row.k)
            var op = try Op(decoding: row.op)
            op.identity = op.identity(at: dot, bytes: row.op)
            op.first = op.first ?? dot
            op.context = context
            (op.index, op.size) = part
            // On a record that has moved since, the op's own positions mean nothing.
            let written = row.context == nil ? nil : Context(vector: context.vector).encode()
            _ = try keep(
                op, Dot(own.incarnation, k), over: try hold(row.record, own: own), area: area, own: own, written: written)
        }
        try store.setFact(.written, k.bigEndianBytes)
        return Int(k)
    }

    /// Of a transaction the server may have a part, when others handed in what they knew of it: what is left goes as one.
    private func wholeAgain(_ rows: [OwnOp]) throws -> [(index: UInt32, size: UInt32)] {
        let starts = try rows.map { row in Name(actor: row.actor, k: row.k - UInt64(try Op(decoding: row.op).index)) }
        var parts: [(index: UInt32, size: UInt32)] = []
        for (place, start) in starts.enumerated() {
            let first = starts[..<place].lastIndex { $0 != start }.map { $0 + 1 } ?? 0
            let end = starts[place...].firstIndex { $0 != start } ?? starts.count
            parts.append((UInt32(place - first), UInt32(end - first)))
        }
        return parts
    }

    /// What the writer of an own op had seen, in the words of the feed that the server has.
    private func context(
        of row: OwnOp, without places: Set<Name>, _ known: [Name: KnownOp], _ branches: [Branch], _ handed: Handed
    ) throws -> Context {
        let branch = branches.first { $0.area.number == row.area }
        let own = try own()
        var seen: [Rebase.Seen] = []
        // What was handed in of a closed area need not be in a feed, so nobody may be able to vouch for it. The op will be refused there.
        let isClosed = try hold(row.record, own: own).flatMap { try area(number: $0.home) }?.stage == .closed
        if !isClosed, let state = try branchState(row.record, own: own) {
            for origin in state.origins where origin.position > 0 {
                seen.append(Rebase.Seen(origin: origin, now: handed.dots[origin.dot] ?? origin.dot))
            }
        }
        for each in try store.ownOps(of: row.record) {
            let dot = Dot(try store.actor(number: each.actor).incarnation, each.k)
            guard try isOutstanding(each), !places.contains(Name(each)) || known[Name(each)] != nil else { continue }
            let origin = RecordState.Origin(dot: dot, position: 0, context: Context(), deviceTime: 0)
            seen.append(Rebase.Seen(origin: origin, now: known[Name(each)]?.dot ?? dot))
        }
        let dot = Dot(try store.actor(number: row.actor).incarnation, row.k)
        var op = try Op(decoding: row.op)
        if let written = row.context { op.context = try Context(decoding: written) }
        return Rebase(common: branch?.common ?? .max).context(of: op, at: dot, record: seen)
    }

    /// What is still shown says where it stood, and is called as the server calls it: whoever writes on it names it so.
    private func rename(_ origin: inout RecordState.Origin, in area: AreaState, _ handed: Handed) {
        if origin.position == 0 { origin.position = area.position + 1 }
        guard let dot = handed.dots[origin.dot] else { return }
        if origin.first == nil { origin.first = origin.dot }
        origin.dot = dot
    }

    /// Leaves a part of a feed that the server does not have: what it brought stays to be seen until the server's records come.
    private func leave(_ branch: Branch, _ handed: Handed) throws {
        guard var area = try store.area(branch.area.code) else { return }
        try settleOwn(leaving: area, acknowledged: .max)
        var refs = try store.overlaid(area: area.number)
        try store.records(area: area.number, after: nil) { ref, state in
            if try store.overlay(ref) == nil, state.origins.contains(where: { $0.position == 0 || handed.dots[$0.dot] != nil }) {
                refs.append(ref)
            }
            return true
        }
        for ref in refs {
            guard var state = try store.load(ref)?.state else { continue }
            _ = try locate(&state.origins)
            for index in state.origins.indices { rename(&state.origins[index], in: area, handed) }
            try store.update(ref, state, area: area.number)
            // What the server has of own ops is part of what is left; no others are in it any more.
            try store.setOverlay(ref, nil)
        }
        try store.leaveBranch(area: area.number)
        try forgetMoves()
        area.anchor = handed.heads[area.code]
        area.position = 0
        area.floor = 0
        area.chain = FeedChain(start: area.code)
        area.digest = Digest()
        area.stage = .new
        area.proof = nil
        area.differs = false
        try store.save(area)
    }

    /// How often records that are gone had moved counts in the part that is left only. Where they left an area that goes on, its
    /// feed is folded, and nothing of them comes again.
    private func forgetMoves() throws {
        var gone: [(RecordRef, RecordState)] = []
        try store.records(area: 0, after: nil) { ref, state in
            if state.moves > 0 { gone.append((ref, state.gone(moves: 0))) }
            return true
        }
        for (ref, state) in gone { try store.update(ref, state, area: 0) }
    }
}
