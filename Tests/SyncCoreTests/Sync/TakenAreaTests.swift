import Testing

@testable import SyncCore

/// An area was taken from a device that may be the last to hold what a server lost of it.
@Suite struct TakenAreaTests {
    private let town: Town
    private let device: Town.Device
    private let other: Town.Device
    private let old: String

    init() throws { (town, device, other, old) = try Town.withBackup() }

    private func expectNothingLeft(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let area = try #require(try device.store.area("B"), sourceLocation: sourceLocation)
        #expect(area.stage == .closed && area.position == 0, sourceLocation: sourceLocation)
        #expect(try device.store.recordCount(area: area.number) == 0, sourceLocation: sourceLocation)
        #expect(try device.replica.pendingCount() == 0, sourceLocation: sourceLocation)
    }

    /// SIM_SEED=96618.
    @Test func `I2 I11 I12: what the server's signature covers comes back from it, others' work and its own, and then the area goes`()
        throws
    {
        let theirs = try other.create([Notes.title: .text("theirs")], area: "B")
        try town.syncAll()
        try device.edit(theirs, [Notes.remark: .text("mine")], area: "B")
        try town.sync(device)
        device.areas = ["A"]
        try town.putServerBack(from: old)
        try town.syncMending(device)
        #expect(try town.server.area("B")?.position == 2)
        #expect(try town.server.verdicts(actor: nil, after: 0).isEmpty && device.replica.refusals().isEmpty)
        try expectNothingLeft()
        let newcomer = try town.device("newcomer", areas: ["B"])
        try town.sync(newcomer)
        #expect(try newcomer.values(theirs, Notes.title) == [.text("theirs")])
        #expect(try newcomer.values(theirs, Notes.remark) == [.text("mine")] && newcomer.conflicts(theirs).isEmpty)
        try town.syncMending(other)
        try town.checkEqual("B")
    }

    @Test func `I11 I13: work that is pending there is refused, and takes nothing along that was there before`() throws {
        let theirs = try other.create([Notes.title: .text("theirs")], area: "B")
        try town.syncAll()
        device.areas = ["A"]
        try device.edit(theirs, [Notes.remark: .text("never sent")], area: "B")
        try town.putServerBack(from: old)
        try town.syncMending(device)
        #expect(try device.replica.refusals().map(\.verdict.code) == ["area.forbidden"])
        #expect(try town.server.area("B")?.position == 1)
        try expectNothingLeft()
    }

    @Test func `I11: what no signature covers waits, its own work too, also where that of those who have a right is believed`() throws {
        town.service.feedInsteadOfSnapshot = 0
        town.service.acceptsUnproven = true
        let theirs = try other.create([Notes.title: .text("theirs")], area: "B")
        try town.sync(other)
        let fresh = try town.device("fresh", areas: ["A", "B"])
        try town.sync(fresh)
        try fresh.edit(theirs, [Notes.remark: .text("mine")], area: "B")
        try town.sync(fresh)
        try town.putServerBack(from: old)
        town.service.acceptsUnproven = true
        fresh.areas = ["A"]
        try town.syncMending(fresh)
        #expect(try town.server.area("B")?.position == 0)
        #expect(try town.server.verdicts(actor: nil, after: 0).map(\.verdict.code) == [Verdict.unproven, Verdict.unproven])
        let believed = try town.server.transaction { try town.service.acceptUnproven() }
        #expect(believed == 2)
        try town.syncMending(device)
        #expect(try device.values(theirs, Notes.title) == [.text("theirs")])
        #expect(try device.values(theirs, Notes.remark) == [.text("mine")] && device.conflicts(theirs).isEmpty)
    }

    /// A wijk's code is public; that of somebody's withheld text is not.
    @Test func `I12: nobody learns whether there is an area to which he has no right, nor how far its feed goes`() throws {
        try other.create([Notes.title: .text("theirs")], area: "B")
        try town.sync(other)
        device.areas = ["A"]
        func answers(_ code: String) throws -> [String] {
            var request = try device.replica.request(SyncPlan(pushes: false))
            var cursor = AreaCursor(area: code, want: .feed(1))
            cursor.check = [1, 2, 3, 4, 5, 6, 7, 8]
            request.areas = [cursor]
            let refused = refusal { _ = try town.answer(device, request.encode()) } ?? "none"
            request.isInquiry = true
            let standings = try SyncReply(decoding: town.answer(device, request.encode())).standings
            request.isInquiry = false
            request.areas = []
            request.handIn = HandIn(area: code)
            let handed = try SyncReply(decoding: town.answer(device, request.encode())).standings
            request.handIn?.common = 1
            request.handIn?.check = cursor.check
            let astray = refusal { _ = try town.answer(device, request.encode()) } ?? "none"
            return [refused, astray] + (standings + handed).map { "\($0)".replacing("\"\(code)\"", with: "X") }
        }
        let (there, nowhere) = (try answers("B"), try answers("C"))
        #expect(there.prefix(2) == ["cursor.astray", "cursor.astray"] && there.count == 3)
        #expect(there == nowhere)
    }
}
