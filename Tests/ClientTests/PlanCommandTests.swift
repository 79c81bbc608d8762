import SyncCore
import Testing
import WijkDomain

@testable import wijkclient

/// `plan show|overview|advance|compare`.
@Suite(.enabled(if: ClientProcess.isBuilt, "wijkclient is not built")) struct PlanCommandTests {
    private func cents(_ guilders: Int64) -> Value { .integer(guilders * 100) }

    private func tranches(_ desk: Desk, _ item: RecordID, _ text: String) throws {
        _ = try desk.good("item", "edit", item.short, "--set", "tranches=\(text)")
    }

    @Test func `a plan shows its items by status and its amounts by year, which make the total`() throws {
        let desk = try Desk(profile: .deventer)
        let plan = try desk.plan("Wijkplan 1998", [("phase", .text("panelen"))])
        let first = try desk.item("Speelplek", in: plan, [("estimate_cents", cents(500))])
        _ = try desk.item("Hondenpoep", in: plan, [("status", .text("doorgegeven")), ("estimate_cents", cents(900))])
        try tranches(desk, first, "1997=20000,1998=10000")
        let shown = try desk.json("plan", "show", plan.short)
        #expect(shown["fields"]["title"].text == "Wijkplan 1998" && shown["nextPhase"].text == "prioriteren")
        #expect(shown["sums"].all[0]["lowCents"].number == 50_000)
        #expect(shown["sums"].all[0]["years"].all.map { $0["lowCents"].number } == [20_000, 10_000, 20_000])
        #expect(shown["items"].all.map { $0["status"].text } == ["op_groslijst", "doorgegeven"])
        let text = try desk.good("plannen", "toon", language: "nl")
        #expect(text.contains("op_groslijst (1)") && text.contains("1997  f 200,00") && text.contains("totaal  f 500,00"), "\(text)")
        #expect(text.contains("volgende fase: prioriteren") && text.contains("geen jaar  f 200,00"), "\(text)")
    }

    @Test func `S-DOR 2 and 9: a wijkplan is the sum of its sector plans, with a marked spread while two estimates stand`() throws {
        let space = try Workspace()
        let anna = try Desk("Anna", in: space, profile: .dordrecht)
        let ben = try Desk("Ben", in: space)
        let whole = try anna.plan("Wijkplan W9", [("from_year", .integer(1998))])
        var items: [RecordID] = []
        for (title, guilders) in [("Welzijn", 40_000), ("Onderhoud", 1_010_000)] as [(String, Int64)] {
            let part = try anna.plan(title, [("sort", .text("sectorplan")), ("from_year", .integer(1998))])
            items.append(try anna.item("Maatregel \(title)", in: part, [("estimate_cents", cents(guilders))]))
        }
        let old = try anna.plan("Welzijn 1997", [("sort", .text("sectorplan")), ("from_year", .integer(1997))])
        _ = try anna.item("Oud", in: old, [("estimate_cents", cents(7))])
        let server = try LocalServer(areas: [anna.area])
        func sync() throws { for desk in [anna, ben, anna] { try server.sync(desk.device, as: desk.name, areas: [desk.area]) } }
        try sync()
        #expect(try ben.good("plan", "show", whole.short).contains("total  f 1.050.000,00\n"))
        _ = try anna.good("item", "edit", items[0].short, "--estimate-cents", "5500000")
        _ = try ben.good("item", "edit", items[0].short, "--estimate-cents", "4800000")
        try sync()
        for desk in [anna, ben] {
            let shown = try desk.good("plan", "show", whole.short)
            #expect(shown.contains("total  f 1.058.000,00 – f 1.065.000,00 !"), "\(shown)")
            let sums = try desk.json("plan", "show", whole.short)["sums"].all[0]
            #expect(sums["lowCents"].number == 105_800_000 && sums["highCents"].number == 106_500_000)
        }
    }

    @Test func `the overview has each plan under the one it lies in, and counts no item twice`() throws {
        let desk = try Desk(profile: .utrecht)
        let frame = try desk.plan("Kader", [("sort", .text("beleidskader"))])
        let program = try desk.plan("Programma", [("sort", .text("wijkprogramma")), ("parent", .bytes(frame.bytes))])
        let project = try desk.plan("Aanpak straat", [("sort", .text("project")), ("parent", .bytes(program.bytes))])
        _ = try desk.item("Stoep", in: project, [("estimate_cents", cents(10))])
        _ = try desk.item("Gids", in: program, [("estimate_cents", cents(5)), ("currency", .text("EUR"))])
        let plans = try desk.json("plan", "overview")
        #expect(plans["plans"].all.map { $0["title"].text } == ["Kader", "Programma", "Aanpak straat"])
        #expect(plans["plans"].all.map { $0["depth"].number } == [0, 1, 2])
        #expect(plans["total"].all.map { $0["lowCents"].number } == [500, 1_000])
        let text = try desk.good("plannen", "overzicht", language: "nl")
        #expect(text.contains("· · Aanpak straat") && text.contains("totaal  € 5,00") && text.contains("totaal  f 10,00"), "\(text)")
        #expect(try desk.json("plan", "overview", "--year", "1990")["plans"].all.count == 3, "a plan without years is for all")
    }

    @Test func `plans that lie in each other are shown all the same`() throws {
        let desk = try Desk()
        let (first, second) = (try desk.plan("Een"), try desk.plan("Twee"))
        try desk.know(PlanKind.kind, [("parent", .bytes(second.bytes))], record: first)
        try desk.know(PlanKind.kind, [("parent", .bytes(first.bytes))], record: second)
        #expect(try desk.json("plan", "overview")["plans"].all.count == 2)
    }

    @Test func `a plan goes through the phases of its profile, and no further`() throws {
        let desk = try Desk(profile: .deventer, roles: .coordinator)
        let plan = try desk.plan()
        for phase in ["panelen", "prioriteren", "uitvoering"] {
            let said = try desk.good("plannen", "verder", plan.short, language: "nl")
            #expect(said.contains("is nu in fase \(phase)"))
        }
        try desk.bad(76, "[plan.phase]", "plan", "advance", plan.short)
        #expect(try desk.shown(plan).value("phase") == .text("uitvoering"))
        try desk.know(PlanKind.kind, [("phase", .text("oud"))], record: plan)
        try desk.bad(76, "panelen, prioriteren, uitvoering", "plan", "advance", plan.short)
    }

    @Test func `advancing says the status and the decision too, and names the rule when it is not yours`() throws {
        let desk = try Desk(profile: .tilburg, roles: .coordinator)
        let plan = try desk.plan(
            "Stadsprogramma", [("sort", .text("stadsprogramma")), ("theme", .text("leefbaarheid")), ("phase", .text("voorlopig"))])
        let moved = try desk.json("plan", "advance", plan.short, "--status", "ter_inspraak", "--reason", "Na de commissie")
        #expect(moved["fields"]["phase"].text == "inspraak" && moved["fields"]["status"].text == "ter_inspraak")
        #expect(try desk.good("plan", "history", plan.short).contains("Na de commissie"))
        let reader = try Desk("Rob", profile: .deventer, roles: .schouwer)
        try reader.bad(76, "[right.field]", "plan", "advance", try reader.plan().short)
        try Desk("Dot", profile: .dordrecht).bad(66, "[record.unknown]", "plan", "advance", "abcdef12")
        let unknown = try Desk("Nel")
        try unknown.bad(76, "[plan.profile]", "plan", "advance", try unknown.plan().short)
    }

    @Test func `a municipality without phases has none to go to`() throws {
        let desk = try Desk(profile: .dordrecht)
        try desk.bad(76, "Plannen hebben hier geen fasen", "plan", "advance", try desk.plan().short, language: "nl")
    }

    @Test func `S-TIL 14: what came, went and changed between two plans, and the sums tie`() throws {
        let desk = try Desk(profile: .tilburg)
        let (old, new) = (try desk.plan("Programma 1997"), try desk.plan("Programma 1998"))
        for (title, theme, in98, guilders) in [
            ("Speelplein", "leefbaarheid", true, 200), ("Buurthuis", "zorg_opvang", false, 30),
        ] as [(String, String, Bool, Int64)] {
            _ = try desk.item(title, in: old, [("theme", .text(theme)), ("estimate_cents", cents(guilders))])
            if in98 { _ = try desk.item(title, in: new, [("theme", .text(theme)), ("estimate_cents", cents(guilders + 50))]) }
        }
        _ = try desk.item("Toezicht", in: new, [("theme", .text("veiligheid")), ("estimate_cents", cents(60))])
        let difference = try desk.json("plan", "compare", old.short, new.short)
        #expect(difference["came"].all.map { $0["title"].text } == ["Toezicht"])
        #expect(difference["went"].all.map { $0["title"].text } == ["Buurthuis"])
        #expect(difference["changed"].all.map { $0["aspects"] } == [.array([.text("amount")])])
        #expect(difference["sumsBefore"].all[0]["lowCents"].number == 23_000)
        #expect(difference["sumsAfter"].all[0]["lowCents"].number == 31_000)
        let text = try desk.good("plannen", "vergelijk", old.short, new.short, language: "nl")
        #expect(text.contains("bedrag: f 200,00 → f 250,00") && text.contains("totaal  f 230,00 → f 310,00"), "\(text)")
        #expect(text.contains("veiligheid  0 → f 60,00"), "\(text)")
    }

    @Test func `two years of one programme`() throws {
        let desk = try Desk()
        let plan = try desk.plan("Programma")
        try tranches(desk, try desk.item("Plein", in: plan), "1997=20000,1998=15000")
        try tranches(desk, try desk.item("Brug", in: plan), "1998=700")
        let difference = try desk.json("plan", "compare", plan.short, "--years", "1997,1998")
        #expect(difference["came"].all.map { $0["title"].text } == ["Brug"])
        #expect(difference["sumsAfter"].all[0]["lowCents"].number == 15_700)
        try desk.bad(64, "--years", "plan", "compare", plan.short)
        try desk.bad(65, "1997,1998", "plan", "compare", plan.short, "--years", "1997")
    }
}

/// `plan compare --versions`: a programme that is adopted every year.
@Suite(.enabled(if: ClientProcess.isBuilt, "wijkclient is not built")) struct PlanVersionTests {
    @Test func `S-TIL 14: from 1997.1 to 1998.1, whatever was written later, on every replica that holds it`() throws {
        let space = try Workspace()
        let (anna, ben) = (try Desk("Anna", in: space), try Desk("Ben", in: space))
        let server = try LocalServer(areas: [anna.area])
        func sync() throws { for desk in [anna, ben, anna] { try server.sync(desk.device, as: desk.name, areas: [desk.area]) } }
        try sync()
        let plan = try anna.plan("Stadsprogramma", [("cycle_year", .integer(1997))])
        let place = try anna.item("Speelplein", in: plan, [("estimate_cents", .integer(20_000))])
        let gone = try anna.item("Buurthuis", in: plan, [("estimate_cents", .integer(3_000))])
        _ = try anna.good("plan", "edit", plan.short, "--status", "vastgesteld")
        try sync()
        #expect(try ben.json("plan", "compare", plan.short, "--versions", "1997.1")["same"].number == 2)
        _ = try ben.good("item", "edit", place.short, "--estimate-cents", "25000")
        _ = try ben.good("item", "delete", gone.short)
        _ = try ben.item("Toezicht", in: plan, [("estimate_cents", .integer(6_000))])
        try sync()
        _ = try anna.good("plan", "edit", plan.short, "--set", "cycle_year=1998", "--status", "vastgesteld")
        _ = try anna.good("item", "edit", place.short, "--estimate-cents", "1")
        try sync()
        for desk in [anna, ben] {
            let difference = try desk.json("plan", "compare", plan.short, "--versions", "1997.1,1998.1")
            #expect(difference["came"].all.map { $0["title"].text } == ["Toezicht"])
            #expect(difference["went"].all.map { $0["title"].text } == ["Buurthuis"])
            #expect(difference["changed"].all.map { $0["after"]["lowCents"].number } == [25_000])
            #expect(difference["sumsBefore"].all[0]["lowCents"].number == 23_000)
            #expect(difference["sumsAfter"].all[0]["lowCents"].number == 31_000)
        }
        let now = try anna.good("plannen", "vergelijk", plan.short, "--versions", "1998.1", language: "nl")
        #expect(now.contains("1998.1 → nu") && now.contains("bedrag: f 250,00 → f 0,01"), "\(now)")
        try anna.bad(66, "There are: 1997.1, 1998.1", "plan", "compare", plan.short, "--versions", "1999.1")
        let late = try Desk("Cor", in: space)
        server.service.feedInsteadOfSnapshot = 0
        try server.sync(late.device, as: late.name, areas: [late.area])
        #expect(try late.json("plan", "show", plan.short)["items"].all.count == 2)
        try late.bad(66, "[plan.version-gone]", "plan", "compare", plan.short, "--versions", "1997.1,1998.1")
    }
}
