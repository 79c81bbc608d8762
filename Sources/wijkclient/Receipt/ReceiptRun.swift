import SyncCore

/// Syncs and then lets the server state what it holds; again when others have written in between.
struct ReceiptRun {
    let device: Device
    let enrolment: Enrolment
    let token: String
    let connection: ServerConnection
    let language: Language
    var beganNewLife: (Int) -> Void = { _ in }

    /// How often it is tried to stand where the server stands, while others write.
    private static let tries = 5

    func run() throws -> ReceiptDocument {
        guard let key = try device.store.reading({ try device.store.fact(.serverKey) }) else {
            throw ClientError(
                .badData, "receipt.key",
                language(en: "This replica does not know the server's key.", nl: "Deze replica kent de sleutel van de server niet."),
                hint: language(en: "Enrol again.", nl: "Meld opnieuw aan."))
        }
        var document = try attempt(key)
        for _ in 1..<Self.tries where document.judgement.isOnlyBehind { document = try attempt(key) }
        document.server = enrolment.server
        document.deviceName = enrolment.deviceName
        document.person = enrolment.person.name
        document.refused = try device.store.reading { try Refusal.all(device) }.map {
            ReceiptDocument.Refused(record: "\($0.op.record)", area: $0.op.area, code: $0.verdict.code, detail: $0.verdict.detail)
        }
        return document
    }

    private func attempt(_ key: [UInt8]) throws -> ReceiptDocument {
        var sync = SyncRun(device: device, connection: connection, token: token, language: language)
        sync.beganNewLife = beganNewLife
        _ = try sync.run()
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let first = try ask(try device.replica.receiptClaim(), salt, key)
        let lost = first.judgement.lostLives
        guard !lost.isEmpty || first.judgement.lacksOps, let epoch = try device.replica.epoch() else { return first }
        // A server that was put back does not miss what no feed shows: it is asked after, and handed in again.
        try device.replica.mend(after: "identity.unproven") { try connection.sync($0, token: token) }
        try device.replica.handInKept(epoch) { try connection.sync($0, token: token) }
        _ = try sync.run()
        return try ask(try device.replica.receiptClaim(without: lost), salt, key)
    }

    private func ask(_ claim: ReceiptClaim, _ salt: [UInt8], _ key: [UInt8]) throws -> ReceiptDocument {
        var request = try device.replica.request(SyncPlan(pushes: false))
        request.areas = []
        request.receipt = claim.question(salt: salt)
        guard let receipt = try connection.sync(request, token: token).receipt else {
            throw ClientError(
                .refused, "receipt.none",
                language(en: "The server gives no receipts.", nl: "De server geeft geen ontvangstbewijzen."),
                hint: language(en: "It is of an older version.", nl: "Hij is van een oudere versie."))
        }
        return try ReceiptDocument(claim, receipt, serverKey: key, salt: salt, epoch: try device.replica.epoch())
    }
}
