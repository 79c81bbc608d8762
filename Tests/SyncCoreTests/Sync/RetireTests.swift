import Testing

@testable import SyncCore

/// Devices that nobody waits for any more, and that come back all the same.
@Suite struct RetireTests {
    let town: Town
    let device: Town.Device
    let other: Town.Device

    init() throws {
        town = try Town(areas: ["A", "B"])
        device = try town.device("d1", areas: ["A", "B"])
        other = try town.device("d2", areas: ["A", "B"])
        try town.syncAll()
    }

    private func retire() throws { try town.server.transaction { try town.service.retire(device: "d1") } }

    @Test func `I2 I15: a retired device hands in its work first, then begins a new life with nothing held, and deletes stay`() throws {
        let (gone, edited) = (try device.create(), try device.create(area: "B"))
        try town.syncAll()
        try other.edit(gone, [Notes.deleted: .integer(1)])
        try town.sync(other)
        try device.edit(edited, [Notes.remark: .text("unsent")], area: "B")
        let fresh = try device.create([Notes.title: .text("unsent")])
        let before = try device.replica.own().incarnation
        try retire()
        #expect(try town.service.isRetired(device: "d1"))
        // Nothing is shown to it before everything is handed in.
        let first = try town.exchange(device)
        #expect(first.isRetired && first.isRenewed && first.acknowledged == 2 && first.received == 0 && first.refused == 0)
        #expect(try device.replica.own().incarnation != before)
        #expect(try device.count() == 0 && device.count("B") == 0)
        try town.sync(device)
        #expect(try !town.service.isRetired(device: "d1"))
        try town.syncAll()
        #expect(try device.values(gone, Notes.deleted) == [.integer(1)])
        #expect(try other.values(edited, Notes.remark) == [.text("unsent")])
        #expect(try other.state(fresh) != nil && device.state(fresh) != nil)
        for code in ["A", "B"] { try town.checkEqual(code) }
        #expect(try device.replica.refusals().isEmpty)
        #expect(try Verification(device.store, replica: device.replica, isServer: false).problems.isEmpty)
        try device.edit(fresh, [Notes.remark: .text("and on")])
        try town.syncAll()
        try town.checkEqual()
    }

    @Test func `F47 I12: what only a retired device still has is gone when it has begun anew`() throws {
        try device.create()
        try town.syncAll()
        // As it is when all others have forgotten a deleted record.
        let area = try #require(try device.store.area("A"))
        _ = try device.store.transaction { try device.store.insert(StoreRecordTests.everything(9), area: area.number) }
        #expect(try device.count() == 2)
        try retire()
        try town.sync(device)
        #expect(try device.count() == 1)
        try town.checkEqual()
    }

    @Test func `I2: refusals and the history of own work outlive the life they were of, each told once`() throws {
        let late = try town.device("d3", schema: Notes.lenient)
        let id = try late.create()
        try late.edit(id, [Notes.status: .text("poison")])
        try town.sync(late)
        try town.server.transaction { try town.service.retire(device: "d3") }
        try town.sync(late)
        for snapshots in [false, true] {
            if snapshots { town.service.feedInsteadOfSnapshot = 0 }
            let ref = try #require(try late.store.find(id, kind: 1))
            let history = try late.replica.history(of: ref)
            #expect(history.map(\.dot.k) == [1, 2])
            #expect(history.map { $0.verdict?.code } == [nil, "schema.word"])
            #expect(try late.replica.refusals().map(\.verdict.code) == ["schema.word"])
            try town.server.transaction { try town.service.retire(device: "d3") }
            try town.sync(late)
        }
        try town.syncAll()
        try town.checkEqual()
    }

    @Test func `a device that is retired half-way its first snapshot hands in all the same`() throws {
        for _ in 0..<40 { try other.create([Notes.remark: .text(String(repeating: "x", count: 400))]) }
        try town.sync(other)
        town.service.feedInsteadOfSnapshot = 0
        town.pageBytes = 1
        let late = try town.device("late")
        let early = try late.create([Notes.title: .text("recorded before")])
        try town.exchange(late, SyncPlan(pushes: false))
        guard case .seeding = try late.store.area("A")?.stage else {
            Issue.record("the snapshot is over")
            return
        }
        try town.server.transaction { try town.service.retire(device: "late") }
        let session = try town.sync(late)
        #expect(session.total.acknowledged == 1 && session.total.isRenewed)
        try town.syncAll()
        #expect(try other.state(early) != nil)
        try town.checkEqual()
    }

    @Test func `a request under a retired life changes nothing but to hand in, and its late reply is not applied`() throws {
        try device.create()
        let request = try device.replica.request(SyncPlan())
        try retire()
        let reply = try SyncReply(decoding: town.answer(device, request.encode()))
        #expect(reply.renews && reply.acknowledged == 1 && reply.areas.isEmpty)
        // Nor does it make anybody wait for it again.
        let number = try #require(try town.server.findActor(request.incarnation)).number
        #expect(try town.server.acknowledgements(area: 1)[number] == nil)
        try town.sync(device)
        #expect(refusal { _ = try device.replica.apply(reply, to: request) } == "sync.stale")
        try town.syncAll()
        try town.checkEqual()
    }

    @Test func `I10: a copy that was made before the retirement hands in and begins anew too`() throws {
        try device.create()
        try town.syncAll()
        try device.store.backup(to: town.folder.file("copy"))
        var random = SeededRandom(seed: 77)
        let replica = try Replica(
            try SQLiteStore(path: town.folder.file("copy"), schema: Notes.schema, access: .readWrite), now: { 0 }, random: { random.next() }
        )
        let copy = Town.Device("d1", replica, areas: ["A", "B"])
        try device.create([Notes.title: .text("of the original")])
        try copy.create([Notes.title: .text("of the copy")])
        try retire()
        try town.sync(device)
        // Found out as a copy, it goes on with what it holds: that is as old as the retired life, so it has to start over as well.
        #expect(refusal { try town.sync(copy) } == "identity.fork")
        try copy.replica.mend(after: "identity.fork") { try SyncReply(decoding: town.answer(copy, $0.encode())) }
        #expect(try town.sync(copy).total.isRenewed)
        try town.syncAll()
        try town.sync(copy)
        #expect(try other.count() == 3 && copy.count() == 3)
        #expect(try copy.store.area("A")?.digest == town.server.area("A")?.digest)
    }
}
