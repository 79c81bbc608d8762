import Testing

/// The second half of S-UTR: bodies that bind and that do not, feedback, readers, and the universal proofs.
extension ProcessTests.UtrechtTests {
    func bodies(_ town: Scenario) throws {
        town.say(
            "13-14. De wijkcommissie bindt niet; twee wijken, één weg: naar het college",
            "13-14. The wijkcommissie does not bind; one road of two wijken: to the college")
        let fields = ["--set", "body=wijkcommissie", "--set", "sort=toekenning", "--set", "title=Speeltuin"]
        try town.refused(
            "M1", "decision.binding", "decision", "add", fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], "--set",
            "binding=ja")
        let advice = try town.on(
            "M1", ["decision", "add"] + fields + ["--set", "binding=nee", "--set", "forwarded_to=raadscommissie"])
        let item = try #require(try town.rows("M1", "item", "list").first { $0("title") == "Plantsoen" })
        try town.refused("M1", "decision.binding", "item", "edit", item.id, "--set", "co_decision=\(advice.id)")
        try town.on(
            "M1", "proposal", "add", "--set", "title=Doorgaande weg", "--set", "to=college", "--set",
            "text=Wijk 3 wil rust, wijk 4 doorstroming")
        try town.sync("M1")
    }

    func feedback(_ town: Scenario) throws {
        town.say("15. Terugkoppeling aan de vier doelgroepen", "15. Feedback to the four client groups")
        let about = try town.rows("M1", "finding", "list").filter { $0("status") != "dubbel" }.map(\.id)
        #expect(about.count == 31)
        for audience in ["bestuur", "belanghebbenden", "marktpartijen", "diensten"] {
            try town.on(
                "M1", "feedback", "add", "--set", "audience=\(audience)", "--set", "text=Wat er met de schouw is gedaan", "--set",
                "about=\(about.joined(separator: ","))")
        }
        try town.sync("M1")
    }

    func readers(_ town: Scenario, _ finding: String, _ project: String) throws {
        town.say(
            "16. De directeur leest mee en wijzigt niets; en wie de regels niet kent (U4)",
            "16. The director reads and changes nothing; and one who does not know the rules (U4)")
        try town.sync("D1")
        #expect(try town.rows("D1", "finding", "list").count == 33)
        try town.refused("D1", "right.field", "finding", "edit", finding, "--description", "Anders")
        try town.refused("D1", "right.field", "plan", "edit", project, "-d", "Anders")
        // A replica that knows of no rules yet writes what it likes; the server does not take it, and says why.
        try town.add("Ulf", "schouwer", device: "T3")
        try town.on("T3", "plan", "add", "--title", "Eigen plan", "--sort", "beleidskader", "--area", town.area)
        let outcome = try town["T3"].start(["sync"], environment: ["WIJK_LANG=nl"]).outcome()
        #expect(outcome.status == 0 && outcome.errors.contains("Geweigerd: plan"), "\(outcome.errors)")
        #expect(outcome.errors.contains("§6.4") && outcome.errors.contains("beslist: wijkmanager"), "\(outcome.errors)")
        #expect(try town.rows("T3", "plan", "list").allSatisfy { $0("title") != "Eigen plan" }, "it is not shown any more")
        #expect(try town.text("T3", "refused", "list").contains("mag je geen plan vastleggen"), "and it is kept")
    }

    func proofs(_ town: Scenario) throws -> [String] {
        town.say("U1-U3: iedereen gelijk, niets kwijt, geld klopt", "U1-U3: all the same, nothing lost, the money right")
        for _ in 0..<2 { try town.syncAll() }
        try town.site.expectInStep(town.all, areas: [town.area])
        for tablet in town.all {
            let receipt = try tablet.run("receipt")
            #expect(receipt.status == 0, "U2: \(tablet.name): \(receipt.output) \(receipt.errors)")
        }
        var end = try town.rows("T1", "finding", "list").map {
            "\($0("description")) \($0("status")) \($0("destination")) \($0("remark"))"
        }
        end += try town.rows("T1", "item", "list").map { "\($0("title")) \($0("status"))" }
        end += try town.rows("T1", "plan", "list").map { "\($0("title")) \($0("description"))" }
        end += try budget(town, "T1").bookings.map { "\($0.amountCents) \($0.state) \($0.grantedCents ?? 0) \($0.shortfallCents ?? 0)" }
        return end.sorted()
    }
}
