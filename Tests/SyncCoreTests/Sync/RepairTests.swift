import Testing

@testable import SyncCore

/// I9: at head digests are compared; a difference is reported, located and repaired.
@Suite struct RepairTests {
    let town: Town
    let (device, other): (Town.Device, Town.Device)
    let ids: [RecordID]

    init() throws {
        town = try Town()
        device = try town.device("d1")
        other = try town.device("d2")
        try town.syncAll()
        ids = try (0..<40).map { [device] in try device.create([Notes.remark: .text("remark \($0)")]) }
        try town.syncAll()
    }

    private func rot(_ sql: String, in one: Town.Device) throws { try one.store.connection.execute(sql) }

    private func hex(_ id: RecordID) -> String { "x'\(Hex.encode(id.bytes))'" }

    @Test func `I9: a value that rotted is noticed at the next change, located and mended, and pending work is kept`() throws {
        try rot("UPDATE note SET remark = 'rotten' WHERE id = \(hex(ids[7]))", in: device)
        let pending = try device.create()
        try device.edit(ids[7], [Notes.payer: .text("pending")])
        #expect(try device.values(ids[7], Notes.remark) == [.text("rotten")])
        try other.edit(ids[7], [Notes.status: .text("seen")])
        try town.sync(other)
        let session = try town.sync(device)
        #expect(session.total.repaired > 0 && session.total.repaired < 20)
        #expect(session.total.pending == 0 && session.total.differing.isEmpty)
        try town.syncAll()
        for each in town.devices {
            #expect(try each.values(ids[7], Notes.remark) == [.text("remark 7")])
            #expect(try each.values(ids[7], Notes.payer) == [.text("pending")])
            #expect(try each.values(ids[7], Notes.status) == [.text("seen")])
            #expect(try each.state(pending) != nil)
        }
        try town.checkEqual()
    }

    @Test func `I9: pending own work stays while the record under it is mended`() throws {
        try rot("UPDATE note SET remark = 'rotten' WHERE id = \(hex(ids[3]))", in: device)
        try other.edit(ids[3], [Notes.status: .text("seen")])
        try town.sync(other)
        try device.edit(ids[3], [Notes.payer: .text("pending")])
        // Pull only: the own op is still outside the feed when the repair comes.
        var session = SyncSession()
        var action = session.start(try device.store.areas())
        var requests = 0
        while case .send(let plan) = action, requests < 20 {
            requests += 1
            action = session.applied(
                try town.exchange(device, SyncPlan(pushes: false, probes: plan.probes)), areas: try device.store.areas())
        }
        #expect(session.total.repaired > 0)
        #expect(try device.values(ids[3], Notes.remark) == [.text("remark 3")])
        #expect(try device.values(ids[3], Notes.payer) == [.text("pending")])
        #expect(try device.replica.pendingCount() == 1)
        try town.syncAll()
        try town.checkEqual()
    }

    @Test func `I9: rot is found by recomputing, also before anything changes`() throws {
        try rot("UPDATE note SET remark = 'rotten' WHERE id = \(hex(ids[7]))", in: device)
        let area = try #require(try device.store.area("A"))
        #expect(try device.replica.recomputedDigest(of: area) != area.digest)
        let there = try town.service.replica.bucketSums(of: #require(try town.server.area("A")))
        let here = try device.replica.bucketSums(of: area)
        #expect((0..<256).filter { here[$0] != there[$0] } == [Int(ids[7].id.low & 0xff)])
    }

    @Test func `I9: records that were lost, and records that were made up, are mended as well`() throws {
        try rot("UPDATE note SET area = 99 WHERE id = \(hex(ids[1]))", in: device)
        try device.store.transaction {
            var area = try #require(try device.store.area("A"))
            var made = RecordState(id: recordID(12_345), kind: 1)
            made.fold(note([2: .text("made up")]), dot: dot(1, 1), position: 1)
            _ = try device.store.insert(made, area: area.number)
            area.digest = Hash.digest(of: [1])
            try device.store.save(area)
        }
        try other.create()
        try town.sync(other)
        #expect(try town.sync(device).total.repaired >= 2)
        #expect(try device.state(recordID(12_345)) == nil)
        #expect(try device.state(ids[1]) != nil)
        try town.checkEqual()
    }

    @Test func `I9: rot in every bucket is mended in several rounds`() throws {
        for _ in 0..<600 { try device.create() }
        try town.syncAll()
        try rot("UPDATE note SET title = 'rotten'", in: device)
        try other.edit(ids[0], [Notes.status: .text("seen")])
        try town.sync(other)
        let session = try town.sync(device)
        #expect(session.requests > 10 && session.total.differing.isEmpty)
        try town.checkEqual()
    }

    @Test func `a difference that no repair mends is reported, and does not go on for ever`() throws {
        var session = SyncSession()
        var action = session.start([])
        var rounds = 0
        var applied = Applied()
        applied.differing = ["A"]
        while case .send = action, rounds < 1_000 {
            rounds += 1
            action = session.applied(applied, areas: [])
        }
        guard case .fail(let error) = action else { throw Undone() }
        #expect(error.code == "sync.differs" && rounds < 100)
    }

    @Test func `F27 F30: a server that neither takes nor gives ends the session with a reason`() throws {
        var session = SyncSession()
        var action = session.start([])
        var applied = Applied()
        applied.pending = 3
        var rounds = 0
        while case .send = action, rounds < 1_000 {
            rounds += 1
            action = session.applied(applied, areas: [])
        }
        guard case .fail(let error) = action else { throw Undone() }
        #expect(error.code == "sync.stuck" && error.retry == .later && rounds < 10)
    }
}
