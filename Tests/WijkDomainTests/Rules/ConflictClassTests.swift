import SyncCore
import Testing

@testable import WijkDomain

@Suite("The classes of conflict (DOMAIN 7.3)")
struct ConflictClassTests {
    private static let finding: [String: Value] = ["description": .text("tegel los"), "status": .text("gerouteerd")]
    private static let item: [String: Value] = ["plan": reference(9), "title": .text("speelplek"), "status": .text("op_groslijst")]
    private static let booking: [String: Value] = [
        "budget": reference(8), "sort": .text("reservering"), "amount_cents": .integer(1_200_000), "state": .text("aangevraagd"),
    ]

    /// What two people did unseen of each other, and what it is.
    static let cases: [(kind: String, made: [String: Value], first: Op.Edit, second: Op.Edit, classes: [ConflictClass])] = [
        ("plan_item", item, .write(["end_date": .text("1998-06-01")]), .write(["end_date": .text("1998-06-15")]), [.c1]),
        ("finding", finding, .write(["address": .text("Talmaweg 1")]), .write(["address": .text("Talmaweg 3")]), [.c1]),
        ("plan_item", item, .write(["executor": .text("RD")]), .write(["description": .text("met banken")]), []),
        ("plan_item", item, .write(["estimate_cents": .integer(5)]), .write(["financing_note": .text("RD")]), [.c2]),
        ("plan_item", item, .write(["estimate_cents": .integer(5)]), .write(["status": .text("afgewezen")]), [.c2]),
        ("finding", finding, .write(["status": .text("afgehandeld")]), .write(["seen_at": .integer(1)]), [.c3]),
        ("finding", finding, .write(["status": .text("in_uitvoering")]), .write(["seen_at": .integer(1)]), []),
        ("finding", finding, .write(["deleted": .integer(1)]), .write(["remark": .text("weer omgereden")]), [.c4]),
        (
            "booking", booking, .write(["state": .text("geaccepteerd"), "granted_cents": .integer(5)]),
            .write(["state": .text("afgewezen")]), [.c5]
        ),
        ("booking", booking, .write(["state": .text("geaccepteerd")]), .write(["granted_cents": .integer(5)]), [.c5]),
        ("plan_item", item, .write(["rank_after": reference(2)]), .write(["rank_after": reference(3)]), [.c6]),
        ("finding", finding, .write(["item": reference(2)]), .write(["item": reference(3)]), [.c9]),
        ("finding", finding, .write(["destination": .text("regulier_onderhoud")]), .write(["item": reference(3)]), [.c9]),
        ("finding", finding, .write(["status": .text("afgehandeld")]), .write(["destination": .text("plan")]), [.c9]),
        ("finding", finding, .move("UTR-2"), .move("UTR-3"), [.c10]),
        ("finding", finding, .write(["severity": .text("laag")]), .write(["severity": .text("gevaar")]), []),
        ("finding", finding, .write(["address": .text("Talmaweg 1")]), .write(["address": .text("Talmaweg 1")]), []),
    ]

    @Test(arguments: cases.indices)
    func `what two people did unseen of each other has its class`(index: Int) throws {
        let one = Self.cases[index]
        let (conflicts, kind) = try edited(one.kind, made: one.made, one.first, one.second)
        #expect(conflicts.map { ConflictClass(of: $0, kind: kind) } == one.classes)
    }

    @Test func `every class has a name and a rule in two languages, each its own`() {
        #expect(ConflictClass.allCases.map(\.rawValue) == (1...14).map { "C\($0)" })
        for dutch in [true, false] {
            #expect(Set(ConflictClass.allCases.map { $0.name(dutch: dutch) }).count == 14)
            #expect(Set(ConflictClass.allCases.map { $0.standing(dutch: dutch) }).count == 14)
        }
    }

    @Test func `duplicates, areas and attachments are technical, and nothing else is`() {
        #expect(ConflictClass.allCases.filter(\.isTechnical) == [.c8, .c10, .c13])
    }
}
