import Testing

extension ProcessTests {
    /// Replicas that were copied or put back in a way that leaves no trace in their folder, as a virtual machine is cloned or rolled
    /// back: found out at first contact, given a life of their own, and nothing of them lost.
    @Suite(.serialized) struct CopiedReplicaTests {
        @Test func `I10 F3 F6 F8: a replica and its clone both write on, and the work of both arrives`() throws {
            let site = try Site()
            let first = try site.enrolled("first")
            try first.add("van voor de kopie")
            try first.sync()
            let clone = try first.cloned(to: site.tablet("clone"))
            try first.add("van het origineel")
            #expect(try !clone.run("finding", "add", "-d", "van de kloon", "--area", Site.overvecht).errors.contains("copied"))
            #expect(try clone.status().incarnation == first.status().incarnation, "the test must not be seen through")
            #expect(try first.sync().acknowledged == 1)
            let outcome = try clone.run("sync")
            #expect(outcome.status == 0 && outcome.errors.contains("copied"), "\(outcome.status) \(outcome.errors)")
            #expect(try clone.status().pending == 0)
            #expect(try clone.run("verify").status == 0)
            // Once is enough: from here on it is a replica like any other.
            #expect(try !clone.run("sync").errors.contains("copied"))
            try first.sync()
            for tablet in [first, clone] {
                #expect(try tablet.texts() == ["van de kloon", "van het origineel", "van voor de kopie"])
            }
            try site.expectInStep([first, clone])
        }

        @Test func `I10 F3 F9: a machine that is rolled back gets its later work back, and keeps its new write`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.add("een")
            try tablet.sync()
            let restored = try tablet.cloned(to: site.tablet("rolled-back"))
            try tablet.add("twee")
            try tablet.sync()
            try restored.add("drie")
            let outcome = try restored.run("sync")
            #expect(outcome.status == 0 && outcome.errors.contains("put back"), "\(outcome.status) \(outcome.errors)")
            #expect(try restored.texts() == ["drie", "een", "twee"])
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
