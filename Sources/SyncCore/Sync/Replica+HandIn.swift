/// Sending what the server lost, a page at a time.
extension Replica {
    /// So much goes in one request; the server's signature proves only what goes with it in one.
    static let handedBytes = 6 << 20

    func handIn(_ branch: Branch, _ ask: (SyncRequest) throws -> SyncReply, _ handed: inout Handed) throws {
        var page: [HandedOp] = []
        var bytes = 0
        try handedOps(of: branch) { group in
            if !page.isEmpty,
                bytes > Self.handedBytes || page.count + group.count > Limits.opsPerRequest || page[0].isPartial != group[0].isPartial
            {
                try send(page, branch, ask, &handed)
                page = []
                bytes = 0
            }
            page += group
            bytes += group.reduce(0) { $0 + $1.op.count + 64 }
        }
        try send(page, branch, ask, &handed)
    }

    private func send(
        _ page: [HandedOp], _ branch: Branch, _ ask: (SyncRequest) throws -> SyncReply, _ handed: inout Handed
    ) throws {
        var handIn = HandIn(area: branch.area.code)
        handIn.common = branch.common
        if branch.common > 0 { handIn.check = try feedChain(of: branch.area, at: branch.common)?.check ?? [] }
        handIn.items = page
        handIn.proof = branch.area.proof
        for incarnation in Set(page.map(\.dot.incarnation)).sorted() {
            guard let actor = try store.findActor(incarnation) else { continue }
            handIn.actors.append(ActorName(incarnation: incarnation, device: actor.device, person: actor.person))
        }
        let reply = try ask(try request(handIn, handed.epoch))
        guard reply.placed.count == page.count else { throw SyncError.server("it does not say where every op went") }
        for (item, dot) in zip(page, reply.placed) where item.dot != dot { handed.dots[item.dot] = dot }
        handed.heads[branch.area.code] = reply.standings.first?.head
    }

    private func request(_ handIn: HandIn, _ epoch: Epoch) throws -> SyncRequest {
        var request = try request(SyncPlan(pushes: false))
        request.epoch = epoch
        request.areas = []
        request.handIn = handIn
        return request
    }

    /// Hands in own ops that are to be in no feed: what was refused, and what nothing else brings back. A server that was put back may
    /// have lost them, and does not miss them.
    public func handInKept(_ epoch: Epoch, _ ask: (SyncRequest) throws -> SyncReply) throws {
        let handed = Handed(epoch: epoch)
        try handInRefused(ask, handed)
        try handInSuperseded(ask, handed)
    }

    /// Own ops that neither a feed nor a living value brings back any more, so that no work is lost even as history.
    private func handInSuperseded(_ ask: (SyncRequest) throws -> SyncReply, _ handed: Handed) throws {
        var lost: [OwnOp] = []
        var underway: [OwnOp] = []
        for actor in try store.actors() {
            var rows: [OwnOp] = []
            try store.ownOps(after: 0, actor: actor.number) { row in
                // What was refused goes by itself, and what was written anew is told under its new dot.
                let verdict = try store.verdict(actor: actor.number, k: row.k)
                let isElsewhere = verdict.map { $0.fate == nil || $0.fate == .moved } ?? false
                if isElsewhere { return true }
                if try isOutstanding(row) { underway.append(row) } else { rows.append(row) }
                return true
            }
            while !rows.isEmpty {
                let part = Array(rows.prefix(Limits.opsPerRequest / 2))
                rows.removeFirst(part.count)
                var request = try request(SyncPlan(pushes: false))
                request.areas = []
                request.isInquiry = true
                request.inquiry = try part.map { try asking($0, k: 0) }
                let known = try ask(request).fork?.known ?? [:]
                lost += part.indices.filter { known[$0]?.isPart ?? true }.map { part[$0] }
            }
        }
        // What is lost itself replaces nothing, nor what may yet be refused.
        let gone = Set(try (lost + underway).flatMap { try names(of: $0, Op(decoding: $0.op)) })
        try handIn(
            try lost.map { row in
                // Where nothing here says that they were replaced, somebody has to look.
                let fate = try isReplaced(row, without: gone) ? Verdict.Fate.superseded.rawValue : Verdict.unproven
                return (row.actor, row.k, row.op, Verdict(k: 0, code: fate, detail: "", decider: "", decidedAt: now()))
            }, ask, handed)
    }

    /// The dots of an own op, last the one under which it was first written.
    private func names(of row: OwnOp, _ op: Op) throws -> [Dot] {
        let written = Dot(try store.actor(number: row.actor).incarnation, row.k)
        return [written, op.first ?? written]
    }

    /// Whether the record is here, and has other values for all that the op wrote.
    private func isReplaced(_ row: OwnOp, without gone: Set<Dot>) throws -> Bool {
        guard try isHeld(row.area), let state = try branchState(row.record, own: try own()) else { return false }
        let op = try Op(decoding: row.op)
        let names = try names(of: row, op)
        // Its own values are none, under whatever dot they stand.
        let isLive = state.origins.contains {
            $0.dot == names[0] || ($0.first ?? $0.dot) == names[1] && $0.deviceTime == op.deviceTime
        }
        // Positions may mean something else by now, so only what is named, or goes without saying, shows that a later value replaced it.
        return !isLive
            && op.registers.allSatisfy { field in
                state.register(field.field, key: field.key).contains {
                    let origin = state.origins[$0.origin]
                    return !gone.contains(origin.first ?? origin.dot) && origin.hadSeen(names)
                }
            }
    }

    private func isHeld(_ number: Int) throws -> Bool {
        guard let area = try store.areas().first(where: { $0.number == number }) else { return false }
        return switch area.stage {
        case .live, .seeding: true
        case .new: area.anchor != nil
        case .closed: false
        }
    }

    /// Own ops that were refused: the server's quarantine may have lost them too.
    private func handInRefused(_ ask: (SyncRequest) throws -> SyncReply, _ handed: Handed) throws {
        for actor in try store.actors() {
            let refused = try store.verdicts(actor: actor.number, after: 0).filter { !$0.verdict.isOfIdentity }
            try handIn(
                refused.compactMap { each in
                    try store.op(actor: actor.number, k: each.verdict.k).map { (actor.number, each.verdict.k, $0, each.verdict) }
                }, ask, handed)
        }
    }

    /// Own earlier ops of a life on the record of one.
    private func earlier(than k: UInt64, of actor: Int, on op: Op) throws -> [PastOp] {
        guard let ref = try store.find(op.record, kind: op.kind) else { return [] }
        let incarnation = try store.actor(number: actor).incarnation
        return try store.ownOps(of: ref).filter { $0.actor == actor && $0.k < k }.suffix(Limits.vectorEntries - 1).map { row in
            let earlier = try Op(decoding: row.op)
            return PastOp(first: earlier.first ?? Dot(incarnation, row.k), deviceTime: earlier.deviceTime)
        }
    }

    private typealias Kept = (actor: Int, k: UInt64, op: [UInt8], verdict: Verdict)

    /// The place of each op in its transaction, as far as that may be taken yet, whole: it waits to be believed, or for its records. What
    /// was refused otherwise goes each for itself.
    private func parts(of ops: [Kept]) throws -> [(index: UInt32, size: UInt32)] {
        var runs: [[Kept]] = []
        for each in ops {
            let last = runs.last?.last
            let goesOn = try last.map { last in
                try [Verdict.unproven, "record.unknown"].contains(each.verdict.code) && last.verdict.code == each.verdict.code
                    && last.actor == each.actor && last.k + 1 == each.k && Op(decoding: each.op).index > 0
            }
            if goesOn == true { runs[runs.count - 1].append(each) } else { runs.append([each]) }
        }
        return runs.flatMap { run in run.indices.map { (UInt32($0), UInt32(run.count)) } }
    }

    /// Hands in ops that are to go into no feed.
    private func handIn(_ ops: [Kept], _ ask: (SyncRequest) throws -> SyncReply, _ handed: Handed) throws {
        var items: [String: [HandedOp]] = [:]
        for (each, part) in zip(ops, try parts(of: ops)) {
            var op = try Op(decoding: each.op)
            let dot = Dot(try store.actor(number: each.actor).incarnation, each.k)
            op.identity = op.identity(at: dot, bytes: each.op)
            op.first = op.first ?? dot
            (op.index, op.size) = part
            // What it had seen is told by positions that may mean something else by now; what is named, or goes without saying, holds.
            op.context.seen = 0
            var item = HandedOp(dot: dot, position: 0, op: op.encode())
            if each.verdict.code == Verdict.unproven { item.past = try earlier(than: each.k, of: each.actor, on: op) }
            item.verdict = Verdict(
                k: max(1, each.k), code: each.verdict.code, detail: each.verdict.detail, arguments: each.verdict.arguments,
                decider: each.verdict.decider,
                decidedAt: each.verdict.decidedAt)
            items[op.area, default: []].append(item)
        }
        for area in items.keys.sorted() {
            var rest = items[area]![...]
            while !rest.isEmpty {
                var handIn = HandIn(area: area)
                handIn.items = Array(rest.prefix(2_000))
                rest = rest.dropFirst(handIn.items.count)
                _ = try ask(try request(handIn, handed.epoch))
            }
        }
    }
}

extension RecordState.Origin {
    /// Whether its writer is sure to have seen an op, whatever feed that stood in.
    ///
    /// - Parameter names: the dots of the op, last the one under which it was first written.
    fileprivate func hadSeen(_ names: [Dot]) -> Bool {
        let written = first ?? dot
        return names.contains { context.vector.contains($0) }
            || names.last.map { $0.incarnation == written.incarnation && $0.k < written.k } ?? false
    }
}
