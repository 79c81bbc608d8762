import FoundationEssentials
import Glibc
import Testing

extension ProcessTests {
    /// `wijkserver` as its administrator meets it.
    @Suite(.serialized) struct ServerProcessTests {
        @Test func `SIGTERM while a sync is under way finishes that request and ends with 0`() throws {
            let site = try Site()
            let server = site.server
            let gate = try Gate(to: site) { $0 == 1 ? .finishAfter { server.send(SIGTERM) } : .pass }
            let tablet = try site.enrolled("tablet", at: gate.url)
            try tablet.importRows(1_000, bytes: 500)
            let sync = try tablet.run("sync")
            #expect(gate.waitUntilReached() && gate.requests >= 1)
            #expect(server.wait() == 0)
            // What was sent with the first request was taken and acknowledged; for more there was no server any more.
            #expect([0, 69].contains(sync.status), "\(sync.status) \(sync.errors)")
            #expect(try tablet.status().areas.contains { $0.stage == "live" })
            #expect(try site.command(["verify"]).status == 0)
            try site.start(port: site.port)
            try tablet.sync()
            try site.expectInStep([tablet])
        }

        @Test func `E3: no token and no code is in the database, its log, the server's output or its command line`() throws {
            let site = try Site()
            let code = try site.invite([Site.overvecht])
            let tablet = site.tablet("tablet")
            try tablet.good("enroll", site.url, "--code", code)
            try tablet.add("iets")
            try tablet.sync()
            let token = String(decoding: try Files.bytes(tablet.folder + "/token"), as: UTF8.self).filter { !$0.isWhitespace }
            let key = String(decoding: try Files.bytes(tablet.folder + "/device.key"), as: UTF8.self).filter { !$0.isWhitespace }
            try #require(token.count == 64 && key.count == 64)
            let bare = code.filter { $0 != "-" }
            let line = try Files.bytes("/proc/\(site.server.pid)/cmdline") + Files.bytes("/proc/\(site.server.pid)/environ")
            try Files.write(site.path + "/ps", line)
            // While it runs, the WAL is there as well; then once more what a stopped server leaves behind.
            for isRunning in [true, false] {
                if !isRunning { #expect(site.stop() == 0) }
                var files = try Files.list(site.data).map { site.data + "/" + $0 } + [site.log, site.server.output, site.path + "/ps"]
                #expect(files.count >= 6 || !isRunning, "\(files)")
                files += try Files.list(tablet.folder).filter { $0.hasPrefix("replica.db") }.map { tablet.folder + "/" + $0 }
                for file in files {
                    for secret in [token, token.uppercased(), key, code, bare, code.lowercased()] {
                        #expect(try !Files.contains(file, secret), "\(file)")
                    }
                    for secret in [token, key] { #expect(try !Files.contains(file, raw: secret), "\(file)") }
                }
            }
            let name = try Files.bytes(site.log)
            #expect(!name.isEmpty)
            for text in ["Ria de Boer", "iets"] { #expect(try !Files.contains(site.log, text)) }
        }

        @Test func `E4: what both sides write is for its owner only`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.add("iets")
            try tablet.sync()
            for folder in [site.data, tablet.folder] {
                #expect(try Files.mode(folder) == 0o700)
                for name in try Files.list(folder) { #expect(try Files.mode(folder + "/" + name) == 0o600, "\(name)") }
            }
            let backup = site.path + "/backup.db"
            _ = try site.good(["backup", backup])
            #expect(try Files.mode(backup) == 0o600)
            #expect(site.stop() == 0)
            _ = unsafe chmod(site.data + "/signing.key", 0o644)
            let refused = try site.command(["serve", "--listen", "127.0.0.1:0"])
            #expect(refused.status == 73 && refused.errors.contains("[data.mode]"), "\(refused.errors)")
        }

        @Test func `without TLS the server binds loopback only, unless a proxy stands in front`() throws {
            let site = try Site(starting: false)
            for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
                let refused = try site.command(["serve", "--listen", address])
                #expect(refused.status == 64 && refused.errors.contains("[listen.plain]"), "\(refused.errors)")
                #expect(refused.errors.contains("--behind-proxy") && refused.output.isEmpty)
            }
            for address in ["127.0.0.1", "127.0.0.1:70000", ":0", "::1:0"] {
                #expect(try site.command(["serve", "--listen", address]).status == 64, "\(address)")
            }
            try site.start(address: "0.0.0.0:0", "--behind-proxy")
            #expect(site.stop() == 0)
        }

        @Test func `a second server on the same port says so, and the first goes on`() throws {
            let site = try Site()
            let second = try site.command(["serve", "--listen", "127.0.0.1:\(site.port)"])
            #expect(second.status == 64 && second.errors.contains("[listen.failed]"), "\(second.status) \(second.errors)")
            #expect(second.errors.contains("another server"), "\(second.errors)")
            try site.enrolled("tablet").sync()
            let again = try site.command(["init", "--profile", "utrecht"])
            #expect(again.status == 73 && again.errors.contains("left as it is"), "\(again.errors)")
        }

        @Test func `a backup made during pushes opens and verifies in a new folder, with the key beside it`() throws {
            let site = try Site()
            let tablets = try (0..<3).map { try site.enrolled("tablet-\($0)") }
            for tablet in tablets { try tablet.importRows(2_000, bytes: 500, prefix: tablet.name) }
            let runs = try tablets.map { try $0.start("sync") }
            var backups: [String] = []
            while runs.contains(where: \.isRunning) || backups.isEmpty {
                let file = "\(site.path)/backup-\(backups.count).db"
                _ = try site.good(["backup", file])
                backups.append(file)
            }
            for run in runs { #expect(run.wait() == 0) }
            for (index, backup) in backups.enumerated().filter({ $0.offset % max(1, backups.count / 4) == 0 }) {
                let folder = "\(site.path)/restored-\(index)"
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
                try Files.copy(backup, to: folder + "/server.db")
                try Files.copy(site.data + "/signing.key", to: folder + "/signing.key")
                let verified = try Child([Programs.server, "verify", "--data", folder, "--json"], output: folder + ".verify").outcome()
                #expect(verified.status == 0, "\(verified.output) \(verified.errors)")
            }
            let existing = try site.command(["backup", backups[0]])
            #expect(existing.status == 73 && existing.errors.contains("left as it is"))
            for tablet in tablets { try tablet.sync() }
            try site.expectInStep(tablets)
        }

        @Test func `an invitation works once, for one device, and until it expires`() throws {
            let site = try Site()
            let code = try site.invite([Site.overvecht])
            try Database.change(site.data + "/server.db", "UPDATE invitation SET expires_at = 1000")
            let late = try site.tablet("late").run("enroll", site.url, "--code", code)
            #expect(late.status == 77 && late.errors.contains("[enrol.code]"), "\(late.status) \(late.errors)")
            let used = try site.invite([Site.overvecht])
            try site.tablet("first").good("enroll", site.url, "--code", used)
            let second = try site.tablet("second").run("enroll", site.url, "--code", used)
            #expect(second.status == 77 && second.errors.contains("[enrol.code]"), "\(second.status) \(second.errors)")
            #expect(try site.command(["invite", "Ria de Boer", "--area", Site.overvecht, "--minutes", "0"]).status == 65)
            #expect(try site.command(["invite", "Niemand", "--area", Site.overvecht]).status == 65)
            #expect(try site.command(["invite", "Ria de Boer", "--area", "Nergens"]).status == 65)
        }
    }
}
