/// What a server's statement proves of a device's claim, and what is missing. Pure, so that it can be judged again from a file.
public struct ReceiptJudgement: Sendable, Equatable {
    public enum Missing: Sendable, Equatable {
        /// Own ops were never acknowledged.
        case unsent(UInt64)
        /// Own ops of this life are not here any more.
        case broken(Incarnation)
        /// The server does not confirm that it has these ops of this life.
        case life(Incarnation, ops: UInt64)
        /// It has another number of them in its quarantine.
        case refusals(Incarnation, here: UInt64, there: UInt64)
        /// So many ops of earlier lives it does not know.
        case loose(Int)
        /// Nothing was fetched of the area yet, or not all.
        case seeding(String)
        /// The device may not see the area any more, so what is held of it cannot be compared.
        case closed(String)
        /// The server's feed is at another position.
        case behind(String, here: UInt64, there: UInt64)
        /// Same position, other feed or other records.
        case differs(String)
        /// The server states nothing of the area.
        case unstated(String)
    }

    public private(set) var missing: [Missing] = []
    public private(set) var heldOps: UInt64 = 0
    public private(set) var heldRecords = 0

    public var isSafe: Bool { missing.isEmpty }

    /// Lives of which the server does not have the whole chain: what it took back of them has to be asked after one by one. Not those
    /// that have a gap here: what is in the gap cannot be asked after.
    public var lostLives: Set<Incarnation> {
        Set(
            missing.compactMap {
                if case .life(let incarnation, _) = $0, !missing.contains(.broken(incarnation)) { incarnation } else { nil }
            })
    }

    /// Whether the server lacks ops that it once acknowledged.
    public var lacksOps: Bool {
        missing.contains {
            switch $0 {
            case .life, .loose: true
            default: false
            }
        }
    }

    /// Whether another sync may be all that it takes.
    public var isOnlyBehind: Bool {
        !missing.isEmpty
            && missing.allSatisfy {
                switch $0 {
                case .behind, .unsent: true
                default: false
                }
            }
    }

    public init(_ claim: ReceiptClaim, _ statement: ReceiptStatement) {
        if claim.unsent > 0 { missing.append(.unsent(claim.unsent)) }
        for life in claim.broken { missing.append(.broken(life)) }
        for life in claim.lives {
            guard let held = statement.lives.first(where: { $0.incarnation == life.incarnation && $0.k == life.k && $0.hash == life.hash })
            else {
                missing.append(.life(life.incarnation, ops: life.k))
                continue
            }
            heldOps += life.k
            // Fewer is well: what was refused for want of its record may have been taken in since.
            if held.refused > life.refused { missing.append(.refusals(life.incarnation, here: life.refused, there: held.refused)) }
        }
        let known = Set(statement.ops)
        let unknown = claim.loose.count { !known.contains($0.identity) }
        heldOps += UInt64(claim.loose.count - unknown)
        if unknown > 0 { missing.append(.loose(unknown)) }
        for area in claim.areas {
            if let lack = Self.lack(of: area, statement) { missing.append(lack) } else { heldRecords += area.records }
        }
    }

    private static func lack(of area: ReceiptClaim.Area, _ statement: ReceiptStatement) -> Missing? {
        let isEmpty = area.records == 0 && area.position == 0
        switch area.stage {
        // Work of one's own that was refused left the area behind; nothing of it is here.
        case .closed: return isEmpty ? nil : .closed(area.code)
        case .new, .seeding: return .seeding(area.code)
        case .live: break
        }
        guard let there = statement.areas.first(where: { $0.code == area.code }) else { return .unstated(area.code) }
        if there.position != area.position { return .behind(area.code, here: area.position, there: there.position) }
        return there.chain == area.chain && there.digest == area.digest ? nil : .differs(area.code)
    }
}

extension Receipt {
    /// The statement, once its signature is found to be the server's.
    ///
    /// - Throws: `sync.server` when it is not, or when the statement is not the answer to this question.
    public func verified(publicKey: [UInt8], nonce: [UInt8], epoch: Epoch? = nil) throws -> ReceiptStatement {
        guard HeadSigner.isValid(signature, over: Self.signedBytes(statement), publicKey: publicKey) else {
            throw SyncError.server("the signature over the receipt is wrong")
        }
        let read = try ReceiptStatement(decoding: statement)
        guard read.nonce == nonce, epoch == nil || read.epoch == epoch else {
            throw SyncError.server("the receipt is not the one that was asked for")
        }
        return read
    }
}
