import FoundationEssentials
import Testing

extension ProcessTests {
    /// What an administrator changes while people work: the profile, and how far the say of residents goes.
    @Suite(.serialized) struct ProfileChangeTests {
        private struct Activated: Decodable {
            struct Change: Decodable, Equatable {
                let name: String
                let before: String?
                let after: String?
            }
            let activated: Bool
            let changes: [Change]
            let unusual: [String]
        }

        private func town() throws -> Scenario {
            let town = try Scenario(area: "UTR-3", areaSet: "1997", isReversed: false)
            for (person, role, device) in [("Mirjam", "coordinator", "M1"), ("Mo", "coordinator", "M2")] {
                try town.add(person, role, device: device)
            }
            try town.syncAll()
            return town
        }

        /// The profile of Utrecht with lines replaced, in a file.
        private func profile(_ town: Scenario, version: Int, _ changes: [String: String] = [:], more: String = "") throws -> String {
            var text = try town.site.good(profile: "utrecht").replacing("versie = 1", with: "versie = \(version)")
            for (old, new) in changes {
                #expect(text.contains(old), "\(old)")
                text = text.replacing(old, with: new)
            }
            let path = "\(town.site.path)/utrecht-\(version).profile"
            try Files.write(path, Array((text + more).utf8))
            return path
        }

        @Test func `what a new version says differently is shown first, and areas of an unusual size with it`() throws {
            let town = try town()
            let changed = try profile(town, version: 2, ["inwoners = wijk 10000-35000": "inwoners = wijk 10000-15000"])
            #expect(try town.site.command(["area", "inhabitants", town.area, "33000", "--on", "1998-02-30"]).status != 0)
            #expect(try town.site.command(["area", "inhabitants", town.area, "-1", "--on", "1998-01-01"]).status != 0)
            _ = try town.site.good(["area", "inhabitants", town.area, "33000", "--on", "1998-01-01"])
            let preview = try town.site.json(Activated.self, "profile", "activate", changed, "--dry-run")
            #expect(!preview.activated)
            #expect(
                preview.changes == [
                    .init(name: "gebieden.inwoners", before: "wijk 10000-35000", after: "wijk 10000-15000"),
                    .init(name: "gemeente.versie", before: "1", after: "2"),
                ])
            #expect(preview.unusual.contains { $0.contains("UTR-3") && $0.contains("wijk") }, "\(preview.unusual)")
            #expect(try town.site.good(["profile", "show"]).output.contains("version 1"), "nothing was changed")
            #expect(try town.site.json(Activated.self, "profile", "activate", changed).activated)
            #expect(try town.site.good(["profile", "show"]).output.contains("version 2"))
        }

        @Test func `S-AMF 14 and 16: say that grows and shrinks is judged when a booking comes, and what was booked stays`() throws {
            let town = try town()
            #expect(try town.site.command(["area", "say", town.area, "budget"]).status != 0, "this profile has no ladder")
            let ladder = "\n[zeggenschap]\nladder = klankbord, prioriteren, budget\nstart = klankbord\n"
            _ = try town.site.good(["profile", "activate", profile(town, version: 2, more: ladder)])
            _ = try town.site.good(["budget", "open", "--year", "1998", "--area", town.area])
            try town.syncAll()
            let budget = try #require(try town.rows("M1", "budget", "list").first).id
            let plan = try town.on("M1", "plan", "add", "--title", "Kader", "--sort", "beleidskader").id
            let item = try town.on("M1", "item", "add", "--title", "Bank", "--plan", plan).id
            let request = ["booking", "request", "--item", item, "--budget", budget, "--amount", "3000"]
            try town.sync("M1", "M2")
            // A device that knows says so itself; one that was away is told by the server.
            #expect(try town["M1"].start(request).outcome().errors.contains("[area.say]"))
            #expect(try town.site.command(["area", "say", town.area, "alles"]).status != 0)
            _ = try town.site.good(["area", "say", town.area, "budget", "--reason", "Raadsbesluit"])
            try town.sync("M1", "M2")
            try town.on("M1", request)
            try town.sync("M1")
            #expect(try town.rows("M1", "booking", "list").map { $0("state") } == ["geaccepteerd"])
            try town.on("M2", request)
            _ = try town.site.good(["area", "say", town.area, "prioriteren"])
            let late = try town["M2"].start(["sync"], environment: ["WIJK_LANG=nl"]).outcome()
            #expect(late.errors.contains("de zeggenschap is hier prioriteren"), "\(late.errors)")
            try town.sync("M1")
            #expect(try town.rows("M1", "booking", "list").map { $0("state") } == ["geaccepteerd"], "what was booked stays")
        }
    }
}
