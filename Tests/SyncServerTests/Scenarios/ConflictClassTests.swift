import Testing

extension ProcessTests {
    /// The classes of conflict that S-UTR does not meet, each raised and settled through the real programs.
    @Suite(.serialized) struct ConflictClassTests {
        private func town() throws -> Scenario {
            let town = try Scenario(area: "UTR-3", areaSet: "1997", isReversed: false)
            for (person, role, device) in [
                ("Mirjam", "coordinator", "M1"), ("Mo", "coordinator", "M2"), ("Bea", "beheerder", "B1"), ("Tom", "schouwer", "T1"),
            ] { try town.add(person, role, device: device) }
            try town.syncAll()
            return town
        }

        private func plan(_ town: Scenario, _ status: String = "concept") throws -> String {
            try town.on("M1", "plan", "add", "--title", "Kader", "--sort", "beleidskader", "--status", status).id
        }

        private func meet(_ town: Scenario) throws {
            try town.sync("M1", "M2")
            try town.sync("M1")
        }

        @Test func `C2: an estimate raised while the item is refused is one conflict, and not silently more money`() throws {
            let town = try town()
            let item = try town.on("M1", "item", "add", "--title", "Hek", "--plan", try plan(town), "--estimate-cents", "1800000").id
            try meet(town)
            try town.on("M1", "item", "edit", item, "--estimate-cents", "2100000")
            try town.on("M2", "item", "edit", item, "--status", "afgewezen")
            try meet(town)
            #expect(try town.rows("M1", "item", "list", "--conflicts").map(\.id) == [item])
            try town.on(
                "M1", "conflict", "resolve", item, "--set", "status=uitgesteld", "--set", "estimate_cents=1800000", "--reason", "Na overleg"
            )
            try meet(town)
            let end = try #require(try town.rows("M2", "item", "list").first)
            #expect(end("status") == "uitgesteld" && end("estimate_cents") == "1800000" && end.conflicted == false)
        }

        @Test func `two offline writes, a then b, with b changed on the server in between, are a conflict on b alone`() throws {
            let town = try town()
            let finding = try town.on("M1", "finding", "add", "-d", "Boom").id
            try meet(town)
            try town.on("M1", "finding", "edit", finding, "--set", "address=Dorpsstraat 1")
            try town.on("M1", "finding", "edit", finding, "--set", "due_date=1998-05-01")
            try town.on("M2", "finding", "edit", finding, "--set", "due_date=1998-06-01")
            try town.sync("M2")
            try meet(town)
            let torn = try #require(try town.rows("M1", "finding", "list").first)
            #expect(torn.conflicted == true && torn("address") == "Dorpsstraat 1")
            #expect(try !town.text("M1", "conflict", "show", finding).contains("Dorpsstraat"))
        }

        @Test func `C4: what was withdrawn and worked on comes back as a question`() throws {
            let town = try town()
            let finding = try town.on("M1", "finding", "add", "-d", "Bank").id
            try meet(town)
            _ = try town["M1"].good("finding", "delete", finding)
            try town.on("M2", "finding", "again", finding, "--remark", "staat er nog")
            try meet(town)
            #expect(try town.rows("M1", "finding", "list").map(\.id) == [finding], "the work is in sight")
            try town.on("M1", "conflict", "resolve", finding, "--take", "2")
            try meet(town)
            #expect(try town.rows("M2", "finding", "list").first?.conflicted == false)
        }

        @Test func `C6: one place in the order for two items goes to who may order, and a move after itself to nobody`() throws {
            let town = try town()
            let plan = try plan(town)
            let items = try ["Een", "Twee", "Drie"].map { try town.on("M1", "item", "add", "--title", $0, "--plan", plan).id }
            try meet(town)
            try town.refused("M1", "rank.self", "item", "edit", items[0], "--set", "rank_after=\(items[0])")
            try town.on("M1", "item", "edit", items[2], "--set", "rank_after=\(items[0])")
            try town.on("M2", "item", "edit", items[2], "--set", "rank_after=\(items[1])")
            try meet(town)
            #expect(try town.rows("M1", "item", "list", "--conflicts").map(\.id) == [items[2]])
            try town.on("M1", "conflict", "resolve", items[2], "--take", "1", "--reason", "Zo stond het op de avond")
            try meet(town)
            #expect(try town.rows("M2", "item", "list", "--conflicts").isEmpty)
        }

        @Test func `C7: into a plan that was adopted an item is only proposed`() throws {
            let town = try town()
            let plan = try plan(town)
            try meet(town)
            // Mo is away while the plan is adopted.
            let late = try town.on("M2", "item", "add", "--title", "Te laat", "--plan", plan, "--status", "gehonoreerd").id
            try town.on("M1", "plan", "edit", plan, "--status", "vastgesteld")
            try town.sync("M1")
            let outcome = try town["M2"].start(["sync"], environment: ["WIJK_LANG=nl"]).outcome()
            #expect(outcome.errors.contains("worden alleen voorgesteld"), "\(outcome.errors)")
            #expect(try !town.rows("M2", "item", "list").contains { $0.id == late })
            try town.on("M2", "item", "add", "--title", "Te laat", "--plan", plan, "--set", "proposed_for=1999")
            try town.sync("M2")
            try town.sync("M1")
            #expect(try town.rows("M1", "item", "list").map { $0("status") } == ["voorgesteld"])
        }

        @Test func `C9: one finding made into two items is decided by a person, and a second time it is refused`() throws {
            let town = try town()
            let plan = try plan(town)
            let finding = try town.on("M1", "finding", "add", "-d", "Speeltoestel").id
            try meet(town)
            try town.on("M1", "item", "from", finding, "--plan", plan, "--title", "Toestel")
            try town.on("M2", "item", "from", finding, "--plan", plan, "--title", "Speelplek", "--destination", "wijkbudget")
            try meet(town)
            #expect(try town.rows("M1", "finding", "list", "--conflicts").map(\.id) == [finding])
            try town.on("M1", "conflict", "resolve", finding, "--field", "item", "--take", "1")
            try meet(town)
            #expect(try town.rows("M2", "finding", "list", "--conflicts").isEmpty)
            try town.refused("M2", "finding.converted", "item", "from", finding, "--plan", plan)
        }

        @Test func `C10: moved to two areas at once is for the administrator`() throws {
            let town = try town()
            let areas = ["UTR-3", "UTR-4", "UTR-5"]
            for device in ["M1", "M2", "B1"] {
                _ = try town.site.good(["devices", "areas", device, "--add", "UTR-4", "--add", "UTR-5"])
            }
            for device in ["M1", "M2", "B1"] { try town[device].sync() }
            let finding = try town.on("M1", "finding", "add", "-d", "Grenspaal", "--area", areas[0]).id
            try meet(town)
            try town.on("M1", "finding", "move", finding, "--to", areas[1])
            try town.on("M2", "finding", "move", finding, "--to", areas[2])
            try meet(town)
            try town.sync("B1")
            #expect(try town.rows("B1", "finding", "list", "--conflicts").map(\.id) == [finding])
            try town.on("B1", "conflict", "resolve", finding, "--take", "1")
            try town.sync("B1")
            try meet(town)
            #expect(try town.rows("M1", "finding", "list", "--conflicts").isEmpty)
        }

        @Test func `C11: what somebody wrote whose role had ended waits in the quarantine, and the server says whose it is to decide`()
            throws
        {
            let town = try town()
            _ = try town.site.good(["role", "end", "Mo", "coordinator"])
            try town.on("M2", "finding", "add", "-d", "Na het vertrek")
            let outcome = try town["M2"].start(["sync"], environment: ["WIJK_LANG=nl"]).outcome()
            #expect(outcome.errors.contains("Mo heeft in UTR-3 geen rol"), "\(outcome.errors)")
            #expect(try town.site.good(["refused"]).output.contains("right.role"))
            #expect(try town.text("M2", "refused", "list").contains("heeft in UTR-3 geen rol"))
        }

        @Test func `a role counts from its first day to its last`() throws {
            let town = try town()
            let made = ["plan", "add", "--title", "Kader", "--sort", "beleidskader"]
            for days in [["--to", "2020-01-01"], ["--from", "2199-01-01"]] {
                _ = try town.site.good(["role", "add", "Tom", "coordinator", "--area", town.area] + days)
                try town.sync("T1")
                #expect(try town["T1"].start(made).outcome().status == 76, "\(days)")
            }
            _ = try town.site.good(["role", "add", "Tom", "coordinator", "--area", town.area, "--from", "2020-01-01", "--to", "2199-01-01"])
            try town.sync("T1")
            try town.on("T1", made)
        }

        @Test func `a number is given once, and not to what has one of another system`() throws {
            let town = try town()
            let known = try town.on("M1", "finding", "add", "-d", "Elders gemeld", "--set", "external_id=SIG-1").id
            let own = try town.on("M1", "finding", "add", "-d", "Hier gemeld").id
            try meet(town)
            try town.on("M1", "finding", "edit", own, "--set", "address=Dorpsstraat 1")
            try meet(town)
            let numbers = Dictionary(uniqueKeysWithValues: try town.rows("M1", "finding", "list").map { ($0.id, $0("number")) })
            #expect(numbers[known] == "" && numbers[own]?.hasSuffix("-0001") == true, "\(numbers)")
        }

        @Test func `C12: a profile that changed meanwhile is the one that counts, and both versions are named`() throws {
            let town = try town()
            let changed = town.site.path + "/utrecht2.profile"
            let text = try town.site.good(profile: "utrecht").replacing("versie = 1", with: "versie = 2")
                .replacing("bestemmingen = regulier_onderhoud, wijkbudget", with: "bestemmingen = regulier_onderhoud")
            try Files.write(changed, Array(text.utf8))
            let finding = try town.on("M1", "finding", "add", "-d", "Kuil").id
            try meet(town)
            try town.on("M2", "finding", "route", finding, "wijkbudget")
            _ = try town.site.good(["profile", "activate", changed])
            let outcome = try town["M2"].start(["sync"], environment: ["WIJK_LANG=nl"]).outcome()
            #expect(outcome.errors.contains("beoordeeld naar profiel versie 2, jij had versie 1"), "\(outcome.errors)")
            try town.refused("M2", "finding.destination", "finding", "route", finding, "wijkbudget")
        }

        @Test func `C14: two sources for one figure both stand until a coordinator says which holds`() throws {
            let town = try town()
            let indicator = try town.on("M1", "indicator", "add", "--set", "name=Actieve bewoners", "--set", "unit=personen").id
            try meet(town)
            for (device, value, source) in [("M1", 140_000, "eigen telling"), ("M2", 155_000, "lijst")] {
                try town.on(
                    device, "measurement", "add", "--set", "indicator=\(indicator)", "--set", "year=1997", "--set", "value_milli=\(value)",
                    "--set",
                    "source=\(source)")
            }
            try meet(town)
            let both = try town.rows("M1", "measurement", "list")
            #expect(both.map { $0("standing") } == ["voorlopig", "voorlopig"])
            let held = try #require(both.first { $0("source") == "lijst" })
            try town.on("M1", "measurement", "edit", held.id, "--set", "standing=definitief")
            try meet(town)
            #expect(try town.rows("M2", "measurement", "list").count { $0("standing") == "definitief" } == 1)
        }

        @Test func `I18: an administrator settles another's conflict only in that person's name, by a decision`() throws {
            let town = try town()
            let plan = try plan(town)
            try meet(town)
            try town.on("M1", "plan", "edit", plan, "-d", "Een")
            try town.on("M2", "plan", "edit", plan, "-d", "Twee")
            try meet(town)
            let decision = try town.on(
                "M1", "decision", "add", "--set", "body=college", "--set", "sort=vaststelling", "--set", "title=Mandaat", "--set",
                "binding=ja"
            ).id
            try town.sync("M1")
            try town.sync("B1", "T1")
            #expect(try town.text("M1", "today").contains("C1 één veld, twee waarden: Kader  (aan u)"))
            #expect(try town.text("T1", "today").contains("(beslist: wijkmanager"))
            try town.refused("B1", "conflict.settle", "conflict", "resolve", plan, "--take", "2")
            try town.refused("T1", "conflict.settle", "conflict", "resolve", plan, "--take", "2")
            try town.refused(
                "B1", "conflict.settle", "conflict", "resolve", plan, "--take", "2", "--on-behalf-of", "Tom", "--mandate", decision)
            try town.on(
                "B1", "conflict", "resolve", plan, "--take", "2", "--on-behalf-of", "Mirjam", "--mandate", decision, "--reason", "Ziek")
            try town.sync("B1")
            try town.sync("M1")
            #expect(try town.rows("M1", "plan", "list", "--conflicts").isEmpty)
            #expect(try town.text("M1", "plan", "history", plan).contains("namens Mirjam"))
        }
    }
}
