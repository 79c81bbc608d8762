import SyncCore
import WijkDomain

/// A receipt with all that is needed to judge it again, without the replica and without a network.
struct ReceiptDocument {
    /// A refused write; it is kept in the server's quarantine.
    struct Refused: Codable, Equatable {
        var record: String
        var area: String
        var code: String
        var detail: String
    }

    var server = ""
    var deviceName = ""
    var person = ""
    let claim: ReceiptClaim
    let receipt: Receipt
    let serverKey: [UInt8]
    let salt: [UInt8]
    var refused: [Refused] = []
    let statement: ReceiptStatement
    let judgement: ReceiptJudgement

    static let format = "wijk-receipt"
    static let version = 1

    /// - Throws: `SyncError` when the statement is not signed with the key, or is not on this claim.
    init(_ claim: ReceiptClaim, _ receipt: Receipt, serverKey: [UInt8], salt: [UInt8], epoch: Epoch? = nil) throws {
        self.claim = claim
        self.salt = salt
        self.receipt = receipt
        self.serverKey = serverKey
        statement = try receipt.verified(publicKey: serverKey, nonce: claim.nonce(salt: salt), epoch: epoch)
        judgement = ReceiptJudgement(claim, statement)
    }

    /// Names the receipt: two that say the same have the same.
    var digest: String { Hex.encode(Hash.sha256(receipt.statement)) }

    func members(into writer: inout JSONWriter, _ language: Language) {
        writer.member("format", Self.format)
        writer.member("version", Self.version)
        writer.member("safe", judgement.isSafe)
        writer.object("ops") { writer in
            writer.member("held", judgement.heldOps)
            writer.member("total", claim.ops)
        }
        writer.object("records") { writer in
            writer.member("held", judgement.heldRecords)
            writer.member("total", claim.records)
        }
        writer.array("missing", judgement.missing) { missing, writer in
            writer.beginObject()
            writer.member("code", missing.code)
            writer.member("text", missing.text(language))
            writer.endObject()
        }
        writer.member("digest", digest)
        writer.member("server", server)
        writer.member("device", statement.device)
        writer.member("deviceName", deviceName)
        writer.member("person", person)
        writer.member("epoch", "\(statement.epoch)")
        writer.member("time", instant: statement.time)
        writer.member("unsent", claim.unsent)
        writer.array("lives", claim.lives) { life, writer in
            writer.beginObject()
            writer.member("incarnation", "\(life.incarnation)")
            writer.member("ops", life.k)
            writer.member("refused", life.refused)
            writer.member("chain", Hex.encode(life.hash))
            writer.endObject()
        }
        writer.array("broken", claim.broken) { $1.string("\($0)") }
        writer.array("loose", claim.loose) { $1.string(Hex.encode($0.identity)) }
        writer.array("areas", claim.areas) { area, writer in
            writer.beginObject()
            writer.member("code", area.code)
            writer.member("name", area.name)
            writer.member("stage", area.stage.rawValue)
            writer.member("position", area.position)
            writer.member("records", area.records)
            writer.member("digest", Hex.encode(area.digest))
            writer.member("chain", Hex.encode(area.chain))
            writer.endObject()
        }
        writer.array("refused", refused) { refused, writer in
            writer.beginObject()
            writer.member("record", refused.record)
            writer.member("area", refused.area)
            writer.member("code", refused.code)
            writer.member("detail", refused.detail)
            writer.endObject()
        }
        writer.member("salt", Hex.encode(salt))
        writer.member("serverKey", Hex.encode(serverKey))
        writer.member("statement", Hex.encode(receipt.statement))
        writer.member("signature", Hex.encode(receipt.signature))
    }

    func text(_ language: Language) -> String {
        var lines: [String] = []
        let counts = language(
            en:
                "the server holds \(judgement.heldOps) of \(claim.ops) writes and \(judgement.heldRecords) of \(claim.records) records of this device",
            nl:
                "de server heeft \(judgement.heldOps) van \(claim.ops) wijzigingen en \(judgement.heldRecords) van \(claim.records) gegevens van dit apparaat"
        )
        let verdict =
            judgement.isSafe
            ? language(en: "Safe to wipe: ", nl: "Dit apparaat kan worden gewist: ")
            : language(en: "Not safe to wipe: ", nl: "Nog niet wissen: ")
        lines.append(verdict + counts + ".")
        for missing in judgement.missing { lines.append("  ! " + missing.text(language)) }
        for area in claim.areas where area.stage == .live {
            lines.append(
                "  \(area.code)  \(area.name): \(area.records), \(language(en: "digest", nl: "controlegetal")) \(Hex.encode(area.digest).prefix(16))"
            )
        }
        if !refused.isEmpty {
            lines.append(
                language(
                    en: "  refused, kept by the server: \(refused.count)",
                    nl: "  geweigerd, bewaard door de server: \(refused.count)"))
            for each in refused { lines.append("    \(each.record.prefix(8))  \(each.area)  \(each.detail) [\(each.code)]") }
        }
        lines.append(
            language(
                en: "Receipt \(digest.prefix(16)) of \(LocalTime.text(statement.time)), signed with server key \(Hex.encode(serverKey)).",
                nl:
                    "Bewijs \(digest.prefix(16)) van \(LocalTime.text(statement.time)), getekend met serversleutel \(Hex.encode(serverKey))."
            ))
        return lines.map { SafeText.singleLine($0) + "\n" }.joined()
    }
}
