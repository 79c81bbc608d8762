import Testing

@testable import SyncCore

/// A server that answers more than was asked.
@Suite struct AnswerTwiceTests {
    @Test func `a reply that answers an area twice is refused, and does not end the program`() throws {
        let town = try Town()
        let (device, other) = (try town.device("d1"), try town.device("d2"))
        for _ in 1...2 {
            try town.sync(device)
            try other.create()
            try town.sync(other)
        }
        let request = try device.replica.request(SyncPlan())
        var reply = try SyncReply(decoding: town.answer(device, request.encode()))
        var page = reply.areas[0]
        page.digest = Digest()
        reply.areas[0] = page
        (page.from, page.entries) = (page.to, [])
        reply.areas.append(page)
        #expect(refusal { _ = try device.replica.apply(reply, to: request) } == "sync.server")
    }
}
