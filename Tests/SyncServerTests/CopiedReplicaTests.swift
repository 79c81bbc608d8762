import Testing

extension ProcessTests {
    /// Replicas that were copied or put back: found out at first contact, given a life of their own, and nothing of them lost.
    @Suite(.serialized) struct CopiedReplicaTests {
        @Test func `I10 F3 F6 F8: a replica and its copy both write on, and the work of both arrives`() throws {
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
            #expect(outcome.status == 0 && outcome.errors.contains("copied"), "\(outcome.status) \(outcome.errors)")
            #expect(try copy.status().pending == 0)
            #expect(try copy.run("verify").status == 0)
            // Once is enough: from here on it is a replica like any other.
            #expect(try !copy.run("sync").errors.contains("copied"))
            try first.sync()
            for tablet in [first, copy] {
                let texts = try tablet.findings().compactMap(\.fields.description).sorted()
                #expect(texts == ["van de kopie", "van het origineel", "van voor de kopie"])
            }
            try site.expectInStep([first, copy])
        }

        @Test func `I10 F3 F9: a replica put back from a backup gets its later work back, and keeps its new write`() throws {
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
            #expect(outcome.status == 0 && outcome.errors.contains("put back"), "\(outcome.status) \(outcome.errors)")
            #expect(try restored.findings().compactMap(\.fields.description).sorted() == ["drie", "een", "twee"])
            try tablet.sync()
            try site.expectInStep([tablet, restored])
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
