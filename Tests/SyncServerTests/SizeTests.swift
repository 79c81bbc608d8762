import Testing

extension ProcessTests {
    /// What the cost of a sync may depend on.
    @Suite(.serialized) struct SizeTests {
        @Test func `F55: a first pull costs by records, not by revisions`() throws {
            let site = try Site()
            let writer = try site.enrolled("writer")
            try writer.importRows(1_000)
            try writer.sync()
            let once = try site.enrolled("once").sync()
            try Revisions.write(20, on: writer)
            let pushed = try writer.sync()
            #expect(pushed.acknowledged == 20_000)
            let area = try #require(try site.areas()[Site.overvecht])
            #expect(area.position > 21_000 && area.records == 1_004)
            let often = try site.enrolled("often").sync()
            #expect(often.records == 1_004 && often.received == 0, "a snapshot, not the history")
            #expect(often.requests <= once.requests + 1, "\(often.requests) requests, \(once.requests) before the revisions")
            #expect(often.receivedBytes < once.receivedBytes * 2, "\(often.receivedBytes) bytes, \(once.receivedBytes) before")
            try site.expectInStep([writer])
        }

        @Test func `F56 F57: the requests of a first sync grow with the number of records and no faster, and it ends`() throws {
            let site = try Site()
            let writer = try site.enrolled("writer")
            var requests: [Int: (push: Int, pull: Int)] = [:]
            for (total, more) in [(2_000, 2_000), (4_000, 2_000), (8_000, 4_000)] {
                try writer.importRows(more, bytes: 1_000, prefix: "P\(total)")
                let push = try writer.sync().requests
                let pull = try site.enrolled("reader-\(total)").sync()
                #expect(pull.records == total + 4 && pull.pending == 0)
                requests[total] = (push, pull.requests)
            }
            let pulls = [2_000, 4_000, 8_000].map { requests[$0]!.pull }
            #expect(pulls[1] <= 2 * pulls[0] && pulls[2] <= 2 * pulls[1] && pulls[2] > pulls[0], "\(pulls)")
            #expect(requests[8_000]!.push <= 2 * requests[4_000]!.push, "\(requests)")
        }

        @Test func `F58: a thousand records go in one request each way, and nothing to do is one small request`() throws {
            let site = try Site()
            let writer = try site.enrolled("writer")
            let reader = try site.enrolled("reader")
            try writer.sync()
            try reader.sync()
            try writer.importRows(1_000)
            #expect(try writer.sync().requests <= 2)
            let pulled = try reader.sync()
            #expect(pulled.requests == 1 && pulled.received == 1_000)
            let idle = try reader.sync()
            #expect(idle.requests == 1 && idle.sentBytes <= 500 && idle.receivedBytes <= 500, "\(idle)")
        }
    }
}
