import Testing

@testable import SyncCore

/// A server whose files were put back by hand, under the same epoch: nobody tells the devices.
@Suite struct RestoredServerTests {
    private let town: Town
    private let device: Town.Device

    init() throws {
        town = try Town()
        device = try town.device("one")
        try town.sync(device)
    }

    private func backup() throws -> String {
        let path = town.folder.file("backup")
        try town.server.backup(to: path)
        return path
    }

    private func mend(after code: String = "identity.unproven") throws {
        try device.replica.mend(after: code) { try SyncReply(decoding: town.answer(device, $0.encode())) }
    }

    /// As a client does: asks first when it must, and whenever the server says that the two do not fit together.
    private func sync() throws {
        for _ in 0..<4 {
            if try device.replica.mustAsk() { try mend() }
            do {
                try town.sync(device)
                return
            } catch let error as SyncError where Replica.mendable.contains(error.code) { try mend(after: error.code) }
        }
        Issue.record("the device does not come to rest")
    }

    @Test func `I2 F5: what the server said that it has, and lost before its feed brought it, is written anew`() throws {
        let old = try backup()
        let id = try device.create([Notes.title: .text("handed in")])
        #expect(throws: Town.Lost.self) { try town.exchange(device, loseReply: true) }
        // Under the new life nothing is pending: the server has it, and its feed will bring it.
        try device.replica.takeNewLife()
        try mend()
        #expect(try device.replica.pendingCount() == 0)
        try town.putServerBack(from: old)
        try sync()
        #expect(try town.server.area("A")?.position == 1)
        #expect(try device.values(id, Notes.title) == [.text("handed in")] && device.replica.refusals().isEmpty)
        #expect(try device.store.area("A")?.anchor == nil, "nothing is awaited any more")
        try town.checkEqual()
    }

    @Test(arguments: [true, false])
    func `I2 F5: what was acknowledged, and is still to come, is asked after and then awaited`(asksBeforeTheLoss: Bool) throws {
        let other = try town.device("other")
        for _ in 0..<4 { try other.create([Notes.remark: .text(String(repeating: "x", count: 2_000))]) }
        try town.sync(other)
        let old = try backup()
        let id = try device.create([Notes.title: .text("acknowledged")])
        town.pageBytes = 4_096
        #expect(try town.exchange(device).acknowledged == 1)
        #expect(try #require(try device.store.area("A")).position < 5, "its own op is on a later page")
        #expect(try device.replica.takeNewLife() == 0)
        #expect(try device.replica.mustAsk())
        if asksBeforeTheLoss { try mend() }
        try town.putServerBack(from: old)
        try sync()
        #expect(try town.server.area("A")?.position == 5)
        try town.sync(other)
        #expect(try other.values(id, Notes.title) == [.text("acknowledged")])
        try town.checkEqual()
    }

    /// The epoch that a device was last told says nothing of what was put back by hand before the next one began.
    @Test func `I11 F5: what a device knows from a snapshot only comes back, whatever the epochs say`() throws {
        let writer = try town.device("writer")
        for number in 1...2 { try writer.create([Notes.title: .text("kept \(number)")]) }
        try town.sync(writer)
        let old = try backup()
        for number in 1...6 { try writer.create([Notes.title: .text("lost \(number)")]) }
        try town.sync(writer)
        town.service.feedInsteadOfSnapshot = 0
        let reader = try town.device("reader")
        try town.sync(reader)
        #expect(try reader.store.area("A")?.floor == 8)
        try town.putServerBack(from: old)
        for number in 1...4 { try device.create([Notes.title: .text("new \(number)")]) }
        try sync()
        let replica = town.service.replica
        try replica.store.transaction { _ = try EpochHistory.begin(replica, at: 0) }
        town.service = try SyncService(replica: replica, signer: town.service.signer)
        town.service.acceptsUnproven = true
        try reader.replica.mend(after: "epoch.unknown") { try SyncReply(decoding: town.answer(reader, $0.encode())) }
        try town.sync(reader)
        #expect(try reader.count() == 12)
        #expect(try town.server.area("A")?.position == 12, "what both have is not written anew")
    }

    /// What the snapshot tells of the feed below it (its marks) is for this only: without it everything would go, and be known.
    @Test func `what a device knows from a snapshot only is handed in from the last place on that both know of`() throws {
        let writer = try town.device("writer")
        for number in 1...40 { try writer.create([Notes.title: .text("kept \(number)")]) }
        try town.sync(writer)
        let old = try backup()
        for number in 1...2 { try writer.create([Notes.title: .text("lost \(number)")]) }
        try town.sync(writer)
        town.service.feedInsteadOfSnapshot = 0
        let reader = try town.device("reader")
        try town.sync(reader)
        try town.putServerBack(from: old)
        #expect(refusal { try town.sync(reader) } == "cursor.astray")
        var items = 0
        try reader.replica.mend(after: "cursor.astray") { request in
            items += request.handIn?.items.count ?? 0
            return try SyncReply(decoding: town.answer(reader, request.encode()))
        }
        #expect(items == 2)
    }

    @Test func `I3: an op that is handed in twice in one transaction is in the feed once`() throws {
        let old = try backup()
        try device.create()
        try town.sync(device)
        try town.putServerBack(from: old)
        var placed: [Dot] = []
        try device.replica.mend(after: "identity.server-behind") { request in
            var request = request
            if let item = request.handIn?.items.first {
                request.handIn?.items = try [UInt32(0), 1].map { index in
                    var op = try Op(decoding: item.op)
                    (op.index, op.size) = (index, 2)
                    var twin = HandedOp(dot: item.dot, position: item.position, op: op.encode())
                    twin.isPartial = true
                    return twin
                }
            }
            var reply = try SyncReply(decoding: town.answer(device, request.encode()))
            if request.handIn != nil {
                placed = reply.placed
                reply.placed = Array(reply.placed.prefix(1))
            }
            return reply
        }
        #expect(placed.count == 2 && Set(placed).count == 1)
        #expect(try town.server.area("A")?.position == 1)
        try sync()
        try town.checkEqual()
    }
}
