import Testing

extension ProcessTests {
    /// What is collected, and when.
    @Suite(.serialized) struct CollectTests {
        private struct Collected: Decodable {
            struct Area: Decodable { var code: String, collected: Int, waiting: Int }
            var areas: [Area]
        }

        private func collect(_ site: Site, _ options: String...) throws -> Collected.Area {
            let all = try site.json(Collected.self, ["collect"] + options).areas
            return try #require(all.first { $0.code == Site.overvecht })
        }

        @Test func `I15: what every device has said it has is collected at once, and not after a minute`() throws {
            let site = try Site()
            let (tablet, other) = (try site.enrolled("tablet"), try site.enrolled("other"))
            let id = try tablet.add("wordt verwijderd")
            for each in [tablet, other] { try each.sync() }
            try tablet.good("finding", "delete", id)
            try tablet.sync()
            let before = try collect(site, "--dry-run")
            #expect(before.collected == 0 && before.waiting == 1)
            let told = try site.good(["collect", "--dry-run"])
            #expect((told.output + told.errors).contains("next sync after"), "\(told.output) \(told.errors)")
            // It comes with this sync, and is acknowledged by the next.
            try other.sync()
            #expect(try collect(site, "--dry-run").waiting == 1)
            for each in [tablet, other] { try each.sync() }
            let after = try collect(site)
            #expect(after.collected == 1 && after.waiting == 0)
            for each in [tablet, other] { try each.sync() }
            try site.expectInStep([tablet, other])
        }

        @Test func `a sync that tells nothing new writes nothing`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.add("iets")
            for _ in 0..<3 { try tablet.sync() }
            let before = try Files.bytes(site.data + "/server.db-wal")
            for _ in 0..<3 { try tablet.sync() }
            #expect(try Files.bytes(site.data + "/server.db-wal") == before)
        }
    }
}
