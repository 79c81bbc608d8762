import FoundationEssentials
import Testing

extension ProcessTests {
    /// S-UTR of the domain's scenarios: a wijkschouw with two groups, the leefbaarheidsbudget, and the direct line (report, chapter 5).
    @Suite(.serialized) struct UtrechtTests {
        private struct Budget: Decodable {
            var grantedCents: Int64, acceptedCents: Int64, heldCents: Int64, roomCents: Int64
            var bookings: [Booking]
        }
        private struct Booking: Decodable {
            var id: String, state: String
            var amountCents: Int64
            var grantedCents: Int64?
            var shortfallCents: Int64?
        }

        @Test func `S-UTR U1 U2 U3 U4: from the schouw to the last feedback, and the same in another order with everything sent twice`()
            throws
        {
            let ends = try [false, true].map { try play(isReversed: $0) }
            #expect(ends[0] == ends[1], "U1: the same decisions give the same end, whoever synced first")
        }

        /// - Returns: what everybody holds in the end, without ids and times.
        private func play(isReversed: Bool) throws -> [String] {
            let town = try Scenario(area: "UTR-3", areaSet: "1997", isReversed: isReversed)
            try people(town)
            let findings = try walk(town)
            try route(town, findings)
            try closedAndSeenAgain(town, findings[0])
            let project = try plans(town)
            try money(town)
            try twoTexts(town, project)
            try services(town, project)
            try bodies(town)
            try feedback(town)
            try readers(town, findings[1], project)
            return try proofs(town)
        }

        private func people(_ town: Scenario) throws {
            town.say("1. Profiel utrecht, acht wijken, het leefbaarheidsbudget", "1. Profile utrecht, eight wijken, the budget")
            for (person, role, device) in [
                ("Tanja", "schouwer", "T1"), ("Tom", "schouwer", "T2"), ("Mirjam", "coordinator", "M1"), ("Mo", "coordinator", "M2"),
                ("Sam", "uitvoerder", "S1"), ("Vera", "dienstcontact", "V1"), ("Dirk", "stadscoordinator", "D1"),
            ] { try town.add(person, role, device: device) }
            for person in ["Mirjam", "Mo"] { _ = try town.site.good(["role", "add", person, "budgethouder", "--area", town.area]) }
            #expect(try town.site.areas().count == 8)
            let opened = try town.site.good(["budget", "open", "--year", "1998", "--area", town.area])
            #expect(opened.output.contains("f 500.000,00"), "\(opened.output)")
            try town.syncAll()
        }

        private func walk(_ town: Scenario) throws -> [String] {
            town.say(
                "2-4. Twee groepen schouwen zonder netwerk, met elf bewoners", "2-4. Two groups walk without network, with eleven residents"
            )
            try town.on(
                "T1", "schouw", "start", "--title", "Schouw Grensstraat", "--set", "resident_count=11", "--set",
                "participants=wijkagent,corporatie")
            for (device, count) in [("T1", 18), ("T2", 15)] {
                for number in 1...count {
                    // The first two of each group are the same lamp post and the same tree, six metres apart.
                    let isTwin = number <= 2
                    let place =
                        52.1 + Double(isTwin ? number : number + (device == "T1" ? 100 : 200)) / 1_000
                        + (isTwin && device == "T2" ? 0.00005 : 0)
                    let text = ["Lantaarnpaal uit", "Boom hangt over"]
                    try town.on(
                        device, "finding", "add", "-d", isTwin ? text[number - 1] : "Bevinding \(device)-\(number)", "--category",
                        isTwin ? "openbaar-groen-en-water" : "wegen-verkeer-straatmeubilair", "--mentioned-by", "bewoner", "--set",
                        "latitude=\(Self.degrees(place))", "--set", "longitude=5.1000000", "--set", "location_method=gps")
                }
            }
            try town.sync("T1", "T2")
            try town.sync("M2")
            let all = try town.rows("M2", "finding", "list")
            #expect(all.count == 33 && all.allSatisfy { $0("mentioned_by") == "bewoner" && $0("number").hasPrefix("UTR-3-") })
            #expect(Set(all.map { $0("number") }).count == 33, "every number is given once")
            for text in ["Lantaarnpaal uit", "Boom hangt over"] {
                let twins = all.filter { $0("description") == text }.map(\.id).sorted()
                #expect(twins.count == 2)
                try town.on("M2", "finding", "duplicate", twins[1], "--of", twins[0])
            }
            return try town.rows("M2", "finding", "list").filter { $0("status") == "nieuw" }.map { ($0("description"), $0.id) }.sorted {
                $0 < $1
            }
            .map(\.1)
        }

        private func route(_ town: Scenario, _ findings: [String]) throws {
            town.say(
                "5. Routeren: 20 regulier, 8 budget, 2 bovenwijks, 1 politie",
                "5. Routing: 20 regular, 8 budget, 2 beyond the wijk, 1 police")
            #expect(findings.count == 31)
            try town.refused("M2", "finding.destination", "finding", "route", findings[0], "buiten_scope")
            for (index, id) in findings.enumerated() {
                let (destination, to) =
                    index < 20
                    ? ("regulier_onderhoud", "Stadsbeheer")
                    : index < 28
                        ? ("wijkbudget", "wijkbureau")
                        : index < 30 ? ("bovenwijks", "college") : ("partner", "politie")
                try town.on("M2", "finding", "route", id, destination, "--to", to)
            }
            try town.sync("M2")
            try town.syncAll()
            let split = Dictionary(grouping: try town.rows("S1", "finding", "list"), by: { $0("destination") }).mapValues(\.count)
            #expect(split == ["regulier_onderhoud": 20, "wijkbudget": 8, "bovenwijks": 2, "partner": 1, "": 2])
        }

        private func closedAndSeenAgain(_ town: Scenario, _ id: String) throws {
            town.say(
                "6-7. Gesloten, en intussen weer gezien (C3), met een foto die nog komt (C13)",
                "6-7. Closed, and seen again meanwhile (C3), with a photo on its way (C13)")
            try town.on("S1", "finding", "close", id, "--reason", "Paaltje rechtgezet")
            try town.on("T2", "finding", "again", id, "--remark", "weer omgereden", "--quality", "D")
            let photo = try town.on(
                "T2", "attachment", "add", "--set", "finding=\(id)", "--set", "sha256=\(String(repeating: "ab", count: 32))", "--set",
                "media_type=image/jpeg", "--set", "bytes=400000", "--set", "sort=foto_voor", "--set", "standing=deels")
            try town.sync("S1", "T2")
            try town.sync("M2")
            let torn = try town.rows("M2", "finding", "list", "--conflicts")
            #expect(torn.map(\.id) == [id] && torn[0]("remark") == "weer omgereden", "nothing that was seen is lost")
            let shown = try town.text("M2", "conflict", "show", id)
            #expect(shown.contains("afgehandeld") && shown.contains("heropend") && shown.contains("weer omgereden"), "\(shown)")
            try town.on("T2", "attachment", "edit", photo.id, "--set", "standing=compleet")
            try town.on("M2", "finding", "reopen", id, "--reason", "Weer omgereden, zie de foto")
            try town.sync("T2", "M2")
            try town.sync("S1")
            #expect(try town.text("S1", "finding", "history", id).contains("Weer omgereden, zie de foto"), "S1 sees why")
            #expect(try town.rows("S1", "finding", "list", "--conflicts").isEmpty)
        }

        private func plans(_ town: Scenario) throws -> String {
            town.say(
                "8. Project ⊂ wijkprogramma ⊂ beleidskader, elk in een van vier velden",
                "8. Project ⊂ programme ⊂ policy frame, each in one of four fields")
            try town.refused(
                "M1", "plan.parent", "plan", "add", "--title", "Los project", "--sort", "project", "--theme", "onderhoud_beheer")
            let frame = try town.on("M1", "plan", "add", "--title", "Kader", "--sort", "beleidskader")
            let programme = try town.on(
                "M1", "plan", "add", "--title", "Programma", "--sort", "wijkprogramma", "--theme", "onderhoud_beheer", "--set",
                "parent=\(frame.id)")
            try town.refused(
                "M1", "plan.theme", "plan", "add", "--title", "P", "--sort", "project", "--theme", "groen", "--set",
                "parent=\(programme.id)")
            let project = try town.on(
                "M1", "plan", "add", "--title", "Straten heel", "--sort", "project", "--theme", "onderhoud_beheer", "-d", "Alle straten",
                "--set",
                "parent=\(programme.id)")
            try town.sync("M1")
            try town.sync("M2", "V1", "T1")
            return project.id
        }

        private func budget(_ town: Scenario, _ device: String) throws -> Budget { try town[device].json(Budget.self, "budget", "show") }

        private func money(_ town: Scenario) throws {
            town.say("9-10. Samen over het budget (C5): de bewoners beslissen", "9-10. Over the budget together (C5): the residents decide")
            let id = try town.rows("M1", "budget", "list")[0].id
            try town.on("M1", "booking", "request", "--budget", id, "--amount", "470.000")
            try town.sync("M1")
            try town.sync("M2")
            let first = try town.on("M1", "booking", "request", "--budget", id, "--amount", "20.000").id
            let second = try town.on("M2", "booking", "request", "--budget", id, "--amount", "15.000").id
            try town.sync("M1", "M2")
            try town.sync("M1")
            let torn = try budget(town, "M1")
            let held = try #require(torn.bookings.first { $0.state == "vastgehouden" })
            #expect(torn.roomCents >= 0 && held.shortfallCents == 500_000, "I17: never below nothing, and it is said how much is lacking")
            #expect(held.id == (town.isReversed ? first : second), "C5: the later one is held")
            try town.refused("M1", "budget.codecision", "booking", "accept", "\(first)=20.000", "\(second)=10.000")
            let evening = try town.on(
                "M1", "decision", "add", "--set", "body=bewonersavond", "--set", "sort=toekenning", "--set", "title=Bewonersavond", "--set",
                "binding=ja")
            try town.refused(
                "M1", "budget.overdraft", "booking", "accept", "\(first)=20.000", "\(second)=15.000", "--decision", evening.id)
            try town.on("M1", "booking", "accept", "\(first)=20.000", "\(second)=10.000", "--decision", evening.id)
            try town.sync("M1")
            try town.sync("M2")
            for device in ["M1", "M2"] {
                let end = try budget(town, device)
                #expect(end.roomCents == 0 && end.heldCents == 0 && end.acceptedCents == end.grantedCents, "U3")
            }
        }

        private func twoTexts(_ town: Scenario, _ project: String) throws {
            town.say("11. Twee herschrijven één omschrijving (C1)", "11. Two rewrite one description (C1)")
            try town.on("M1", "plan", "edit", project, "-d", "Alle straten, te beginnen in het noorden")
            try town.on("M2", "plan", "edit", project, "-d", "Alle straten, ook de stoepen")
            try town.sync("M1", "M2")
            try town.sync("M1")
            let shown = try town.text("M1", "conflict", "show", project)
            #expect(shown.contains("te beginnen in het noorden") && shown.contains("ook de stoepen"))
            try town.on(
                "M1", "conflict", "resolve", project, "--value", "Alle straten en stoepen, vanaf het noorden", "--reason", "Samengevoegd")
            try town.sync("M1")
            try town.sync("M2")
            let history = try town.text("M2", "plan", "history", project)
            #expect(
                history.contains("te beginnen in het noorden") && history.contains("ook de stoepen") && history.contains("Samengevoegd"))
            #expect(try town.rows("M2", "plan", "list", "--conflicts").isEmpty)
        }

        private func services(_ town: Scenario, _ project: String) throws {
            town.say("12. Een dienst die niet aangemeld is", "12. A service that has not reported")
            let item = try town.on(
                "V1", "item", "add", "--title", "Renovatie blok 4", "--plan", project, "--set", "service=volkshuisvesting"
            ).id
            try town.sync("V1")
            try town.sync("M1")
            try town.refused("M1", "item.reported", "item", "edit", item, "--status", "in_uitvoering")
            try town.on("V1", "notification", "add", "--set", "item=\(item)", "--set", "service=volkshuisvesting")
            try town.sync("V1")
            try town.sync("M1")
            try town.on("M1", "item", "edit", item, "--status", "in_uitvoering")
            town.say("17. Zelfbeheer: bewoners leggen een plantsoen aan", "17. Residents dig a bed themselves")
            let bed = try town.on(
                "M1", "item", "add", "--title", "Plantsoen", "--plan", project, "--status", "gehonoreerd", "--set", "self_managed=ja",
                "--set",
                "estimate_cents=0"
            ).id
            try town.sync("M1")
            try town.sync("T1")
            try town.on("T1", "item", "edit", bed, "--status", "uitgevoerd", "--end", "1998-06-01")
            try town.sync("T1")
            try town.sync("M1")
            #expect(try town.rows("M1", "item", "list").first { $0.id == bed }?("status") == "uitgevoerd")
        }

        private func bodies(_ town: Scenario) throws {
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

        private func feedback(_ town: Scenario) throws {
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

        private func readers(_ town: Scenario, _ finding: String, _ project: String) throws {
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

        private func proofs(_ town: Scenario) throws -> [String] {
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

        /// Seven digits behind the point.
        private static func degrees(_ value: Double) -> String {
            let units = Int64((value * 10_000_000).rounded())
            let part = String(units % 10_000_000)
            return "\(units / 10_000_000).\(String(repeating: "0", count: 7 - part.count))\(part)"
        }
    }
}
