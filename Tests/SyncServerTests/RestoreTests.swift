import Testing

extension ProcessTests {
    /// The server is put back to an earlier state: by its command, or by somebody who copies files. What any device still holds comes
    /// back (I11).
    @Suite(.serialized) struct RestoreTests {
        private struct Recovery: Decodable {
            struct Back: Decodable {
                var device: String
                var placed: Int
                var quarantined: Int
            }
            struct Missing: Decodable { var ops: [String] }
            struct Absent: Decodable { var device: String }
            var back: [Back]
            var waiting: Int
            var missing: [Missing]
            var absent: [Absent]
        }

        @Test func `I11 F1 F2 F4: after a restore by the command, devices bring back what the backup lacks, one by one`() throws {
            let site = try Site()
            let first = try site.enrolled("first")
            let second = try site.enrolled("second")
            try first.add("in de backup")
            try first.sync()
            _ = try site.good(["backup", site.path + "/old.db"])
            try first.add("van first, na de backup")
            try second.add("van second, na de backup")
            for tablet in [first, second, first] { try tablet.sync() }
            try second.add("nog niet verzonden")
            let port = site.port
            let running = try site.command(["restore", site.path + "/old.db"])
            #expect(running.status == 73 && running.errors.contains("[data.busy]"), "\(running.errors)")
            #expect(site.stop() == 0)
            _ = try site.good(["restore", site.path + "/old.db"])
            try site.start(port: port)
            let before = try site.json(Recovery.self, "recovery")
            #expect(before.absent.map(\.device).sorted() == ["first", "second"])
            // Only one of the two returns; it holds the other's work too.
            #expect(try first.run("sync").status == 0)
            let after = try site.json(Recovery.self, "recovery")
            #expect(after.back.map(\.placed) == [4] && after.waiting == 0 && after.absent.map(\.device) == ["second"])
            #expect(try second.run("sync").status == 0)
            try first.sync()
            let all = ["in de backup", "nog niet verzonden", "van first, na de backup", "van second, na de backup"]
            for tablet in [first, second] { #expect(try tablet.texts() == all) }
            #expect(try first.status().conflicts == 0)
            #expect(try Set(first.findings().compactMap(\.fields.number)).count == 4, "no number is given again")
            #expect(try site.json(Recovery.self, "recovery").absent.isEmpty)
            try site.expectInStep([first, second])
        }

        @Test func `I11 F1 F5: files that were put back by hand are noticed, and healed without anybody's doing`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.add("in de backup")
            try tablet.sync()
            _ = try site.good(["backup", site.path + "/old.db"])
            try tablet.add("na de backup")
            try tablet.sync()
            let port = site.port
            #expect(site.stop() == 0)
            for suffix in ["", "-wal", "-shm"] { _ = try? Files.remove(site.data + "/server.db" + suffix) }
            try Files.copy(site.path + "/old.db", to: site.data + "/server.db")
            try site.start(port: port)
            #expect(try tablet.run("sync").status == 0)
            #expect(try tablet.texts() == ["in de backup", "na de backup"])
            let newcomer = try site.enrolled("newcomer")
            try newcomer.sync()
            #expect(try newcomer.texts() == ["in de backup", "na de backup"])
            try site.expectInStep([tablet, newcomer])
        }

        @Test func `I11: the same old backup put back twice loses nothing either`() throws {
            let site = try Site()
            let first = try site.enrolled("first")
            let second = try site.enrolled("second")
            _ = try site.good(["backup", site.path + "/old.db"])
            try first.add("een")
            try second.add("twee")
            for tablet in [first, second, first] { try tablet.sync() }
            for _ in 0..<2 {
                let port = site.port
                #expect(site.stop() == 0)
                _ = try site.good(["restore", site.path + "/old.db"])
                try site.start(port: port)
                for tablet in [first, second, first] { #expect(try tablet.run("sync").status == 0) }
                for tablet in [first, second] { #expect(try tablet.texts() == ["een", "twee"]) }
            }
            #expect(try first.status().conflicts == 0)
            try site.expectInStep([first, second])
        }

        @Test func `I11 F48: what a tablet holds of a wijk that was taken from it comes back, also when its author's tablet is gone`()
            throws
        {
            let site = try Site()
            let author = try site.enrolled("author")
            let last = try site.enrolled("last", [Site.overvecht, Site.binnenstad])
            try last.sync()
            _ = try site.good(["backup", site.path + "/old.db"])
            try author.add("na de backup")
            for tablet in [author, last] { try tablet.sync() }
            _ = try site.good(["devices", "areas", "last", "--remove", Site.overvecht, "--reason", "andere wijk"])
            _ = try site.good(["devices", "revoke", "author", "--reason", "kwijt", "--yes"])
            let port = site.port
            #expect(site.stop() == 0)
            _ = try site.good(["restore", site.path + "/old.db"])
            try site.start(port: port)
            #expect(try last.run("sync").status == 0)
            #expect(try last.texts().isEmpty)
            let recovery = try site.json(Recovery.self, "recovery")
            #expect(recovery.back.map(\.placed) == [2] && recovery.waiting == 0)
            let newcomer = try site.enrolled("newcomer")
            try newcomer.sync()
            #expect(try newcomer.texts() == ["na de backup"])
            try site.expectInStep([newcomer])
        }

        @Test func `a revoked or later device stays what it is: a restore does not roll back who may do what`() throws {
            let site = try Site()
            _ = try site.good(["backup", site.path + "/old.db"])
            let later = try site.enrolled("later")
            try later.add("van een later apparaat")
            try later.sync()
            let port = site.port
            #expect(site.stop() == 0)
            _ = try site.good(["restore", site.path + "/old.db"])
            try site.start(port: port)
            #expect(try later.run("sync").status == 0)
            #expect(try later.texts() == ["van een later apparaat"])
            try site.expectInStep([later])
        }

        @Test func `what was decided about devices since the backup is not rolled back`() throws {
            struct Device: Decodable { var name: String, state: String }
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            let other = try site.enrolled("other")
            for each in [tablet, other] { try each.sync() }
            _ = try site.good(["backup", site.path + "/old.db"])
            let reason = ["--reason", "kwijt", "--yes"]
            _ = try site.good(["devices", "retire", "tablet"] + reason)
            _ = try site.good(["devices", "revoke", "other"] + reason)
            #expect(site.stop() == 0)
            _ = try site.good(["restore", site.path + "/old.db"])
            let states = try site.json([Device].self, "devices", "list").map { "\($0.name) \($0.state)" }.sorted()
            #expect(states == ["other revoked", "tablet retired"])
        }
    }
}
