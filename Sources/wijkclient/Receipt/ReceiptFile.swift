import FoundationEssentials
import SyncCore

/// A saved receipt, as `--json` writes it; only what is needed to judge it again.
private struct ReceiptFile: Decodable {
    struct Life: Decodable {
        var incarnation: String
        var ops: UInt64
        var refused: UInt64
        var chain: String
    }

    struct Area: Decodable {
        var code: String
        var name: String
        var stage: String
        var position: UInt64
        var records: Int
        var digest: String
        var chain: String
    }

    var format: String
    var version: Int
    var server: String
    var deviceName: String
    var person: String
    var unsent: UInt64
    var lives: [Life]
    var broken: [String]
    var loose: [String]
    var areas: [Area]
    var refused: [ReceiptDocument.Refused]
    var salt: String
    var serverKey: String
    var statement: String
    var signature: String

    func claim() throws(Unreadable) -> ReceiptClaim {
        var claim = ReceiptClaim()
        claim.unsent = unsent
        for life in lives {
            claim.lives.append(
                LifeEnd(
                    incarnation: try Self.incarnation(life.incarnation), k: life.ops, hash: try Self.bytes(life.chain),
                    refused: life.refused))
        }
        for life in broken { claim.broken.append(try Self.incarnation(life)) }
        let nowhere = Dot(Incarnation(ID128(high: 0, low: 0)), 0)
        for identity in loose { claim.loose.append(ReceiptClaim.LooseOp(identity: try Self.bytes(identity), first: nowhere)) }
        for area in areas {
            guard let stage = ReceiptClaim.Area.Stage(rawValue: area.stage) else { throw Unreadable() }
            claim.areas.append(
                ReceiptClaim.Area(
                    code: area.code, name: area.name, stage: stage, position: area.position, chain: try Self.bytes(area.chain),
                    digest: try Self.bytes(area.digest), records: area.records))
        }
        return claim
    }

    struct Unreadable: Error {}

    static func bytes(_ text: String) throws(Unreadable) -> [UInt8] {
        guard let bytes = Hex.decode(text) else { throw Unreadable() }
        return bytes
    }

    private static func incarnation(_ text: String) throws(Unreadable) -> Incarnation {
        guard let incarnation = Incarnation(bytes: try bytes(text)) else { throw Unreadable() }
        return incarnation
    }
}

extension ReceiptDocument {
    /// Reads a saved receipt and judges it anew.
    ///
    /// - Parameter key: the server's key, known from elsewhere than the file.
    init(file bytes: [UInt8], named path: String, key: [UInt8], _ language: Language) throws {
        guard let file = try? JSONDecoder().decode(ReceiptFile.self, from: Data(bytes)), file.format == Self.format,
            file.version == Self.version, let claim = try? file.claim(), let statement = try? ReceiptFile.bytes(file.statement),
            let signature = try? ReceiptFile.bytes(file.signature), let named = try? ReceiptFile.bytes(file.serverKey),
            let salt = try? ReceiptFile.bytes(file.salt)
        else {
            throw ClientError(
                .badData, "receipt.file",
                language(en: "\(path) is no receipt, or damaged.", nl: "\(path) is geen ontvangstbewijs, of is beschadigd."))
        }
        guard key == named else { throw Self.wrong(path, language) }
        do {
            try self.init(claim, Receipt(statement: statement, signature: signature), serverKey: key, salt: salt)
        } catch { throw Self.wrong(path, language) }
        (server, deviceName, person, refused) = (file.server, file.deviceName, file.person, file.refused)
    }

    private static func wrong(_ path: String, _ language: Language) -> ClientError {
        ClientError(
            .badData, "receipt.signature",
            language(
                en: "The receipt in \(path) is not signed by that server, or was changed.",
                nl: "Het bewijs in \(path) is niet door die server getekend, of is veranderd."),
            hint: language(en: "It proves nothing.", nl: "Het bewijst niets."))
    }
}
