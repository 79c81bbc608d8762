import FoundationEssentials
import Testing

extension ProcessTests {
    /// What administrators do with devices, and what it means to the person who holds one.
    @Suite(.serialized) struct DeviceCareTests {
        private func device(_ site: Site, _ name: String = "tablet") throws -> Answers.Device {
            try #require(try site.json([Answers.Device].self, "devices").first { $0.name == name })
        }

        private struct Entry: Decodable {
            var action: String
            var detail: String
            var by: String
            var reason: String
        }

        private func ledger(_ site: Site) throws -> [Entry] { try site.json([Entry].self, "devices", "log") }

        @Test func `F24: a token that has expired says what to do; with a new code the device goes on and hands in what it had`() throws {
            let site = try Site()
            let tablet = site.tablet("tablet")
            let code = String(try site.good(["invite", "Ria de Boer", "--area", Site.overvecht, "--valid-days", "30"]).output.dropLast())
            try tablet.good("enroll", site.url, "--code", code, "--device", "tablet")
            try tablet.sync()
            try tablet.add("nog niet verstuurd")
            let known = try device(site)
            #expect(known.state == "active")
            try Database.change(site.data + "/server.db", "UPDATE device SET expires_at = 1000")
            for (language, words) in [("en", "wijkclient enroll URL"), ("nl", "wijkclient aanmelden URL")] {
                let outcome = try tablet.start(["sync"], environment: ["WIJK_LANG=\(language)"]).outcome()
                #expect(outcome.status == 77 && outcome.errors.contains("[access.expired]"), "\(outcome.status) \(outcome.errors)")
                #expect(outcome.errors.contains(words), "\(outcome.errors)")
            }
            #expect(try tablet.status().pending == 1)
            #expect(try device(site).state == "expired")
            // The old code is no way in any more.
            #expect(try tablet.run("enroll", site.url, "--code", code).errors.contains("[enrol.code]"))
            try tablet.good("enroll", site.url, "--code", try site.invite([Site.overvecht]), "--device", "tablet")
            #expect(try tablet.sync().acknowledged == 1)
            #expect(try device(site).id == known.id && device(site).state == "active")
            try site.expectInStep([tablet])
        }

        @Test func `a revoked token is refused from the next request on; the work comes in after the same person enrols again`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.sync()
            try tablet.add("op de verloren tablet")
            let known = try device(site)
            let outcome = try site.command(["devices", "revoke", "tablet", "--reason", "Verloren op de markt", "--by", "Anna"])
            #expect(outcome.status == 65 && outcome.errors.contains("[device.confirm]"), "\(outcome.status) \(outcome.errors)")
            _ = try site.good(["devices", "revoke", "tablet", "--reason", "Verloren op de markt", "--by", "Anna", "--yes"])
            let refused = try tablet.run("sync")
            #expect(refused.status == 77 && refused.errors.contains("[access.revoked]"), "\(refused.status) \(refused.errors)")
            #expect(try device(site).state == "revoked" && tablet.status().pending == 1)
            // A code for somebody else does not fit, and changes nothing.
            _ = try site.good(["person", "add", "Henk Jansen"])
            let other = String(try site.good(["invite", "Henk Jansen", "--area", Site.overvecht]).output.dropLast())
            #expect(try tablet.run("enroll", site.url, "--code", other).errors.contains("[enrol.person]"))
            #expect(try tablet.run("sync").errors.contains("[access.revoked]"))
            try tablet.good("enroll", site.url, "--code", try site.invite([Site.overvecht]), "--device", "tablet")
            #expect(try tablet.sync().acknowledged == 1)
            #expect(try device(site).id == known.id && device(site).state == "active")
            #expect(try ledger(site).map(\.action) == ["revoked", "enrolled-again"])
            #expect(try ledger(site)[0].by == "Anna" && ledger(site)[0].reason == "Verloren op de markt")
            // The ledger only grows.
            for change in ["DELETE FROM ledger", "UPDATE ledger SET reason = ''"] {
                #expect(throws: (any Error).self) { try Database.change(site.data + "/server.db", change) }
            }
            #expect(try ledger(site).count == 2)
            try site.expectInStep([tablet])
        }

        private struct Retired: Decodable {
            struct Freed: Decodable {
                var area: String
                var acknowledged: Int
                var after: Int
            }
            var done: Bool
            var frees: [Freed]
        }

        @Test func `I2 I15: retiring is looked at first, logged, and undone by the device's return with all its work`() throws {
            let site = try Site()
            let (tablet, other) = (try site.enrolled("tablet"), try site.enrolled("other"))
            let id = try tablet.add("wordt verwijderd")
            try tablet.sync()
            try other.sync()
            try tablet.add("nog niet verstuurd")
            try other.good("finding", "delete", id)
            for number in 0..<5 { try other.add("melding \(number)") }
            try other.sync()
            try other.sync()
            let reason = ["--reason", "In een jaar niet gezien"]
            let look = try site.json(Retired.self, "devices", "retire", "tablet", "--dry-run", reason[0], reason[1])
            #expect(!look.done && look.frees.map(\.area) == [Site.overvecht])
            #expect(look.frees.allSatisfy { $0.acknowledged < $0.after })
            #expect(try device(site).state == "active" && ledger(site).isEmpty)
            #expect(try site.command(["devices", "retire", "tablet"]).status == 64)
            #expect(try site.json(Retired.self, "devices", "retire", "tablet", "--yes", reason[0], reason[1]).done)
            #expect(try device(site).state == "retired")
            #expect(try ledger(site).map(\.action) == ["retired"])
            let outcome = try tablet.run("sync")
            #expect(outcome.status == 0 && outcome.errors.contains("retired"), "\(outcome.status) \(outcome.errors)")
            #expect(try tablet.status().pending == 0 && device(site).state == "active")
            try other.sync()
            #expect(try tablet.count() == 6 && other.count() == 6)
            try site.expectInStep([tablet, other])
            #expect(try !tablet.run("sync").errors.contains("retired"))
        }

        private struct Preview: Decodable {
            struct Area: Decodable {
                var code: String
                var effect: String
                var records: Int
                var bytes: Int
                var written: Int
            }
            var areas: [Area]
        }

        @Test func `F48 F50: areas are looked at, taken and given; work pending in a lost one is at the server, and the device is told`()
            throws
        {
            let site = try Site()
            let tablet = try site.enrolled("tablet", [Site.overvecht, Site.binnenstad])
            let other = try site.enrolled("other", [Site.overvecht, Site.binnenstad])
            for number in 0..<3 { try tablet.add("binnen \(number)", area: Site.binnenstad) }
            try tablet.add("buiten")
            try tablet.sync()
            try other.sync()
            try tablet.add("onverstuurd", area: Site.binnenstad)
            let look = try site.json(Preview.self, "devices", "preview", "tablet", "--remove", Site.binnenstad)
            // The area's own record, its profile and two roles are among them.
            #expect(look.areas.map(\.effect).sorted() == ["keeps", "loses"])
            let loss = try #require(look.areas.first { $0.effect == "loses" })
            #expect(loss.code == Site.binnenstad && loss.records == 7 && loss.written == 3)
            #expect(try device(site).areas.count == 2)
            _ = try site.good(["devices", "areas", "tablet", "--remove", Site.binnenstad, "--reason", "Nieuwe wijkindeling"])
            #expect(try ledger(site).map(\.detail) == ["-" + Site.binnenstad])
            let outcome = try tablet.run("sync")
            #expect(outcome.status == 0 && outcome.output.contains("refused 1"), "\(outcome.output)")
            #expect(outcome.errors.contains("no right to \(Site.binnenstad) any more"), "\(outcome.errors)")
            #expect(try tablet.findings().compactMap(\.fields.description) == ["buiten"])
            #expect(try tablet.run("refused", "list", "--json").output.contains("onverstuurd"))
            let quarantine = try site.good(["refused", "--json"]).output
            #expect(quarantine.contains("area.forbidden") && quarantine.contains(Site.binnenstad), "\(quarantine)")
            #expect(try tablet.run("verify").status == 0)
            try other.add("terwijl het weg was", area: Site.binnenstad)
            try other.sync()
            let gain = try site.json(Preview.self, "devices", "preview", "tablet", "--add", Site.binnenstad).areas.first {
                $0.effect == "gains"
            }
            #expect(gain?.records == 8 && (gain?.bytes ?? 0) > 0)
            _ = try site.good(["devices", "areas", "tablet", "--add", Site.binnenstad])
            try tablet.sync()
            #expect(try tablet.count() == 5)
            try site.expectInStep([tablet, other], areas: [Site.overvecht, Site.binnenstad])
        }

        @Test func `a year away, retired and expired, with thousands of entries to fetch: one step by hand, and all work arrives`() throws {
            let site = try Site()
            let tablet = site.tablet("tablet")
            let code = String(try site.good(["invite", "Ria de Boer", "--area", Site.overvecht, "--valid-days", "30"]).output.dropLast())
            try tablet.good("enroll", site.url, "--code", code, "--device", "tablet")
            try tablet.add("van voor het jaar")
            try tablet.sync()
            try tablet.importRows(50, prefix: "J")
            let other = try site.enrolled("other")
            try other.importRows(4_000, bytes: 40, prefix: "O")
            try other.sync()
            try Database.change(site.data + "/server.db", "UPDATE device SET expires_at = 1000, last_seen = 1000 WHERE name = 'tablet'")
            _ = try site.good(["devices", "retire", "tablet", "--reason", "een jaar weg", "--yes"])
            #expect(try tablet.run("sync").errors.contains("[access.expired]"))
            try tablet.good("enroll", site.url, "--code", try site.invite([Site.overvecht]), "--device", "tablet")
            let synced = try tablet.sync()
            #expect(synced.acknowledged == 50 && synced.refused == 0 && synced.pending == 0)
            try other.sync()
            #expect(try tablet.count() == 4_051 && other.count() == 4_051)
            try site.expectInStep([tablet, other])
        }
    }
}
