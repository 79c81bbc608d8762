import Testing

extension ProcessTests {
    /// Replicas that were copied or put back: found out, refused, and nothing of them lost (healing follows).
    @Suite(.serialized) struct CopiedReplicaTests {
        @Test func `F3 F6 F8: of a replica and its copy that both wrote, the second to sync is refused and can export its work`() throws {
            let site = try Site()
            let first = try site.enrolled("first")
            try first.add("van voor de kopie")
            try first.sync()
            try Files.copy(first.folder, to: "\(site.path)/copy")
            let copy = site.tablet("copy")
            try first.add("van het origineel")
            try copy.add("van de kopie")
            #expect(try first.sync().acknowledged == 1)
            let outcome = try copy.run("sync")
            #expect(outcome.status == 76 && outcome.errors.contains("[identity.fork]"), "\(outcome.status) \(outcome.errors)")
            #expect(outcome.errors.contains("copied") && outcome.errors.contains("safe"), "\(outcome.errors)")
            let export = try copy.json(Answers.Export.self, "export")
            #expect(export.pending.count == 1)
            #expect(export.records.contains { $0.fields.description == "van de kopie" })
            #expect(try copy.status().pending == 1)
            #expect(try copy.run("verify").status == 0)
            // It stays refused, and the original is not harmed.
            #expect(try copy.run("sync").status == 76)
            try first.sync()
            #expect(try first.findings().compactMap(\.fields.description).sorted() == ["van het origineel", "van voor de kopie"])
            try site.expectInStep([first])
        }

        @Test func `F3 F9: a replica put back from a backup is refused at its first new write, which is kept`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.add("een")
            try tablet.sync()
            try Files.copy(tablet.folder, to: "\(site.path)/backup")
            try tablet.add("twee")
            try tablet.sync()
            let restored = site.tablet("backup")
            try restored.add("drie")
            let outcome = try restored.run("sync")
            #expect(outcome.status == 76 && outcome.errors.contains("[identity.fork]"), "\(outcome.status) \(outcome.errors)")
            #expect(try restored.json(Answers.Export.self, "export").records.contains { $0.fields.description == "drie" })
            try site.expectInStep([tablet])
        }

        @Test func `F1 F2 F5: devices that know more than a restored server keep it, and say so`() throws {
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
            let outcome = try tablet.run("sync")
            #expect(outcome.status != 0 && outcome.errors.contains("safe"), "\(outcome.status) \(outcome.errors)")
            #expect(outcome.errors.contains("[identity.server-behind]"), "\(outcome.errors)")
            #expect(try tablet.count() == 2)
        }
    }
}
