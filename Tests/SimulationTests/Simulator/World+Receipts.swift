@testable import SyncCore

extension World {
    /// Nothing tells a device that a server which was silently put back lost what no feed shows, until somebody asks for a receipt.
    func askForReceipts() throws {
        if counters["silent restore"] == nil { return }
        for index in devices.indices { try mend(index, after: "identity.unproven", withFaults: false) }
        try heal()
    }

    /// Once everything is at the server, it proves so: whatever lives the replica has had, every op of them is confirmed.
    func checkReceipt(_ index: Int, without lost: Set<Incarnation> = [], isSecond: Bool = false) throws {
        let claim = try devices[index].replica.receiptClaim(without: lost)
        let salt = [UInt8](repeating: 7, count: 16)
        let receipt = try service.receipt(claim.question(salt: salt), for: grant(index))
        let judgement = ReceiptJudgement(
            claim, try receipt.verified(publicKey: service.signer.publicKey, nonce: claim.nonce(salt: salt), epoch: service.epoch))
        if lost.isEmpty, !isSecond, judgement.lacksOps {
            try devices[index].replica.handInKept(service.epoch) { try SyncReply(decoding: serve(index, $0.encode(), withFaults: false)!) }
            return try checkReceipt(index, without: judgement.lostLives, isSecond: true)
        }
        let unknown = claim.loose.filter { op in
            !((try? receipt.verified(publicKey: service.signer.publicKey, nonce: claim.nonce(salt: salt)).ops.contains(op.identity))
                ?? false)
        }.map { oracle.names[oracle.canonical($0.identity)] ?? "?" }
        guard judgement.isSafe, judgement.heldOps == claim.ops, judgement.heldRecords == claim.records else {
            throw Broken(description: "I2: device \(index) gets no receipt: \(judgement.missing) \(unknown)")
        }
        if !lost.isEmpty { count("receipt over a restore") }
        if claim.lives.count > 1 { count("receipt over lives") }
        if !claim.loose.isEmpty { count("receipt over a fork") }
    }
}
