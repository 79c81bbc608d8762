import FoundationEssentials
import Glibc
import Testing

extension ProcessTests {
    /// Disks that are full, and folders that cannot be written.
    @Suite(.serialized) struct DiskTests {
        private func expectFull(_ outcome: Child.Outcome, sourceLocation: SourceLocation = #_sourceLocation) {
            #expect(outcome.status == 74, "\(outcome.status) \(outcome.errors)", sourceLocation: sourceLocation)
            #expect(
                outcome.errors.contains("full") && !outcome.output.contains("In step"), "\(outcome.errors)", sourceLocation: sourceLocation)
        }

        @Test(.enabled(if: SmallDisk.canMount, "no right to mount"))
        func `F10 F61 F62: a disk that is full: said so, nothing lost, and with room all goes on`() throws {
            let site = try Site()
            let origin = try site.enrolled("origin")
            try origin.importRows(3_000, bytes: 500)
            try origin.sync()
            let disk = try #require(SmallDisk("\(site.path)-disk", megabytes: 2))
            let tablet = Tablet(name: "small", folder: disk.path + "/replica", files: site.path)
            try tablet.good("enroll", site.url, "--code", try site.invite([Site.overvecht]))
            try tablet.add("van voor de volle schijf")
            expectFull(try tablet.run("sync"))
            let status = try tablet.status()
            #expect(status.pending == 1, "own work is kept")
            #expect(try tablet.run("verify").status == 0)
            #expect(try tablet.json(Answers.Export.self, "export").records.contains { $0.fields.description == "van voor de volle schijf" })
            // To the brim: then an import is refused, whole.
            let filler = disk.path + "/filler"
            Files.fill(filler)
            let file = "\(site.path)/many.csv"
            try Files.write(file, Array(Rows.csv(3_000, bytes: 500, prefix: "X").utf8))
            let before = try tablet.count()
            expectFull(try tablet.run("import", "findings", file, "--area", Site.overvecht))
            #expect(try tablet.count() == before)
            #expect(try tablet.status().pending == 1)
            _ = unsafe mount("none", disk.path, "tmpfs", UInt(MS_REMOUNT), "size=64m")
            try Files.remove(filler)
            let sync = try tablet.sync()
            #expect(sync.acknowledged == 1 && sync.pending == 0)
            try origin.sync()
            #expect(try tablet.count() == 3_001)
            try site.expectInStep([tablet, origin])
        }

        @Test func `F10 F61: a file that may not grow is like a full disk: nothing is half stored`() throws {
            let site = try Site()
            let origin = try site.enrolled("origin")
            try origin.importRows(3_000, bytes: 500)
            try origin.sync()
            let tablet = try site.enrolled("tablet")
            try tablet.add("eigen werk")
            // In blocks of 512 bytes: half a megabyte.
            expectFull(try tablet.run(["sync"], after: "ulimit -f 1000"))
            #expect(try tablet.status().pending == 1)
            #expect(try tablet.run("verify").status == 0)
            let file = "\(site.path)/many.csv"
            try Files.write(file, Array(Rows.csv(3_000, bytes: 500, prefix: "X").utf8))
            let before = try tablet.count()
            expectFull(try tablet.run(["import", "findings", file, "--area", Site.overvecht], after: "ulimit -f 1000"))
            #expect(try tablet.count() == before)
            try tablet.sync()
            try origin.sync()
            #expect(try tablet.count() == 3_001)
            try site.expectInStep([tablet, origin])
        }

        @Test func `F10 F62: a server whose disk is full acknowledges nothing that it does not hold`() throws {
            let site = try Site(starting: false)
            try site.start(limits: "ulimit -f 2000")
            // Three at once: their pushes share commits, of which some do not fit.
            let tablets = try (0..<3).map { try site.enrolled("tablet-\($0)") }
            for tablet in tablets { try tablet.importRows(3_000, bytes: 500, prefix: tablet.name) }
            let runs = try tablets.map { try $0.start("sync") }
            for run in runs {
                let outcome = try run.outcome()
                #expect(outcome.status == 69 && outcome.errors.contains("[storage.full]"), "\(outcome.status) \(outcome.errors)")
            }
            #expect(site.stop() == 0)
            let devices = try site.json([Answers.Device].self, "devices")
            for tablet in tablets {
                let acknowledged = 3_000 - (try tablet.status().pending)
                let held = try #require(devices.first { $0.name == tablet.name }?.ops)
                #expect(held >= acknowledged)
            }
            try site.start(port: site.port)
            for _ in 0..<2 { for tablet in tablets { #expect(try tablet.sync().pending == 0) } }
            for tablet in tablets { #expect(try tablet.count() == 9_000) }
            try site.expectInStep(tablets)
        }

        @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
        func `a replica that may not be written is named, and can be read`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.add("leesbaar")
            try tablet.sync()
            for name in try Files.list(tablet.folder) { _ = unsafe chmod(tablet.folder + "/" + name, 0o400) }
            _ = unsafe chmod(tablet.folder, 0o500)
            defer { _ = unsafe chmod(tablet.folder, 0o700) }
            let outcome = try tablet.run("finding", "add", "-d", "x", "--area", Site.overvecht)
            #expect(outcome.status == 74 && outcome.errors.contains("[storage."), "\(outcome.status) \(outcome.errors)")
            #expect(try tablet.count() == 1)
        }
    }
}
