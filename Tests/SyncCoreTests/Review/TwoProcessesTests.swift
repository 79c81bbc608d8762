import Testing

@testable import SyncCore

/// Two processes share one replica.
@Suite struct TwoProcessesTests {
    @Test func `a request that another process has overtaken is no fork: the replica moved since it asked`() throws {
        let town = try Town()
        let device = try town.device("d1")
        try town.sync(device)
        try device.create()
        let early = try device.replica.request(SyncPlan())
        #expect(try !device.replica.hasMoved(since: early))
        try device.create()
        try town.sync(device)
        #expect(refusal { _ = try town.answer(device, early.encode()) } == "identity.fork")
        #expect(try device.replica.hasMoved(since: early))
        try device.create()
        #expect(try town.sync(device).total.acknowledged == 1)
    }

    @Test func `a snapshot that the server does not know any more starts again, and loses nothing`() throws {
        let town = try Town(snapshots: true)
        let (device, other) = (try town.device("d1"), try town.device("d2"))
        try town.sync(device)
        for _ in 0..<100 { try device.create([Notes.remark: .text(String(repeating: "x", count: 200))]) }
        try town.sync(device)
        town.pageBytes = 1
        try town.exchange(other, SyncPlan(pushes: false))
        let half = try other.count()
        #expect(half > 0 && half < 100)
        try other.replica.restartSnapshots()
        #expect(try other.store.area("A")?.stage == .new)
        try town.sync(other)
        #expect(try other.count() == 100)
        try town.checkEqual()
    }
}
