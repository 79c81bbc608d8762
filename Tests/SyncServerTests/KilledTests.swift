import Glibc
import Testing

/// Tests with real processes, one after the other: they compete for the same two cores.
@Suite(.enabled(if: Programs.areBuilt, "the programs are not built"), .serialized) enum ProcessTests {}

extension ProcessTests {
    /// kill -9 of either side at chosen moments.
    @Suite(.serialized) struct KilledTests {
        @Test func `I8 I19 F26: a first pull that is killed at any moment goes on where it was, with nothing twice`() throws {
            let site = try Site()
            let origin = try site.enrolled("origin")
            try origin.importRows(20_000, bytes: 200)
            try origin.sync()
            let whole = try site.enrolled("whole")
            let full = try whole.sync().requests
            try #require(full > 5)
            let moments: [(name: String, number: Int, action: Gate.Action)] = [
                ("early", 2, .holdReply), ("middle", full / 2, .hold), ("cut", full / 2 + 1, .cutReply), ("late", full - 1, .holdReply),
            ]
            for moment in moments {
                let gate = try Gate(to: site) { $0 == moment.number ? moment.action : .pass }
                let tablet = try site.enrolled(moment.name, at: gate.url)
                let run = try tablet.start("sync")
                #expect(gate.waitUntilReached())
                run.send(SIGKILL)
                // A reply that was cut off may have ended it first.
                let status = run.wait()
                #expect(status == 128 + SIGKILL || (status == 69 && moment.name == "cut"), "\(moment.name): \(status)")
                #expect(try tablet.run("verify").status == 0)
                let before = gate.requests
                let resumed = try tablet.sync()
                #expect(resumed.requests < full || moment.number == 2, "\(moment.name): \(resumed.requests) of \(full)")
                #expect(before + resumed.requests <= full + 3, "\(moment.name): \(before) + \(resumed.requests), whole: \(full)")
                #expect(try tablet.count() == 20_000)
                try site.expectInStep([tablet])
            }
            try site.expectInStep([origin, whole])
        }

        @Test func `I8 I19 F25: a first push that is killed at any moment goes on where it was, with nothing twice`() throws {
            let site = try Site()
            let whole = try site.enrolled("whole")
            try whole.importRows(5_000, bytes: 1_000)
            let full = try whole.sync().requests
            try #require(full >= 5, "\(full)")
            // Each in an area of its own, so that it has nothing to pull.
            let moments: [(name: String, area: String, number: Int, action: Gate.Action)] = [
                ("unheard", "WK034401", 3, .hold), ("unanswered", "WK034402", 4, .holdReply), ("cut", "WK034404", 5, .cutReply),
            ]
            for moment in moments {
                let gate = try Gate(to: site) { $0 == moment.number ? moment.action : .pass }
                let tablet = try site.enrolled(moment.name, [moment.area], at: gate.url)
                try tablet.importRows(5_000, bytes: 1_000, area: moment.area)
                let run = try tablet.start("sync")
                #expect(gate.waitUntilReached())
                run.send(SIGKILL)
                run.wait()
                let pending = try tablet.status().pending
                // The next page is sent while the last answer is stored, so the kill can come before that is.
                #expect(pending > 0 && pending <= 5_000, "\(moment.name): \(pending)")
                let done = gate.requests
                let resumed = try tablet.sync()
                #expect(resumed.pending == 0 && resumed.acknowledged == pending)
                #expect(done + resumed.requests <= full + 3, "\(moment.name): \(done) + \(resumed.requests), whole: \(full)")
                #expect(try tablet.count() == 5_000)
                try site.expectInStep([tablet], areas: [moment.area])
            }
            for device in try site.json([Answers.Device].self, "devices") { #expect(device.ops == 5_000) }
        }

        @Test func `I8 F21: a server that is killed in the middle of a push loses nothing that it acknowledged`() throws {
            let site = try Site()
            let moments: [(name: String, area: String, action: @Sendable (Child) -> Gate.Action)] = [
                ("half", "WK034401", { server in .midRequest { server.send(SIGKILL) } }),
                ("whole", "WK034402", { server in .afterRequest { server.send(SIGKILL) } }),
                ("acknowledged", "WK034404", { server in .afterReply { server.send(SIGKILL) } }),
            ]
            for moment in moments {
                let server = site.server
                let gate = try Gate(to: site) { $0 == 3 ? moment.action(server) : .pass }
                let tablet = try site.enrolled(moment.name, [moment.area], at: gate.url)
                try tablet.importRows(5_000, bytes: 1_000, area: moment.area)
                let cut = try tablet.run("sync")
                #expect(cut.status == 69 && !cut.output.contains("In step"), "\(cut.errors)")
                #expect(site.server.wait() == 128 + SIGKILL)
                let pending = try tablet.status().pending
                #expect(pending > 0 && pending <= 5_000)
                #expect(try site.command(["verify"]).status == 0)
                let held = try #require(try site.json([Answers.Device].self, "devices").first { $0.name == moment.name }?.ops)
                #expect(held >= 5_000 - pending, "the server acknowledged \(5_000 - pending) and holds \(held)")
                try site.start(port: site.port)
                #expect(try tablet.sync().pending == 0)
                #expect(try tablet.count() == 5_000)
                try site.expectInStep([tablet], areas: [moment.area])
            }
            for device in try site.json([Answers.Device].self, "devices") { #expect(device.ops == 5_000) }
        }

        @Test func `I8 I19: a server that is killed in the middle of a pull is taken up where it was`() throws {
            let site = try Site()
            let origin = try site.enrolled("origin")
            try origin.importRows(5_000, bytes: 1_000)
            try origin.sync()
            let full = try site.enrolled("whole").sync().requests
            let server = site.server
            let gate = try Gate(to: site) { $0 == 4 ? .afterRequest { server.send(SIGKILL) } : .pass }
            let tablet = try site.enrolled("cut", at: gate.url)
            let cut = try tablet.run("sync")
            #expect(cut.status == 69 && cut.errors.contains("transport."), "\(cut.errors)")
            #expect(site.server.wait() == 128 + SIGKILL)
            try site.start(port: site.port)
            let resumed = try tablet.sync()
            #expect(resumed.requests < full)
            #expect(try tablet.count() == 5_000)
            try site.expectInStep([tablet, origin])
        }
    }
}
