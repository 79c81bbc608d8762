import FoundationEssentials
import Testing

extension ProcessTests {
    /// I18, and what an administrator or coordinator does with many conflicts: whose they are, one opened again, many settled alike.
    @Suite(.serialized) struct ConflictToolsTests {
        private struct Listed: Decodable {
            struct Conflict: Decodable {
                let id: String
                let name: String
                let cause: String
                let what: String
                let mayISettle: Bool
                let decider: String?
                let options: Int

                enum CodingKeys: String, CodingKey {
                    case id, name, cause, mayISettle, decider, options
                    case what = "class"
                }
            }
            let total: Int
            let conflicts: [Conflict]
        }

        private struct Bulk: Decodable {
            struct Step: Decodable {
                let id: String
                let take: Int?
                let decider: String?
            }
            let preview: Bool
            let settled: [Step]
            let left: [Step]
        }

        private func town() throws -> Scenario {
            let town = try Scenario(area: "UTR-3", areaSet: "1997", isReversed: false)
            for (person, role, device) in [
                ("Mirjam", "coordinator", "M1"), ("Mo", "coordinator", "M2"), ("Tom", "schouwer", "T1"),
            ] { try town.add(person, role, device: device) }
            try town.syncAll()
            return town
        }

        private func meet(_ town: Scenario) throws {
            try town.sync("M1", "M2")
            try town.sync("M1")
        }

        private func list(_ town: Scenario, _ device: String, _ more: String...) throws -> [Listed.Conflict] {
            let outcome = try town[device].start(["conflict", "list", "--json"] + more).outcome()
            return try JSONDecoder().decode(Listed.self, from: Data(outcome.output.utf8)).conflicts
        }

        /// A plan whose text both coordinators rewrote, unseen of each other.
        private func torn(_ town: Scenario) throws -> String {
            let plan = try town.on("M1", "plan", "add", "--title", "Kader", "--sort", "beleidskader").id
            try meet(town)
            try town.on("M1", "plan", "edit", plan, "-d", "Een")
            try town.on("M2", "plan", "edit", plan, "-d", "Twee")
            try meet(town)
            return plan
        }

        @Test func `each conflict is told with its class, with whose it is, and with what holds until it is settled`() throws {
            let town = try town()
            let plan = try torn(town)
            try town.sync("T1")
            let mine = try list(town, "M1", "--mine")
            #expect(mine.map(\.id) == [plan] && mine[0].what == "C1" && mine[0].mayISettle && mine[0].decider == nil)
            let theirs = try list(town, "T1", "--class", "C1")
            #expect(theirs.map(\.mayISettle) == [false] && theirs[0].decider?.contains("wijkmanager") == true)
            #expect(try list(town, "T1", "--mine").isEmpty && list(town, "M1", "--class", "C2").isEmpty)
            #expect(try town["M1"].run("conflict", "list", "--class", "C99").status == 65)
            let (toMirjam, toTom) = (
                try town["M1"].good("conflict", "show", plan).output, try town["T1"].good("conflict", "show", plan).output
            )
            for shown in [toMirjam, toTom] { #expect(shown.contains("C1, ") && shown.contains("all values are kept"), "\(shown)") }
            #expect(toMirjam.contains("conflict resolve") && !toMirjam.contains("Decided by"))
            #expect(toTom.contains("Decided by: ") && toTom.contains("wijkmanager") && !toTom.contains("conflict resolve"))
            // What a schouwer wrote himself is his to settle.
            let own = try town.on("T1", "finding", "add", "-d", "Kuil").id
            try town.sync("T1", "M1")
            try town.on("T1", "finding", "edit", own, "-d", "Diepe kuil")
            try town.on("M1", "finding", "edit", own, "-d", "Kuil bij de school")
            try town.sync("M1", "T1")
            #expect(try list(town, "T1", "--mine").map(\.id) == [own])
        }

        @Test func `a settled conflict is opened again by whom it belongs to, with what was said before, and is decided anew`() throws {
            let town = try town()
            let plan = try torn(town)
            #expect(try town["M1"].run("conflict", "reopen", plan, "--reason", "te vroeg").status == 66, "it was not settled yet")
            try town.on("M1", "conflict", "resolve", plan, "--take", "1", "--reason", "Zo was het bedoeld")
            try meet(town)
            #expect(try list(town, "M2").isEmpty)
            try town.sync("T1")
            try town.refused("T1", "conflict.settle", "conflict", "reopen", plan, "--reason", "ik vind van niet")
            let before = try #require(try town.rows("M2", "plan", "list").first)
            let open = try town.on("M2", "conflict", "reopen", plan, "--reason", "Er was een brief over het hoofd gezien")
            #expect(open.conflicted == true && open("description") == before("description"), "what was decided stays in sight")
            try meet(town)
            let again = try list(town, "M1")
            #expect(again.map(\.cause) == ["reopened"] && again[0].what == "C1" && again[0].options >= 2)
            #expect(try town.text("M1", "plan", "history", plan).contains("Er was een brief over het hoofd gezien"))
            // Somebody who edits unseen does not answer the question by it.
            try town.on("M1", "plan", "edit", plan, "--title", "Kader 1998")
            try town.on("M1", "conflict", "resolve", plan, "--value", "Een en twee", "--reason", "Na overleg")
            try meet(town)
            for device in ["M1", "M2"] {
                let end = try #require(try town.rows(device, "plan", "list").first)
                #expect(end.conflicted == false && end("description") == "Een en twee" && end("question") == "", "\(device)")
            }
        }

        @Test func `C3: closed, seen again, left closed, and asked once more`() throws {
            let town = try town()
            let finding = try town.on("M1", "finding", "add", "-d", "Paaltje").id
            try meet(town)
            try town.on("M1", "finding", "close", finding)
            try town.on("M2", "finding", "again", finding, "--remark", "weer omgereden")
            try meet(town)
            #expect(try list(town, "M1").map(\.what) == ["C3"])
            try town.on("M1", "conflict", "resolve", finding, "--take", "1")
            try meet(town)
            try town.on("M2", "conflict", "reopen", finding, "--reason", "Het ligt er nog")
            try meet(town)
            #expect(try list(town, "M1").map(\.what) == ["C3"])
            try town.on("M1", "conflict", "resolve", finding, "--set", "status=heropend")
            try meet(town)
            let end = try #require(try town.rows("M2", "finding", "list").first)
            #expect(end.conflicted == false && end("status") == "heropend")
        }

        @Test func `C3 C4: who edits with both in sight answers neither, and what was written over is still told`() throws {
            let town = try town()
            let closed = try town.on("M1", "finding", "add", "-d", "Paaltje").id
            let deleted = try town.on("M1", "finding", "add", "-d", "Kuil").id
            try meet(town)
            try town.on("M1", "finding", "close", closed)
            try town.on("M1", "finding", "delete", deleted)
            try town.on("M2", "finding", "again", closed, "--remark", "weer omgereden")
            try town.on("M2", "finding", "edit", deleted, "--remark", "nu dieper")
            try meet(town)
            try town.on("M2", "finding", "edit", closed, "--remark", "staat scheef")
            try town.on("M2", "finding", "edit", deleted, "--remark", "met water erin")
            try meet(town)
            #expect(Set(try list(town, "M1").map(\.what)) == ["C3", "C4"])
            #expect(try town.text("M1", "conflict", "show", closed).contains("weer omgereden"))
            #expect(try town.text("M1", "conflict", "show", deleted).contains("nu dieper"))
            try town.on("M1", "conflict", "resolve", closed, "--take", "1")
            try town.on("M1", "conflict", "resolve", deleted, "--take", "1")
            try meet(town)
            #expect(try list(town, "M2").isEmpty)
            #expect(try town.rows("M2", "finding", "list").map { $0("status") } == ["afgehandeld"])
        }

        @Test func `many are settled alike: shown first, done when asked for, and only those that are yours`() throws {
            let town = try town()
            let findings = try (1...3).map { try town.on("M1", "finding", "add", "-d", "Melding \($0)").id }
            let plan = try town.on("M1", "plan", "add", "--title", "Kader", "--sort", "beleidskader").id
            let item = try town.on("M1", "item", "add", "--title", "Hek", "--plan", plan, "--estimate-cents", "1800000").id
            try meet(town)
            for finding in findings {
                try town.on("M1", "finding", "edit", finding, "-d", "Van Mirjam")
                try town.on("M2", "finding", "edit", finding, "-d", "Van Mo")
            }
            try town.on("M1", "item", "edit", item, "--estimate-cents", "2100000")
            try town.on("M2", "item", "edit", item, "--status", "afgewezen")
            try meet(town)
            func bulk(_ device: String, _ more: String...) throws -> Bulk {
                let arguments = ["conflict", "resolve", "--all", "--policy", "newest", "--json"] + more
                let outcome = try town[device].start(arguments).outcome()
                guard outcome.status == 0 else { throw Failure("\(arguments): \(outcome.errors)") }
                return try JSONDecoder().decode(Bulk.self, from: Data(outcome.output.utf8))
            }
            let preview = try bulk("M1", "--class", "C1")
            #expect(preview.preview && Set(preview.settled.map(\.id)) == Set(findings) && preview.left.isEmpty)
            #expect(try list(town, "M1").count == 4, "nothing was changed")
            try town.sync("T1")
            let others = try bulk("T1", "--yes")
            #expect(others.settled.isEmpty && others.left.count == 4 && others.left.allSatisfy { $0.decider != nil })
            let done = try bulk("M1", "--class", "C1", "--yes", "--reason", "Mo was er het laatst")
            #expect(!done.preview && done.settled.count == 3)
            #expect(try list(town, "M1").map(\.id) == [item], "another class is left")
            try meet(town)
            #expect(try town.rows("M2", "finding", "list").map { $0("description") } == ["Van Mo", "Van Mo", "Van Mo"])
            #expect(try town.text("M2", "finding", "history", findings[0]).contains("Mo was er het laatst"))
            #expect(try town["M1"].run("conflict", "resolve", "--all", "--policy", "gok").status == 64)
            #expect(try town["M1"].run("conflict", "resolve", item, "--take", "1", "--policy", "newest").status == 64)
        }
    }
}
