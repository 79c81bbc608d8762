import Glibc
import Testing

extension ProcessTests {
    /// Backups that do not fit, that are broken off, or that are no backups.
    @Suite(.serialized) struct BackupTests {
        /// A server that does not run, and holds a few megabytes.
        private func filled() throws -> Site {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.importRows(3_000, bytes: 500)
            try tablet.sync()
            #expect(site.stop() == 0)
            return site
        }

        private func expectFull(_ outcome: Child.Outcome, _ names: [String], sourceLocation: SourceLocation = #_sourceLocation) {
            #expect(
                outcome.status == 74 && outcome.errors.contains("[storage.full]"), "\(outcome.status) \(outcome.errors)",
                sourceLocation: sourceLocation)
            for words in names + ["MB are needed", "MB are free", "Nothing was changed"] {
                #expect(outcome.errors.contains(words), "\(words)? \(outcome.errors)", sourceLocation: sourceLocation)
            }
            #expect(outcome.output.isEmpty, "\(outcome.output)", sourceLocation: sourceLocation)
        }

        @Test(arguments: ["ulimit -f 1000", "true"])
        func `F10 F62: a backup that does not fit says which file, how much is needed, and leaves nothing`(limits: String) throws {
            let site = try filled()
            let disk = limits == "true" ? SmallDisk("\(site.path)-disk", megabytes: 1) : nil
            let folder = disk?.path ?? site.path + "/backups"
            if disk == nil {
                // Without the right to mount, the limit alone shows it.
                if limits == "true" { return }
                try Files.makeFolder(folder)
            }
            expectFull(try site.command(["backup", folder + "/old.db"], after: limits), ["\(folder)/old.db"])
            #expect(try Files.list(folder) == [])
            _ = try site.good(["backup", site.path + "/fits.db"])
        }

        @Test(arguments: ["ulimit -f 1000", "true"])
        func `F10 F62: a restore that does not fit says how much is needed, and the database stays as it was`(limits: String) throws {
            let site = try filled()
            let old = site.path + "/old.db"
            _ = try site.good(["backup", old])
            let size = try Files.bytes(site.data + "/server.db").count
            let disk = limits == "true" ? SmallDisk("\(site.path)-disk", megabytes: (size * 3 / 2) >> 20) : nil
            if disk == nil, limits == "true" { return }
            let data = disk.map { $0.path + "/server" } ?? site.data
            if disk != nil { try Files.copy(site.data, to: data) }
            let before = try Files.bytes(data + "/server.db")
            expectFull(try site.command(["restore", old], on: data, after: limits), [old, data])
            #expect(try Files.bytes(data + "/server.db") == before)
            #expect(try Files.list(data).filter { $0.contains("restoring") || $0.contains("replaced") } == [])
            #expect(try site.command(["verify"], on: data).status == 0)
        }

        @Test(arguments: [SIGINT, SIGKILL])
        func `a backup that was broken off leaves nothing under its name, and the next one clears away`(signal: Int32) throws {
            let site = try Site(starting: false)
            // Large enough to be met while it is copied.
            try Database.change(site.data + "/server.db", "CREATE TABLE ballast AS SELECT randomblob(200000000) AS bytes")
            let folder = site.path + "/backups"
            try Files.makeFolder(folder)
            let child = try site.start(command: ["backup", folder + "/monday.db"])
            try child.wait(watching: folder) { try Files.list(folder) != [] }
            child.send(signal)
            #expect(child.wait() == 128 + signal)
            #expect(!Files.exists(folder + "/monday.db"))
            try Database.change(site.data + "/server.db", "DROP TABLE ballast; VACUUM")
            _ = try site.good(["backup", folder + "/tuesday.db"])
            #expect(try Files.list(folder) == ["tuesday.db"])
            #expect(try site.command(["restore", folder + "/tuesday.db"]).status == 0)
        }

        @Test func `a backup never takes the place of what is there, and of a folder that is not there says so`() throws {
            let site = try Site(starting: false)
            let there = site.path + "/there.db"
            try Files.write(there, Array("something".utf8))
            let refused = try site.command(["backup", there])
            #expect(refused.status == 73 && refused.errors.contains("left as it is"), "\(refused.errors)")
            #expect(try Files.bytes(there) == Array("something".utf8))
            let nowhere = try site.command(["backup", site.path + "/nowhere/old.db"])
            #expect(nowhere.status == 73 && nowhere.errors.contains("nowhere"), "\(nowhere.errors)")
        }

        /// What somebody may take for a backup, what is said of it, and what he is told to do.
        private static let wrong: [(name: String, code: String, words: [String])] = [
            ("none", "data.missing", ["There is no file", "Name a file"]), ("folder", "data.missing", ["is a folder", "Name a file"]),
            ("empty", "data.empty", ["is empty", "another backup"]), ("text", "data.not-database", ["is not a database", "Name a file"]),
            ("head", "data.truncated", ["is cut off", "50 bytes", "another backup"]),
            ("half", "data.truncated", ["is cut off", "another backup"]),
            ("scratched", "data.damaged", ["is damaged", "another backup"]),
            ("foreign", "data.foreign", ["another program", "Name a file"]),
            ("replica", "data.replica", ["a device's replica", "wijkserver backup"]),
            ("tilburg", "data.other", ["tilburg", "utrecht"]), ("namesake", "data.other", ["another server of utrecht"]),
        ]

        @Test func `what is no backup of this server is named for what it is, with what to do, and changes nothing`() throws {
            let site = try filled()
            func file(_ name: String) -> String { "\(site.path)/\(name).db" }
            _ = try site.good(["backup", file("good")])
            let good = try Files.bytes(file("good"))
            try Files.makeFolder(file("folder"))
            try Files.write(file("empty"), [])
            try Files.write(
                file("text"),
                Array("no database, but a text that is longer than the head of one, which has a hundred bytes in all: so".utf8))
            try Files.write(file("head"), Array(good.prefix(50)))
            try Files.write(file("half"), Array(good.prefix(good.count / 2)))
            var scratched = good
            for place in stride(from: good.count / 2, to: good.count / 2 + 200_000, by: 1) { scratched[place] = 0xFF }
            try Files.write(file("scratched"), scratched)
            try Database.make(file("foreign"), "CREATE TABLE mine (a); PRAGMA application_id=7")
            try Files.copy("\(site.path)/tablet/replica.db", to: file("replica"))
            for (name, profile) in [("tilburg", "tilburg"), ("namesake", "utrecht")] {
                #expect(try site.command(["init", "--profile", profile], on: "\(site.path)/\(name)").status == 0)
                try Files.copy("\(site.path)/\(name)/server.db", to: file(name))
            }
            let before = try Files.bytes(site.data + "/server.db")
            for wrong in Self.wrong {
                let outcome = try site.command(["restore", file(wrong.name)])
                #expect(
                    outcome.status == 73 && outcome.errors.contains("[\(wrong.code)]"), "\(wrong.name): \(outcome.status) \(outcome.errors)"
                )
                for words in wrong.words + [file(wrong.name), "othing was changed"] {
                    #expect(outcome.errors.contains(words), "\(wrong.name), \(words)? \(outcome.errors)")
                }
                #expect(!outcome.errors.contains("restoring") && !outcome.errors.contains("wijkclient verify"), "\(outcome.errors)")
            }
            #expect(try Files.bytes(site.data + "/server.db") == before)
            #expect(try site.command(["restore", file("good")]).status == 0)
        }
    }
}
