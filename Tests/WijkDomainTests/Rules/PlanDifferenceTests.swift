import SyncCore
import Testing

@testable import WijkDomain

@Suite("What came, went and changed between two plans (S-TIL 14)")
struct PlanDifferenceTests {
    private func line(
        _ number: Int, _ title: String, _ tranches: String = "", theme: String = "leefbaarheid", status: String = "voorgesteld"
    ) -> PlanDifference.Line {
        let item = record(
            number, "plan_item",
            [
                "title": .text(title), "theme": .text(theme), "status": .text(status), "currency": .text("NLG"),
                "tranches": tranches.isEmpty ? .null : .text(tranches),
            ], area: "TIL-N")
        return PlanDifference.Line(item, amount: PlanAmount(item))
    }

    @Test func `an item that keeps its record is the same item, whatever it is called`() {
        let difference = PlanDifference(before: [line(1, "Speelplein")], after: [line(1, "Speelplein Stockhasselt")])
        #expect(difference.came.isEmpty && difference.went.isEmpty)
        #expect(difference.changed.map(\.aspects) == [[.title]])
    }

    @Test func `in another record it is the same when it is called the same`() {
        let difference = PlanDifference(before: [line(1, "Speelplein  Noord"), line(2, "Banken")], after: [line(9, "speelplein noord")])
        #expect(difference.went.map(\.id) == [id(2)] && difference.came.isEmpty && difference.changed.map(\.aspects) == [[.title]])
    }

    @Test func `two that are called the same are two`() {
        let difference = PlanDifference(before: [line(1, "Banken")], after: [line(8, "Banken"), line(9, "Banken")])
        #expect(difference.same == 1 && difference.came.map(\.id) == [id(9)])
    }

    @Test func `money that moves to another year is moved, not changed; the sums tie`() {
        let before = [line(1, "Plein", "1997=20\n1998=15"), line(2, "Weg", "1997=5", theme: "veiligheid")]
        let after = [line(1, "Plein", "1997=20\n1999=15"), line(3, "Brug", "1999=7")]
        let difference = PlanDifference(before: before, after: after)
        #expect(difference.changed.map(\.aspects) == [[.years]])
        #expect(difference.came.map(\.title) == ["Brug"] && difference.went.map(\.title) == ["Weg"])
        #expect(difference.before.total("NLG") == Spread(40) && difference.after.total("NLG") == Spread(42))
        for parts in [difference.themes, difference.areas] {
            #expect(parts.map { $0.before.total("NLG").low }.reduce(0, +) == 40)
            #expect(parts.map { $0.after.total("NLG").low }.reduce(0, +) == 42)
        }
        #expect(difference.themes.map(\.name) == ["leefbaarheid", "veiligheid"])
    }

    @Test func `equal plans differ in nothing`() {
        let lines = [line(1, "Plein", "1997=20"), line(2, "Weg")]
        let difference = PlanDifference(before: lines, after: lines)
        #expect(difference.same == 2 && difference.came.isEmpty && difference.went.isEmpty && difference.changed.isEmpty)
    }
}
