@testable import SyncCore

extension World {
    /// Nothing tells a device that a server which was silently put back lost what no feed shows, until somebody asks for a receipt.
    func askForReceipts() throws {
        if counters["silent restore"] == nil { return }
        for index in devices.indices {
            try mend(index, after: "identity.unproven", withFaults: false)
            guard try receipt(index, without: []).judgement.lacksOps else { continue }
            try devices[index].replica.handInKept(service.epoch) { try SyncReply(decoding: serve(index, $0.encode(), withFaults: false)!) }
        }
        try heal()
    }

    /// Once everything is at the server, it proves so: whatever lives the replica has had, every op of them is confirmed.
    func checkReceipt(_ index: Int) throws {
        let first = try receipt(index, without: [])
        // The server may have taken some lives back op by op.
        let lost = first.judgement.lostLives
        let (claim, statement, judgement) = first.judgement.lacksOps ? try receipt(index, without: lost) : first
        let confirmed = Set(statement.ops)
        let unknown = claim.loose.filter { !confirmed.contains($0.identity) }.map { oracle.names[oracle.canonical($0.identity)] ?? "?" }
        // A request of a life that is over, which comes once more after the server was put back, may be refused by rights that have changed
        // since. Nobody tells the device that: its receipt names it.
        let isLateRefusal = mayHaveForgotten && counters["late request"] != nil && judgement.missing.allSatisfy { $0.isRefusals }
        guard judgement.isSafe || isLateRefusal, judgement.heldOps == claim.ops, judgement.heldRecords == claim.records else {
            throw Broken(description: "I2: device \(index) gets no receipt: \(judgement.missing) \(unknown)")
        }
        if !lost.isEmpty { count("receipt over a restore") }
        if claim.lives.count > 1 { count("receipt over lives") }
        if !claim.loose.isEmpty { count("receipt over a fork") }
    }

    private func receipt(
        _ index: Int, without lost: Set<Incarnation>
    ) throws -> (claim: ReceiptClaim, statement: ReceiptStatement, judgement: ReceiptJudgement) {
        let claim = try devices[index].replica.receiptClaim(without: lost)
        let salt = [UInt8](repeating: 7, count: 16)
        let receipt = try service.receipt(claim.question(salt: salt), for: grant(index))
        let statement = try receipt.verified(publicKey: service.signer.publicKey, nonce: claim.nonce(salt: salt), epoch: service.epoch)
        return (claim, statement, ReceiptJudgement(claim, statement))
    }
}

extension ReceiptJudgement.Missing {
    fileprivate var isRefusals: Bool {
        if case .refusals = self { return true }
        return false
    }
}
