import SyncCore
import Testing

@testable import WijkDomain

@Suite("Rules between devices that did not know of each other (I17, I18)")
struct TogetherTests {
    private let hall: Hall
    private let budget: RecordID

    init() throws {
        hall = try Hall(.standard(.deventer))
        budget = try hall.give(
            "budget",
            [
                "sort": .text("wijkbudget"), "title": .text("1997"), "year": .integer(1997), "granted_cents": .integer(5_000),
                "currency": .text("NLG"),
            ])
    }

    @Test func `two requests of one transaction do not both get what is there once`() throws {
        let l1 = try hall.device("Anna", .coordinator)
        let ids = try l1.write("booking", [asked(3_000), asked(3_000)])
        try hall.sync(l1)
        #expect(try ids.map(state) == ["geaccepteerd 3000", "vastgehouden 0"])
        #expect(try hall.balance(budget).room == 2_000)
    }

    @Test(arguments: [false, true])
    func `two holders who decide unseen of each other never give more than there is`(isOtherFirst: Bool) throws {
        let l1 = try hall.device("Anna", .coordinator)
        let (h1, h2) = (try hall.device("Bea", .budgethouder), try hall.device("Cor", .budgethouder))
        let ids = try l1.write("booking", [asked(6_000), asked(6_000)])
        for device in [l1, h1, h2] { try hall.sync(device) }
        try h1.write("booking", [(ids[0], granted(5_000))])
        try h2.write("booking", [(ids[1], granted(2_000)), (ids[0], granted(3_000))])
        for device in isOtherFirst ? [h2, h1] : [h1, h2] {
            try hall.sync(device)
            #expect(try hall.balance(budget).room >= 0)
        }
        for device in [l1, h1, h2] { try hall.sync(device) }
        #expect(try state(ids[0]) == (isOtherFirst ? "geaccepteerd 3000" : "geaccepteerd 5000"), "what came first is not undone")
        #expect(try state(ids[1]) == (isOtherFirst ? "geaccepteerd 2000" : "vastgehouden 0"))
        // Whoever decides now has both in sight, and the end is the same.
        try h1.write("booking", [(ids[0], granted(3_000)), (ids[1], granted(2_000))])
        try hall.sync(h1)
        #expect(try ids.map(state) == ["geaccepteerd 3000", "geaccepteerd 2000"])
        #expect(try hall.balance(budget).room == 0)
    }

    @Test func `whoever settles the order is asked for it`() throws {
        let (l1, l2) = (try hall.device("Anna", .coordinator), try hall.device("Bea", .bewonersbegeleider))
        let admin = try hall.device("Dirk", .beheerder)
        let plan = try l1.write("plan", [(nil, ["sort": .text("wijkplan"), "title": .text("1997"), "status": .text("concept")])])[0]
        let items = try l1.write(
            "plan_item",
            (1...3).map { (nil, ["plan": .bytes(plan.bytes), "title": .text("M\($0)"), "status": .text("op_groslijst")]) })
        for device in [l1, l2, admin] { try hall.sync(device) }
        try l1.write("plan_item", [(items[2], ["rank_after": .bytes(plan.bytes)])])
        try l2.write("plan_item", [(items[2], ["rank_after": .bytes(items[0].bytes)])])
        for device in [l1, l2, admin] { try hall.sync(device) }
        #expect(try hall.shown(items[2], PlanItemKind.kind)?.reference("rank_after") == plan)
        try admin.write("plan_item", [(items[2], ["rank_after": .bytes(items[1].bytes)])])
        try hall.sync(admin)
        #expect(try hall.shown(items[2], PlanItemKind.kind)?.reference("rank_after") == plan, "the administrator was refused")
        try l2.write("plan_item", [(items[2], ["rank_after": .bytes(items[1].bytes)])])
        try hall.sync(l2)
        #expect(try hall.shown(items[2], PlanItemKind.kind)?.reference("rank_after") == items[1])
    }

    private func asked(_ cents: Int64) -> (id: RecordID?, fields: [String: Value]) {
        (
            nil,
            [
                "budget": .bytes(budget.bytes), "sort": .text("reservering"), "amount_cents": .integer(cents),
                "state": .text("aangevraagd"),
            ]
        )
    }

    private func granted(_ cents: Int64) -> [String: Value] {
        ["state": .text("geaccepteerd"), "granted_cents": .integer(cents), "shortfall_cents": .null]
    }

    private func state(_ id: RecordID) throws -> String {
        let booking = try hall.shown(id, MoneyKinds.booking)
        return "\(booking?.text("state") ?? "—") \(booking?["granted_cents"].integer ?? 0)"
    }
}
