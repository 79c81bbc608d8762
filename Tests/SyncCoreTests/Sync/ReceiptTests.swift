import Testing

@testable import SyncCore

/// A receipt proves that the server has a device's work, and names what it does not have.
@Suite struct ReceiptTests {
    private static let salt = [UInt8](repeating: 9, count: 16)

    private func judge(_ town: Town, _ device: Town.Device) throws -> ReceiptJudgement {
        let claim = try device.replica.receiptClaim()
        var request = try device.replica.request(SyncPlan(pushes: false))
        request.areas = []
        request.receipt = claim.question(salt: Self.salt)
        let reply = try SyncReply(decoding: try town.answer(device, request.encode()))
        let receipt = try #require(reply.receipt)
        return ReceiptJudgement(
            claim,
            try receipt.verified(publicKey: town.service.signer.publicKey, nonce: claim.nonce(salt: Self.salt), epoch: town.service.epoch))
    }

    @Test func `I2: after a sync at the head the server confirms every op and record, refused ones too`() throws {
        let town = try Town(areas: ["A", "B"])
        let (one, other) = (try town.device("one", areas: ["A", "B"], schema: Notes.lenient), try town.device("other"))
        for number in 1...5 { try one.create([Notes.title: .text("title \(number)")], area: number % 2 == 0 ? "B" : "A") }
        try other.create()
        try one.create([Notes.status: .text("poison")])
        try town.syncAll()
        let claim = try one.replica.receiptClaim()
        #expect(claim.lives.map(\.k) == [6] && claim.lives.map(\.refused) == [1])
        let judgement = try judge(town, one)
        #expect(judgement.isSafe, "\(judgement.missing)")
        #expect(judgement.heldOps == 6 && judgement.heldRecords == 6)
    }

    @Test func `an unsent op, an area that moved on, and one that is new are named`() throws {
        let town = try Town(areas: ["A", "B"])
        let (one, other) = (try town.device("one", areas: ["A", "B"]), try town.device("other"))
        try one.create()
        try town.syncAll()
        try one.create()
        #expect(try judge(town, one).missing == [.unsent(1)])
        try town.sync(one)
        try other.create()
        try town.sync(other)
        let judgement = try judge(town, one)
        #expect(judgement.missing == [.behind("A", here: 2, there: 3)] && judgement.isOnlyBehind)
        _ = try one.store.transaction { try one.replica.ensureArea("C") }
        #expect(try judge(town, one).missing.contains(.seeding("C")))
    }

    @Test func `other ops under the same numbers, and other records at the same position, are never confirmed`() throws {
        let town = try Town()
        let device = try town.device("one")
        let record = try device.create()
        try town.sync(device)
        let good = try device.replica.receiptClaim()
        var claim = good
        var wrong = good.lives[0].hash
        wrong[0] ^= 1
        claim.lives = [LifeEnd(incarnation: good.lives[0].incarnation, k: 1, hash: wrong)]
        func judge(_ claim: ReceiptClaim) throws -> [ReceiptJudgement.Missing] {
            let receipt = try town.service.receipt(claim.question(salt: Self.salt), for: town.grant(device))
            return ReceiptJudgement(claim, try ReceiptStatement(decoding: receipt.statement)).missing
        }
        #expect(try judge(claim) == [.life(good.lives[0].incarnation, ops: 1)])
        claim = good
        claim.loose = [ReceiptClaim.LooseOp(identity: wrong, first: Dot(good.lives[0].incarnation, 1))]
        #expect(try judge(claim) == [.loose(1)])
        #expect(try judge(good).isEmpty)
        // A record that rotted here is found by its digest, which is computed and not remembered.
        try device.store.transaction {
            let ref = try #require(try device.store.find(record, kind: 1))
            var rotten = try #require(try device.store.load(ref)).state
            rotten.siblings[0] = RecordState.Sibling(field: rotten.siblings[0].field, key: "", origin: 0, value: .text("rotten"))
            try device.store.update(ref, rotten, area: 1)
        }
        #expect(try judge(device.replica.receiptClaim()) == [.differs("A")])
    }

    @Test func `a closed area cannot be compared, unless nothing of it is held`() throws {
        let town = try Town(areas: ["A", "B"])
        let device = try town.device("one")
        try device.create()
        _ = try device.store.transaction { try device.replica.ensureArea("B") }
        try device.create(area: "B")
        try town.sync(device)
        #expect(try device.store.area("B")?.stage == .closed)
        #expect(try judge(town, device).isSafe)
        device.areas = []
        let other = try town.device("other")
        try other.create()
        try town.sync(other)
        try town.sync(device)
        // What it held of the area has left it, and its own work there is at the server.
        #expect(try device.store.area("A")?.stage == .closed && judge(town, device).isSafe)
    }

    @Test func `I14: a receipt with another signature, claim or epoch proves nothing`() throws {
        let town = try Town()
        let device = try town.device("one")
        try device.create()
        try town.sync(device)
        let claim = try device.replica.receiptClaim()
        let receipt = try town.service.receipt(claim.question(salt: Self.salt), for: town.grant(device))
        let key = town.service.signer.publicKey
        let nonce = claim.nonce(salt: Self.salt)
        #expect(throws: Never.self) { try receipt.verified(publicKey: key, nonce: nonce, epoch: town.service.epoch) }
        var changed = claim
        changed.unsent = 1
        #expect(refusal { _ = try receipt.verified(publicKey: key, nonce: changed.nonce(salt: Self.salt)) } == "sync.server")
        #expect(refusal { _ = try receipt.verified(publicKey: HeadSigner().publicKey, nonce: nonce) } == "sync.server")
        #expect(refusal { _ = try receipt.verified(publicKey: key, nonce: nonce, epoch: Epoch(ID128(high: 1, low: 1))) } == "sync.server")
        for index in stride(from: 0, to: receipt.statement.count, by: 7) {
            var statement = receipt.statement
            statement[index] ^= 1
            let bent = Receipt(statement: statement, signature: receipt.signature)
            #expect(refusal { _ = try bent.verified(publicKey: key, nonce: nonce) } == "sync.server")
        }
    }

    @Test func `an own op that is gone from the replica is named, and so is a life that the server lost`() throws {
        let town = try Town()
        let device = try town.device("one")
        for _ in 1...3 { try device.create() }
        try town.sync(device)
        let life = try device.replica.own().incarnation
        try device.store.transaction { try device.store.connection.execute("DELETE FROM own WHERE key & 255 = 2") }
        let missing = try judge(town, device).missing
        #expect(missing.contains(.broken(life)) && missing.contains(.life(life, ops: 1)), "\(missing)")
    }
}
