import SyncCore
import Testing

@testable import WijkDomain

@Suite("What a plan costs, year by year")
struct PlanAmountTests {
    private func item(_ fields: [String: Value], status: String = "voorgesteld") -> RecordValues {
        record(1, "plan_item", fields.merging(["status": .text(status), "currency": .text("NLG")]) { first, _ in first })
    }

    @Test func `S-TIL 3: the years make the total`() {
        let amount = PlanAmount(item(["tranches": .text("1997=20000000\n1998=15000000")]))
        #expect(amount.total == Spread(35_000_000) && amount.undated == Spread(0))
        #expect(PlanSums([amount]).rows("NLG").map(\.year) == [1997, 1998])
    }

    @Test func `of an estimate, what no year has yet stands apart, so that the rows make the total`() {
        let amount = PlanAmount(item(["estimate_cents": .integer(500), "tranches": .text("1998=300")]))
        let sums = PlanSums([amount, PlanAmount(item(["estimate_cents": .integer(40)]))])
        #expect(sums.rows("NLG") == [.init(year: 1998, amount: Spread(300)), .init(year: nil, amount: Spread(240))])
        #expect(sums.total("NLG") == Spread(540))
    }

    @Test(arguments: PlanItemKind.statuses) func `what left the plan costs it nothing`(status: String) {
        let total = PlanAmount(item(["estimate_cents": .integer(500)], status: status)).total
        #expect(total == Spread(PlanItemKind.left.contains(status) ? 0 : 500))
    }

    @Test func `what is unwanted gets no money, also in a sum`() {
        #expect(PlanAmount(item(["estimate_cents": .integer(500), "wanted": .text("ongewenst")])).total == Spread(0))
    }

    @Test func `S-DOR 9: while two estimates stand, the sum is marked from the least to the most`() {
        var state = RecordState(id: id(1), kind: PlanItemKind.kind.number)
        for (actor, cents) in [(1, 5_500_000), (2, 4_800_000)] {
            let dot = Dot(Incarnation(ID128(high: 0, low: UInt64(actor))), 1)
            state.fold(op(1, "plan_item", ["estimate_cents": .integer(Int64(cents))]), dot: dot, position: 0)
        }
        let torn = PlanAmount(item(["estimate_cents": .integer(5_500_000)]), state: state)
        let sums = PlanSums([torn, PlanAmount(item(["estimate_cents": .integer(101_000_000)]))])
        #expect(sums.total("NLG").low == 105_800_000 && sums.total("NLG").high == 106_500_000)
        #expect(!sums.total("NLG").isDecided)
    }

    @Test func `two currencies are never one sum`() {
        let sums = PlanSums([
            PlanAmount(item(["estimate_cents": .integer(1)])),
            PlanAmount(item(["estimate_cents": .integer(2), "currency": .text("EUR")])),
        ])
        #expect(sums.currencies == ["EUR", "NLG"] && sums.total("EUR") == Spread(2) && sums.total("NLG") == Spread(1))
    }

    @Test func `no sum goes around the end of the numbers`() {
        let most = Spread(.max)
        #expect((most + most).high == .max && (Spread(.min) - most).low == .min)
    }
}
