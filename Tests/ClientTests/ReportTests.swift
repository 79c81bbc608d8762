import SyncCore
import Testing
import WijkDomain

@testable import wijkclient

/// `report schouw|wijkplan|year`: plain text and JSON that say the same.
@Suite(.enabled(if: ClientProcess.isBuilt, "wijkclient is not built")) struct ReportTests {
    private let desk: Desk

    init() throws { desk = try Desk(profile: .utrecht) }

    private func instant(_ day: String) -> Value { .integer(CalendarDay(day)!.milliseconds) }

    @Test func `S-UTR 5: the split is on the schouw's report, with the outcome of each finding and who was told`() throws {
        let schouw = try desk.know(
            SchouwKind.kind,
            [
                ("date", .text("1998-05-12")), ("status", .text("afgerond")), ("title", .text("Grensstraat")),
                ("resident_count", .integer(11)),
            ])
        func finding(_ text: String, _ destination: String?) throws -> RecordID {
            try desk.finding(
                text,
                [
                    ("schouw", .bytes(schouw.bytes)), ("destination", destination.map(Value.text) ?? .null),
                    ("observed_at", instant("1998-05-12")),
                ])
        }
        let lamp = try finding("Lamp uit", "regulier_onderhoud")
        _ = try (finding("Tegel los", "regulier_onderhoud"), finding("Weg", "bovenwijks"), finding("Boom", nil))
        _ = try desk.finding("Elders")
        _ = try desk.good("feedback", "send", "--audience", "bestuur", "--text", "Gemaakt", "--about", lamp.short)
        let report = try desk.json("report", "schouw")
        #expect(report["title"].text == "Grensstraat · 1998-05-12 · WK034403")
        #expect(report["destinations"].all.map { $0["count"].number } == [2, 1, 1])
        #expect(report["destinations"].all.map { $0["percent"].number } == [50, 25, 25])
        #expect(report["findings"].all.map { $0["told"].text } == ["yes", "no", "no", "no"])
        let text = try desk.good("verslag", "schouw", schouw.short, language: "nl")
        #expect(text.contains("aantal bewoners  11") && text.contains("regulier_onderhoud"), "\(text)")
        #expect(text.contains("teruggekoppeld"), "\(text)")
        try Desk("Nel").bad(66, "[schouw.none]", "report", "schouw")
    }

    @Test func `a plan's report has its items in order, its amounts, its budget and what still waits`() throws {
        let plan = try desk.plan("Kader", [("sort", .text("beleidskader")), ("from_year", .integer(1998))])
        let items = try ["Plein", "Bank", "Weg"].map { try desk.item($0, in: plan, [("estimate_cents", .integer(50_000))]) }
        try desk.know(PlanItemKind.kind, [("rank_after", .bytes(plan.bytes))], record: items[1])
        try desk.know(PlanItemKind.kind, [("rank_after", .bytes(plan.bytes))], record: items[2])
        try desk.know(PlanItemKind.kind, [("status", .text("afgewezen"))], record: items[0])
        try desk.know(DecidingKinds.reaction, [("item", .bytes(items[1].bytes)), ("text", .text("Wanneer?")), ("status", .text("open"))])
        for year in [1997, 1998] as [Int64] {
            try desk.know(
                MoneyKinds.budget,
                [
                    ("sort", .text("leefbaarheidsbudget")), ("title", .text("Budget \(year)")), ("year", .integer(year)),
                    ("granted_cents", .integer(50_000_000)), ("currency", .text("NLG")),
                ])
        }
        let report = try desk.json("report", "wijkplan", plan.short)
        #expect(report["items"].all.map { $0["title"].text } == ["Bank", "Weg"])
        #expect(report["left"].all.map { $0["title"].text } == ["Plein"])
        #expect(report["amounts"].all.last?["amount"]["lowCents"].number == 100_000)
        #expect(report["budgets"].all.map { $0["title"].text } == ["Budget 1998"])
        #expect(report["waiting"].all.map { $0["count"].number } == [0, 1, 1])
        let text = try desk.good("report", "plan", plan.short)
        #expect(text.contains("f 500.000,00") && text.contains("conflicts about the order (C6)"), "\(text)")
    }

    @Test func `S-AMF 17: a year has findings by destination, their scope, and whether the answer was in time`() throws {
        func finding(_ day: String, _ destination: String?, due: String? = nil, closed: String? = nil) throws {
            _ = try desk.finding(
                "Iets",
                [
                    ("observed_at", instant(day)), ("destination", destination.map(Value.text) ?? .null),
                    ("due_date", due.map(Value.text) ?? .null), ("status", .text(closed == nil ? "gerouteerd" : "afgehandeld")),
                    ("closed_at", closed.map(instant) ?? .null),
                ])
        }
        try finding("1998-01-01", "regulier_onderhoud", due: "1998-02-01", closed: "1998-02-01")
        try finding("1998-12-31", "regulier_onderhoud", due: "1998-02-01", closed: "1998-02-02")
        try finding("1998-06-01", "bovenwijks", due: "1998-07-01")
        try finding("1998-06-01", "college", due: "9999-01-01")
        try finding("1998-06-01", nil)
        try finding("1997-12-31", "plan")
        try finding("1999-01-01", "plan")
        let report = try desk.json("report", "year", "1998")
        #expect(report["findings"].all[0]["count"].number == 5)
        #expect(report["scope"].all.map { $0["count"].number } == [2, 2, 1])
        #expect(report["terms"].all.map { $0["count"].number } == [1, 1, 1, 1, 1])
        #expect(report["destinations"].all.first?["destination"].text == "regulier_onderhoud")
        let text = try desk.good("verslag", "jaar", "1998", "--area", desk.area, language: "nl")
        #expect(
            text.hasPrefix("Jaar 1998 · ") && text.contains("op tijd afgehandeld") && text.contains("bovenwijks of buiten scope"), "\(text)"
        )
        try desk.bad(65, "1998", "report", "year", "98765")
    }

    @Test func `decisions and messages of the year are in it, and no others`() throws {
        for date in ["1998-05-12", "1999-01-01"] {
            _ = try desk.good("decision", "record", "--body", "college", "--sort", "toekenning", "--title", "Op \(date)", "--date", date)
        }
        for (day, audience) in [("1998-03-01", "bestuur"), ("1998-04-01", "bestuur"), ("1997-04-01", "diensten")] {
            try desk.know(TellingKinds.feedback, [("audience", .text(audience)), ("text", .text("x")), ("sent_at", instant(day))])
        }
        let report = try desk.json("report", "year", "1998")
        #expect(report["decisions"].all.map { $0["title"].text } == ["Op 1998-05-12"])
        #expect(report["decisions"].all.map { $0["binding"].text } == ["yes"])
        #expect(report["told"].all.map { $0["count"].number } == [2])
    }

    @Test func `what was written is never trusted on a screen`() throws {
        let schouw = try desk.know(
            SchouwKind.kind, [("date", .text("1998-05-12")), ("status", .text("bezig")), ("title", .text("A\u{202E}b"))])
        _ = try desk.finding("C\u{202E}d", [("schouw", .bytes(schouw.bytes))])
        #expect(try !desk.good("report", "schouw").unicodeScalars.contains("\u{202E}"))
    }
}
