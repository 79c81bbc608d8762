import Testing

extension ProcessTests {
    /// What `wijkserver recovery` tells after one restore and after several.
    @Suite(.serialized) struct RecoveryTests {
        private struct Recovery: Decodable {
            struct Restore: Decodable { var at: String, epoch: String }
            struct Back: Decodable { var device: String, placed: Int, epoch: String? }
            struct Device: Decodable { var device: String }
            var restores: [Restore]
            var back: [Back]
            var absent: [Device]
            var retired: [Device]
        }

        private func recovery(_ site: Site, _ options: String...) throws -> (json: Recovery, text: String) {
            let outcome = try site.good(["recovery"] + options)
            return (try site.json(Recovery.self, ["recovery"] + options), outcome.output + outcome.errors)
        }

        private func restore(_ site: Site) throws {
            let port = site.port
            #expect(site.stop() == 0)
            _ = try site.good(["restore", site.path + "/old.db"])
            try site.start(port: port)
        }

        @Test func `a recovery counts since the last restore, tells the earlier ones apart, and waits for nobody retired`() throws {
            let site = try Site()
            let (tablet, gone) = (try site.enrolled("tablet"), try site.enrolled("gone"))
            for each in [tablet, gone] { try each.sync() }
            _ = try site.good(["devices", "retire", "gone", "--reason", "Gestolen", "--yes"])
            _ = try site.good(["backup", site.path + "/old.db"])
            for text in ["een", "twee"] { try tablet.add(text) }
            try tablet.sync()
            try restore(site)
            #expect(try recovery(site).json.absent.map(\.device) == ["tablet"])
            #expect(try tablet.run("sync").status == 0)
            let first = try recovery(site)
            #expect(first.json.back.map(\.placed) == [4] && first.json.absent.isEmpty)
            #expect(first.json.retired.map(\.device) == ["gone"])
            #expect(first.text.contains("Every device has been back, and nothing is missing."), "\(first.text)")
            #expect(first.text.contains("Retired, and not waited for: gone (Ria de Boer)"), "\(first.text)")
            try tablet.add("drie")
            try tablet.sync()
            try restore(site)
            let between = try recovery(site)
            #expect(between.json.back.isEmpty && between.json.absent.map(\.device) == ["tablet"])
            #expect(between.text.contains("An earlier one is told with --all"), "\(between.text)")
            #expect(try tablet.run("sync").status == 0)
            let second = try recovery(site)
            #expect(second.json.restores.count == 1 && second.json.back.map(\.placed) == [6], "\(second.text)")
            let all = try recovery(site, "--all")
            #expect(all.json.restores.count == 2 && all.json.back.map(\.placed) == [4, 6], "\(all.text)")
            #expect(all.json.back.map(\.epoch) == all.json.restores.map(\.epoch))
            #expect(all.json.restores.last?.epoch == second.json.restores.first?.epoch)
            try site.expectInStep([tablet])
        }

        @Test func `what came back after files were put back by hand belongs to no restore, and is still told`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
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
            let byHand = try recovery(site)
            #expect(byHand.json.restores.isEmpty && byHand.json.back.map(\.placed) == [2], "\(byHand.text)")
            _ = try site.good(["backup", site.path + "/new.db"])
            try restore(site)
            #expect(try recovery(site).json.back.isEmpty)
            let all = try recovery(site, "--all")
            #expect(all.json.back.map(\.placed) == [2] && all.json.back.allSatisfy { $0.epoch == nil }, "\(all.text)")
        }
    }
}
