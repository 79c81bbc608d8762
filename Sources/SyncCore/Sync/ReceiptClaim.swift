/// What a device has, computed from its own ops and records, for the server to confirm.
public struct ReceiptClaim: Sendable, Equatable {
    public struct Area: Sendable, Equatable {
        public let code: String
        public let name: String
        public let stage: Stage
        public let position: UInt64
        public let chain: [UInt8]
        /// Over the records as they lie here, not as it was noted.
        public let digest: [UInt8]
        public let records: Int

        public enum Stage: String, Sendable { case new, seeding, live, closed }

        public init(code: String, name: String, stage: Stage, position: UInt64, chain: [UInt8], digest: [UInt8], records: Int) {
            self.code = code
            self.name = name
            self.stage = stage
            self.position = position
            self.chain = chain
            self.digest = digest
            self.records = records
        }
    }

    /// An op that no chain of a life covers, since its life forked there.
    public struct LooseOp: Sendable, Equatable {
        public let identity: [UInt8]
        public let first: Dot
        /// `Op.place`: what names it when only its living values came back to a restored server.
        public var place: [UInt8] = []

        public init(identity: [UInt8], first: Dot) {
            self.identity = identity
            self.first = first
        }
    }

    /// Every life in which this replica wrote: its acknowledged end, with the chain over the ops as they lie here.
    public var lives: [LifeEnd] = []
    public var loose: [LooseOp] = []
    public var areas: [Area] = []
    /// Own ops that were never acknowledged.
    public var unsent: UInt64 = 0
    /// Lives of which an own op is missing here.
    public var broken: [Incarnation] = []

    public init() {}

    /// Own ops, each once, however often it was written anew.
    public var ops: UInt64 { lives.reduce(0) { $0 + $1.k } + UInt64(loose.count) + unsent }
    public var records: Int { areas.reduce(0) { $0 + $1.records } }

    /// - Parameter salt: 16 random bytes. The nonce binds the statement to this claim, so that a saved one cannot be changed either.
    public func question(salt: [UInt8]) -> ReceiptQuestion {
        var question = ReceiptQuestion(nonce: nonce(salt: salt))
        question.lives = lives
        // Those that find no place count as not confirmed.
        question.ops = loose.prefix(Limits.opsPerRequest).enumerated().map {
            var op = InquiredOp(k: UInt64($0 + 1), identity: $1.identity, first: $1.first)
            op.place = $1.place
            return op
        }
        question.areas = areas.map(\.code)
        return question
    }

    /// SHA-256 of the salt and of everything that is claimed.
    public func nonce(salt: [UInt8]) -> [UInt8] {
        var writer = WireWriter(reserving: 256)
        for life in lives { writer.message(1) { life.encode(to: &$0) } }
        for op in loose { writer.field(2, op.identity, always: true) }
        for area in areas {
            writer.message(3) { writer in
                AreaEnd(code: area.code, position: area.position, chain: area.chain, digest: area.digest).encode(to: &writer)
                writer.field(5, area.stage.rawValue)
                writer.field(6, UInt64(area.records))
            }
        }
        writer.field(4, unsent)
        for life in broken { writer.field(5, life.bytes, always: true) }
        return Hash.sha256(salt, writer.bytes)
    }
}

extension Replica {
    /// - Parameter lost: lives whose chain the server does not have as a whole: one that was put back to an earlier state took their
    ///   ops back one by one. They are claimed one by one.
    public func receiptClaim(without lost: Set<Incarnation> = []) throws -> ReceiptClaim {
        try store.reading {
            var claim = ReceiptClaim()
            let own = try own()
            var writtenAnew: Set<[UInt8]> = []
            var moved: [ReceiptClaim.LooseOp] = []
            for actor in try store.actors() {
                try add(
                    actor, isPresent: actor.number == own.number, isByChain: !lost.contains(actor.incarnation), to: &claim, &writtenAnew,
                    &moved)
            }
            // One that was written anew is counted where it stands now; one that is not there must be at the server.
            claim.loose += moved.filter { !writtenAnew.contains($0.identity) }
            var seen: Set<[UInt8]> = []
            claim.loose = claim.loose.filter { seen.insert($0.identity).inserted }
            for area in try store.areas() { claim.areas.append(try receiptClaim(of: area)) }
            return claim
        }
    }

    private func add(
        _ actor: Actor, isPresent: Bool, isByChain: Bool, to claim: inout ReceiptClaim, _ writtenAnew: inout Set<[UInt8]>,
        _ moved: inout [ReceiptClaim.LooseOp]
    ) throws {
        var chain = Chain(start: actor.incarnation)
        var rows = 0
        var whole: UInt64 = 0
        try store.ownOps(after: 0, actor: actor.number) { row in
            rows += 1
            if row.k == whole + 1 { whole = row.k }
            let op = try Op(decoding: row.op)
            let isCovered = isByChain && row.k == chain.k + 1 && row.k <= actor.chain.k
            if isCovered { chain.append(row.op) }
            // What was acknowledged once is claimed, whether or not the chain leads to it.
            if isCovered || isPresent && row.k > actor.chain.k {
                if op.first != nil { writtenAnew.insert(op.identity) }
                if !isCovered { claim.unsent += 1 }
                return true
            }
            let dot = Dot(actor.incarnation, row.k)
            var loose = ReceiptClaim.LooseOp(identity: op.identity(at: dot, bytes: row.op), first: op.first ?? dot)
            loose.place = op.place(at: dot)
            let isMoved = try store.verdict(actor: actor.number, k: row.k)?.fate == .moved
            if isMoved { moved.append(loose) } else { claim.loose.append(loose) }
            return true
        }
        if rows == 0, !isPresent || actor.chain.k == 0 { return }
        if whole < actor.chain.k { claim.broken.append(actor.incarnation) }
        if chain.k == 0 { return }
        let refused = try store.verdicts(actor: actor.number, after: 0).count { !$0.verdict.isOfIdentity && $0.verdict.k <= chain.k }
        claim.lives.append(LifeEnd(incarnation: actor.incarnation, k: chain.k, hash: chain.hash, refused: UInt64(refused)))
    }

    private func receiptClaim(of area: AreaState) throws -> ReceiptClaim.Area {
        var records = 0
        try store.records(area: area.number, after: nil) { _, state in
            if !state.isEmpty { records += 1 }
            return true
        }
        let stage: ReceiptClaim.Area.Stage =
            switch area.stage {
            case .new: .new
            case .seeding: .seeding
            case .live: .live
            case .closed: .closed
            }
        return ReceiptClaim.Area(
            code: area.code, name: area.name, stage: stage, position: area.position, chain: area.chain.hash,
            digest: try recomputedDigest(of: area).bytes, records: records)
    }
}
