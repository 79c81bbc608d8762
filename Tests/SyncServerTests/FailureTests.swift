import FoundationEssentials
import Glibc
import Testing

extension ProcessTests {
    /// What `wijkclient` says and does when the other side, or the way there, is not what it should be.
    @Suite(.serialized) struct FailureTests {
        /// The outcome says that it failed, how, and not that it succeeded; and the work is still there.
        private func expectFailure(
            _ outcome: Child.Outcome, _ status: Int32, _ code: String, of tablet: Tablet, pending: Int = 1,
            sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
            #expect(outcome.errors.contains("[\(code)"), "\(outcome.errors)", sourceLocation: sourceLocation)
            #expect(!outcome.output.contains("In step"), sourceLocation: sourceLocation)
            let after = try tablet.status()
            #expect(after.pending == pending, sourceLocation: sourceLocation)
            #expect(try tablet.run("verify").status == 0, sourceLocation: sourceLocation)
        }

        @Test func `F18 F33: without a server, sync says so, keeps the work, and later sends it`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.sync()
            let last = try #require(try tablet.status().lastSync?.finished)
            try tablet.add("zonder server")
            let port = site.port
            #expect(site.stop() == 0)
            let outcome = try tablet.run("sync")
            try expectFailure(outcome, 69, "transport.connect", of: tablet)
            #expect(outcome.errors.contains("work is kept") && outcome.errors.contains("later"), "\(outcome.errors)")
            let dutch = try tablet.start(["synchroniseren"], environment: ["WIJK_LANG=nl"]).outcome()
            #expect(dutch.status == 69 && dutch.errors.contains("bewaard"), "\(dutch.errors)")
            #expect(try tablet.status().lastSync?.finished == last, "a failed sync is not a last sync")
            try site.start(port: port)
            #expect(try tablet.sync().acknowledged == 1)
            try site.expectInStep([tablet])
        }

        /// What stands at the server's address, the exit status, and the code.
        private static let answers: [(status: Int, type: String, body: String, exit: Int32, code: String)] = [
            (500, "text/plain", "oops", 69, "server.status"), (502, "text/html", "<html>Bad Gateway</html>", 69, "server.status"),
            (429, "text/plain", "slow down", 69, "server.status"), (404, "text/html", "<html>not here</html>", 76, "server.status"),
            (302, "text/html", "elsewhere", 76, "server.status"),
            (200, "text/html", "<html>Log in to the station's wifi</html>", 76, "server.answer"),
            (200, "application/x-protobuf", "\u{7}\u{7}\u{7}garbage", 76, "wire.malformed"),
            (200, "application/x-protobuf", "", 76, "wire.version"),
            (500, "application/problem+json", #"{"detail":"the disk is full","code":"storage.full","hint":"wait"}"#, 69, "storage.full"),
            (200, "application/x-protobuf", "\u{8}\u{1}", 76, "sync.server"),
        ]

        @Test func `F18 F33: an answer that is no good is no success, and nothing is dropped`() throws {
            let site = try Site()
            let gate = try Gate(to: site) { number in
                guard number <= Self.answers.count * 2 else { return .pass }
                let answer = Self.answers[(number - 1) / 2]
                return .answer(status: answer.status, type: answer.type, body: answer.body)
            }
            let tablet = try site.enrolled("tablet", at: gate.url)
            try tablet.add("blijft bewaard")
            for answer in Self.answers {
                try expectFailure(try tablet.run("sync"), answer.exit, answer.code, of: tablet)
                let json = try tablet.run("sync", "--json")
                #expect(json.status == answer.exit && json.output.isEmpty, "\(json.output)")
            }
            #expect(gate.requests == Self.answers.count * 2)
            #expect(try tablet.sync().acknowledged == 1)
            try site.expectInStep([tablet])
        }

        @Test func `F33 I8: a connection that is cut in the middle of the reply is no success; the ops are there once`() throws {
            let site = try Site()
            let gate = try Gate(to: site) { $0 == 1 ? .cutReply : .pass }
            let tablet = try site.enrolled("tablet", at: gate.url)
            try tablet.add("één keer")
            let outcome = try tablet.run("sync")
            try expectFailure(outcome, 69, "transport.interrupted", of: tablet)
            #expect(try tablet.sync().acknowledged == 1)
            #expect(try tablet.count() == 1)
            try site.expectInStep([tablet])
        }

        @Test func `a wrong address is named as such before anything is stored`() throws {
            let site = try Site()
            let tablet = site.tablet("tablet")
            let code = try site.invite([Site.overvecht])
            for (url, status, problem) in [
                ("ftp://127.0.0.1", Int32(64), "transport.url"), ("http://192.0.2.1:8400", 64, "transport.insecure"),
                ("nonsense", 64, "transport.url"), ("http://127.0.0.1:1", 69, "transport.connect"),
                ("https://no-such-host.invalid", 69, "transport.resolve"), (site.url + "/elsewhere", 76, "http.404"),
            ] {
                let outcome = try tablet.run("enroll", url, "--code", code)
                #expect(outcome.status == status && outcome.errors.contains("[\(problem)]"), "\(url): \(outcome.status) \(outcome.errors)")
            }
            try tablet.good("enroll", site.url, "--code", code)
        }

        @Test func `F1 F4 F11: another server's data under the same address is no success: the token is unknown, the work is kept`() throws
        {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.add("op de oude server")
            try tablet.sync()
            try tablet.add("nog niet verstuurd")
            let other = try Site()
            #expect(site.stop() == 0 && other.stop() == 0)
            let port = site.port
            try FileManager.default.removeItem(atPath: site.data)
            try Files.copy(other.data, to: site.data)
            try site.start(port: port)
            let outcome = try tablet.run("sync")
            try expectFailure(outcome, 77, "access.token", of: tablet)
            #expect(outcome.errors.contains("safe"), "\(outcome.errors)")
            #expect(try tablet.count() == 2)
        }

        @Test func `F11 F33 F48: a device whose area is gone hands in, says so, and holds nothing of it any more`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet", [Site.overvecht, Site.binnenstad])
            try tablet.add("gaat weg", area: Site.binnenstad)
            try tablet.sync()
            try tablet.add("mag niet meer", area: Site.binnenstad)
            try Database.change(site.data + "/server.db", "DELETE FROM device_area WHERE area = '\(Site.binnenstad)'")
            let outcome = try tablet.run("sync")
            #expect(outcome.status == 0 && outcome.output.contains("refused 1"), "\(outcome.output)")
            #expect(outcome.errors.contains("no right to \(Site.binnenstad) any more: its 5 records were removed"), "\(outcome.errors)")
            let refused = try tablet.run("refused", "list", "--json")
            #expect(refused.output.contains("mag niet meer"), "\(refused.output)")
            #expect(try tablet.count() == 0)
            #expect(try tablet.run("verify").status == 0)
        }

        @Test(arguments: [SIGINT, SIGTERM]) func `F24: Ctrl-C during a sync is safe: status 130, and the next sync completes`(signal: Int32)
            throws
        {
            let site = try Site()
            let gate = try Gate(to: site) { $0 == 3 ? .hold : .pass }
            let tablet = try site.enrolled("tablet", at: gate.url)
            try tablet.importRows(3_000, bytes: 1_000)
            let run = try tablet.start("sync")
            #expect(gate.waitUntilReached())
            run.send(signal)
            let outcome = try run.outcome()
            #expect(outcome.status == 130 && outcome.errors.contains("interrupted"), "\(outcome.status) \(outcome.errors)")
            let pending = try tablet.status().pending
            #expect(pending > 0 && pending < 3_000)
            let resumed = try tablet.sync()
            #expect(resumed.acknowledged == pending && resumed.pending == 0)
            try site.expectInStep([tablet])
        }
    }
}
