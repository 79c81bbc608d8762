/// States under the server's signature what it has of a device's work, so that the device may be wiped.
extension SyncService {
    /// A life is confirmed only to who knows its chain, and an op only to who knows its identity: so a receipt tells nobody what he
    /// does not have.
    func receipt(_ question: ReceiptQuestion, for grant: DeviceGrant) throws -> Receipt {
        var statement = ReceiptStatement(epoch: epoch)
        statement.nonce = question.nonce
        statement.device = grant.device
        statement.time = replica.now()
        for life in question.lives {
            guard let actor = try store.findActor(life.incarnation), try chain(of: actor, at: life.k) == life.hash else { continue }
            let refused = try store.verdicts(actor: actor.number, after: 0).count { !$0.verdict.isOfIdentity && $0.verdict.k <= life.k }
            statement.lives.append(LifeEnd(incarnation: life.incarnation, k: life.k, hash: life.hash, refused: UInt64(refused)))
        }
        for op in question.ops where try isHere(op) { statement.ops.append(op.identity) }
        for code in question.areas where grant.areas.contains(code) {
            guard let area = try store.area(code) else { continue }
            statement.areas.append(
                AreaEnd(code: code, position: area.position, chain: area.chain.hash, digest: area.digest.bytes))
        }
        let bytes = statement.encode()
        return Receipt(statement: bytes, signature: try signer.sign(Receipt.signedBytes(bytes)))
    }

    /// In a feed, or in the quarantine.
    private func isHere(_ op: InquiredOp) throws -> Bool {
        if try known(op.identity, first: op.first, place: op.place) != nil { return true }
        // Under its own dot, or another; of what others handed in, by its place.
        var dots = try [op.identity, op.place].compactMap { try store.redotted(first: op.first, identity: $0) }
        if try identity(of: op.first) == op.identity { dots.append(op.first) }
        return try dots.contains { dot in
            try store.findActor(dot.incarnation).flatMap { try store.verdict(actor: $0.number, k: dot.k) } != nil
        }
    }
}
