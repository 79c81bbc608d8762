import SyncCore
import Testing
import WijkDomain

@testable import wijkclient

/// `rank show|move|set`: the order of a plan's items, moved on devices that do not know of each other.
@Suite(.enabled(if: ClientProcess.isBuilt, "wijkclient is not built")) struct RankCommandTests {
    private let anna: Desk
    private let ben: Desk
    private let server: LocalServer
    private let plan: RecordID
    private let items: [RecordID]

    init() throws {
        let space = try Workspace()
        anna = try Desk("Anna", in: space, profile: .deventer)
        ben = try Desk("Ben", in: space)
        server = try LocalServer(areas: [anna.area])
        plan = try anna.plan()
        let (desk, plan) = (anna, plan)
        items = try (1...6).map { try desk.item("M\($0)", in: plan) }
        try sync(anna, ben)
    }

    private func sync(_ desks: Desk...) throws { for desk in desks { try server.sync(desk.device, as: desk.name, areas: [desk.area]) } }

    private func order(_ desk: Desk) throws -> [String] {
        try desk.json("rank", "show", plan.short)["items"].all.compactMap { $0["title"].text }
    }

    @Test(arguments: [false, true]) func `S-AMF 8: two separate moves go together, whoever syncs first`(isReversed: Bool) throws {
        _ = try anna.good("rank", "move", items[4].short, "--after", items[0].short)
        _ = try ben.good("volgorde", "verplaats", items[5].short, "--after", items[1].short, language: "nl")
        if isReversed { try sync(ben, anna, ben) } else { try sync(anna, ben, anna) }
        for desk in [anna, ben] {
            #expect(try order(desk) == ["M1", "M5", "M2", "M6", "M3", "M4"])
            #expect(try desk.json("rank", "show")["conflicts"] == .array([]))
        }
    }

    @Test func `C6, S-DEV 7: two claim the first place; both wishes are shown with who decides, and saying it again settles it`() throws {
        _ = try anna.good("rank", "move", items[3].short, "--first", "--reason", "Wijkteam 12 mei")
        _ = try ben.good("rank", "move", items[5].short, "--first")
        try sync(anna, ben, anna)
        for desk in [anna, ben] {
            let shown = try desk.good("rank", "show", plan.short)
            #expect(shown.contains("C6") && shown.contains("“M4” first  (Anna") && shown.contains("“M6” first  (Ben"), "\(shown)")
            #expect(shown.contains("decided by: wijkteam") && shown.contains("set by wijkteam, binding"), "\(shown)")
            let conflict = try #require(try desk.json("rank", "show")["conflicts"].all.first)
            #expect(conflict["cause"].text == "place" && conflict["after"].text == "\(plan)" && conflict["decider"].text == "wijkteam")
            #expect(conflict["wishes"].all.map { $0["person"].text } == ["Anna", "Ben"])
        }
        #expect(try anna.good("volgorde", "toon", language: "nl").contains("beslist: wijkteam"))
        #expect(try PlanRanking.clashes(in: ben.device.store).map(\.items) == [[items[3], items[5]]])
        _ = try ben.good("rank", "move", items[3].short, "--first")
        try sync(ben, anna)
        for desk in [anna, ben] {
            #expect(try order(desk) == ["M4", "M6", "M1", "M2", "M3", "M5"])
            #expect(try PlanRanking.clashes(in: desk.device.store).isEmpty)
        }
    }

    @Test func `C6: one item moved to two places shows both, and the one that is said again holds`() throws {
        _ = try anna.good("rank", "move", items[5].short, "--after", items[0].short)
        _ = try ben.good("rank", "move", items[5].short, "--after", items[2].short)
        try sync(anna, ben, anna)
        let conflict = try #require(try anna.json("rank", "show")["conflicts"].all.first)
        #expect(conflict["cause"].text == "item" && conflict["wishes"].all.map { $0["person"].text } == ["Anna", "Ben"])
        _ = try anna.good("rank", "move", items[5].short, "--after", items[0].short)
        try sync(anna, ben)
        for desk in [anna, ben] {
            #expect(try order(desk) == ["M1", "M6", "M2", "M3", "M4", "M5"])
            #expect(try desk.json("rank", "show")["conflicts"] == .array([]))
        }
        _ = try ben.good("conflict", "reopen", items[5].short, "--reason", "Het wijkteam was er niet bij")
        #expect(try ben.json("rank", "show")["conflicts"].all.map { $0["cause"].text } == ["item"])
        _ = try ben.good("rank", "move", items[5].short, "--after", items[0].short)
        #expect(try ben.json("rank", "show")["conflicts"] == .array([]))
        #expect(try ben.shown(items[5]).presentation.conflicts.isEmpty)
    }

    @Test func `an item after itself is refused with the rule, and so is one after another plan's`() throws {
        try anna.bad(76, "[rank.self]", "rank", "move", items[0].short, "--after", items[0].short)
        let refused = try anna.run("rank", "move", items[0].short, "--after", items[0].short, language: "nl")
        #expect(refused.errors.contains("niet na zichzelf") && refused.errors.contains("§2.2(2)") && refused.errors.contains("wijkteam"))
        let other = try anna.item("Elders", in: try anna.plan("Ander plan"))
        try anna.bad(64, "[rank.plan]", "rank", "move", items[0].short, "--after", other.short)
        try anna.bad(64, "[rank.plan]", "rank", "set", items[0].short, other.short)
        try anna.bad(64, "--first", "rank", "move", items[0].short)
        try anna.bad(64, "--first", "rank", "move", items[0].short, "--first", "--after", items[1].short)
        #expect(try order(anna) == ["M1", "M2", "M3", "M4", "M5", "M6"])
    }

    @Test func `a body's whole list is one write; what it does not name stands behind it`() throws {
        let file = try anna.space.write("volgorde.txt", "\(items[2].short)\r\n\n\(items[0].short)\n")
        let set = try anna.json("rank", "set", "--file", file, "--reason", "Wijkteam 12 mei")
        #expect(set["items"].all.map { $0["title"].text } == ["M3", "M1", "M2", "M4", "M5", "M6"])
        #expect(try anna.good("item", "history", items[2].short).contains("Wijkteam 12 mei"))
        #expect(try anna.json("rank", "set", items[2].short, items[0].short)["changed"].number == 0)
        try anna.bad(64, "[rank.twice]", "rank", "set", items[2].short, items[2].short)
        try anna.bad(66, "[file.none]", "rank", "set", "--file", "\(anna.space.path)/none")
        #expect(try anna.good("rank", "move", items[2].short, "--first").contains("stands there already"))
    }

    @Test func `who may not order is refused beforehand`() throws {
        let desk = try Desk("Tom", profile: .deventer, roles: .schouwer)
        let plan = try desk.plan()
        let items = try ["A", "B"].map { try desk.item($0, in: plan) }
        try desk.bad(76, "[right.field]", "rank", "move", items[1].short, "--first")
        let dordrecht = try Desk("Cor", profile: .dordrecht, roles: .dienstcontact)
        let none = try dordrecht.plan("Sectorplan", [("sort", .text("sectorplan"))])
        let alone = try ["A", "B"].map { try dordrecht.item($0, in: none) }
        try dordrecht.bad(76, "§", "rank", "move", alone[1].short, "--first")
    }
}
