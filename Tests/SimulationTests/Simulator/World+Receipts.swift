@testable import SyncCore

extension World {
    /// Once everything is at the server, it proves so: whatever lives the replica has had, every op of them is confirmed.
    func checkReceipt(_ index: Int) throws {
        let claim = try devices[index].replica.receiptClaim()
        let salt = [UInt8](repeating: 7, count: 16)
        let receipt = try service.receipt(claim.question(salt: salt), for: grant(index))
        let judgement = ReceiptJudgement(
            claim, try receipt.verified(publicKey: service.signer.publicKey, nonce: claim.nonce(salt: salt), epoch: service.epoch))
        guard judgement.isSafe, judgement.heldOps == claim.ops, judgement.heldRecords == claim.records else {
            throw Broken(description: "I2: device \(index) gets no receipt: \(judgement.missing)")
        }
        if claim.lives.count > 1 { count("receipt over lives") }
        if !claim.loose.isEmpty { count("receipt over a fork") }
    }
}
