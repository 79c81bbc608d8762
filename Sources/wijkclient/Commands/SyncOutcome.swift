import SyncCore
import WijkDomain

/// What came of this device's own writes in a sync: refused, with the rule and who decides; or held for want of money.
struct SyncOutcome {
    let refused: [(op: Op, verdict: Verdict)]
    let held: [(id: RecordID, shortfall: Money)]

    init(_ device: Device, refusedNow: Int) throws {
        let all = refusedNow > 0 ? try device.replica.refusals() : []
        refused = try all.sorted { $0.verdict.decidedAt < $1.verdict.decidedAt }.suffix(refusedNow)
            .map { (try Op(decoding: $0.op.op), $0.verdict) }
        var query = RecordQuery(MoneyKinds.booking)
        query.equal = [("state", .text("vastgehouden"))]
        query.mine = true
        var held: [(id: RecordID, shortfall: Money)] = []
        let place = MoneyKinds.booking.field(named: "shortfall_cents").flatMap { MoneyKinds.booking.position(of: $0.number) } ?? 0
        let budget = MoneyKinds.booking.field(named: "budget").flatMap { MoneyKinds.booking.position(of: $0.number) } ?? 0
        let facts = StoredFacts(device.store) { $0.person }
        try device.store.list(query) { row in
            var currency = "EUR"
            if case .bytes(let bytes) = row.values[budget], let id = RecordID(bytes: bytes) {
                currency = try facts.record(id, kind: MoneyKinds.budget)?["currency"].text ?? currency
            }
            held.append((row.id, Money(cents: row.values[place].integer ?? 0, currency: currency)))
            return true
        }
        self.held = held
    }

    func write(into writer: inout JSONWriter) {
        writer.array("refusals", refused) { each, writer in
            writer.beginObject()
            writer.member("record", "\(each.op.record)")
            writer.member("kind", Wijk.schema.kind(each.op.kind)?.name)
            writer.member("code", each.verdict.code)
            writer.member("detail", each.verdict.message(.english))
            writer.member("decider", each.verdict.decider)
            writer.endObject()
        }
        writer.array("held", held) { each, writer in
            writer.beginObject()
            writer.member("booking", "\(each.id)")
            writer.member("shortfallCents", each.shortfall.cents)
            writer.endObject()
        }
    }

    /// One line each, at most five of a sort.
    func lines(_ language: Language) -> [String] {
        let refusals = refused.suffix(5).map { each in
            let kind = Wijk.schema.kind(each.op.kind).map { Labels.label(kind: $0.name, dutch: language == .dutch) } ?? "?"
            return language(en: "Refused", nl: "Geweigerd") + ": \(kind) \(each.op.record.short): \(each.verdict.message(language))"
        }
        let holds = held.suffix(5).map { each in
            language(
                en: "Held: booking \(each.id.short), the budget is short by \(each.shortfall.text)",
                nl: "Vastgehouden: boeking \(each.id.short), het budget komt \(each.shortfall.text) tekort")
        }
        return (refusals + holds).map(SafeText.singleLine)
    }
}
