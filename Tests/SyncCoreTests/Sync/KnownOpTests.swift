import Testing

@testable import SyncCore

/// The same op under two dots is one op: that the second is not taken is no refusal (PROTOCOL, "A new life").
@Suite struct KnownOpTests {
    @Test func `I10: an op that the server has under another dot is not counted or listed as refused`() throws {
        let town = try Town()
        let device = try town.device("d1")
        try town.sync(device)
        try device.create()
        let request = try device.replica.request(SyncPlan())
        var reply = try SyncReply(decoding: town.answer(device, request.encode()))
        reply.verdicts.append(Verdict(.known, k: 1, detail: "another life", at: 0))
        let applied = try device.replica.apply(reply, to: request)
        #expect(applied.acknowledged == 1)
        #expect(applied.refused == 0)
        #expect(try device.replica.refusals().isEmpty)
    }
}
