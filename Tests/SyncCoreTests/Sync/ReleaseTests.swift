import Testing

@testable import SyncCore

/// Areas that are taken from a device, and given again.
@Suite struct ReleaseTests {
    let town: Town
    let device: Town.Device
    let other: Town.Device

    init() throws {
        town = try Town(areas: ["A", "B"])
        device = try town.device("d1", areas: ["A", "B"])
        other = try town.device("d2", areas: ["A", "B"])
        try town.syncAll()
    }

    private func expectNothing(of code: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let area = try #require(try device.store.area(code), sourceLocation: sourceLocation)
        #expect(area.stage == .closed && area.position == 0 && area.digest == Digest(), sourceLocation: sourceLocation)
        #expect(try device.store.recordCount(area: area.number) == 0, sourceLocation: sourceLocation)
        try device.store.feed(area: area.number, after: 0, skipping: nil) { entry in
            Issue.record("entry \(entry.position) is still held", sourceLocation: sourceLocation)
            return true
        }
        #expect(try device.store.vector(area: area.number).isEmpty, sourceLocation: sourceLocation)
    }

    @Test(arguments: [false, true]) func `F48 I12: an area that is taken goes off the device, and comes again whole`(snapshots: Bool) throws
    {
        if snapshots { town.service.feedInsteadOfSnapshot = 0 }
        let mine = try device.create([Notes.remark: .text("mine")], area: "B")
        let theirs = try other.create([Notes.remark: .text("theirs")], area: "B")
        let kept = try device.create()
        try town.syncAll()
        device.areas = ["A"]
        let session = try town.sync(device)
        #expect(session.total.closed == ["B"] && session.total.released == ["B": 2])
        try expectNothing(of: "B")
        #expect(try device.state(mine) == nil && device.state(theirs) == nil)
        #expect(refusal { try device.edit(mine, [Notes.remark: .text("again")], area: "B") } == "record.unknown")
        #expect(try device.state(kept) != nil)
        try other.edit(mine, [Notes.remark: .text("edited by another")], area: "B")
        try town.sync(other)
        #expect(try town.sync(device).total.released.isEmpty)
        device.areas = ["A", "B"]
        try town.sync(device)
        #expect(try device.values(mine, Notes.remark) == [.text("edited by another")])
        try device.edit(mine, [Notes.payer: .text("me")], area: "B")
        try town.syncAll()
        for code in ["A", "B"] { try town.checkEqual(code) }
        #expect(try device.replica.refusals().isEmpty && device.conflicts(mine).isEmpty)
        #expect(try Verification(device.store, replica: device.replica, isServer: false).problems.isEmpty)
    }

    /// SIM_SEED=32954: nothing of it was folded anywhere, so that nothing said where it stays.
    @Test func `I2 I12: a record that was never sent, and that an own move shows in an area that goes, stays where it was made`() throws {
        let fresh = try town.device("fresh", areas: ["A", "B"])
        let id = try fresh.create([Notes.title: .text("never sent")])
        try fresh.edit(id, [Notes.deleted: .integer(1)])
        try fresh.move(id, to: "B")
        fresh.areas = ["A"]
        let applied = try town.exchange(fresh, SyncPlan(pushes: false))
        #expect(applied.released.keys.contains("B"))
        #expect(try fresh.place(id) == "A" && fresh.values(id, Notes.title) == [.text("never sent")])
        try town.sync(fresh)
        #expect(try fresh.replica.refusals().map(\.verdict.code) == ["area.forbidden"])
        try fresh.edit(id, [Notes.remark: .text("after it was deleted")])
        try town.syncAll()
        #expect(try fresh.values(id, Notes.deleted) == [.integer(1)])
        #expect(try other.conflicts(id) == fresh.conflicts(id))
        try town.checkEqual()
    }

    /// SIM_SEED=17432: the area that it was only shown in went, and the record with it.
    @Test func `I12: a record that an own move only shows in an area that goes stays where it is`() throws {
        let id = try other.create()
        try town.sync(other)
        let tablet = try town.device("tablet", areas: ["A"])
        try town.sync(tablet)
        _ = try tablet.store.transaction { try tablet.replica.ensureArea("B") }
        try tablet.move(id, to: "B")
        #expect(try tablet.place(id) == "B")
        try town.sync(tablet)
        #expect(try tablet.place(id) == "A")
        #expect(try tablet.replica.refusals().map(\.verdict.code) == ["area.forbidden"])
        try town.sync(device)
        try town.checkEqual("A")
        #expect(try Verification(tablet.store, replica: tablet.replica, isServer: false).problems.isEmpty)
    }

    @Test func `F24 F48 I2: work pending in an area that is taken is handed in and kept with the reason, and only then the area goes`()
        throws
    {
        let id = try device.create(area: "B")
        try town.syncAll()
        try device.edit(id, [Notes.remark: .text("unsent")], area: "B")
        try device.create([Notes.title: .text("unsent too")], area: "B")
        try device.create([Notes.title: .text("of A")])
        device.areas = ["A"]
        // The device hears of it before it hands anything in: all of it is still there to be read.
        #expect(try town.exchange(device, SyncPlan(pushes: false)).closed == ["B"])
        #expect(try device.count("B") == 2 && device.values(id, Notes.remark) == [.text("unsent")])
        let session = try town.sync(device)
        #expect(session.total.refused == 2 && session.total.released["B"] == 1 && session.total.pending == 0)
        try expectNothing(of: "B")
        let refusals = try device.replica.refusals()
        #expect(refusals.map(\.verdict.code) == ["area.forbidden", "area.forbidden"])
        #expect(try town.server.verdicts(actor: nil, after: 0).map(\.op) == refusals.map(\.op.op))
        #expect(try device.count() == 1)
        try town.syncAll()
        try town.checkEqual()
        #expect(try other.values(id, Notes.remark).isEmpty)
    }

    @Test func `F49: what was deleted in an area that is taken is not left behind, and is deleted when it comes again`() throws {
        let id = try other.create(area: "B")
        try town.syncAll()
        #expect(try device.state(id) != nil)
        try other.edit(id, [Notes.deleted: .integer(1)], area: "B")
        try town.sync(other)
        device.areas = ["A"]
        try town.sync(device)
        try expectNothing(of: "B")
        device.areas = ["A", "B"]
        try town.sync(device)
        #expect(try device.values(id, Notes.deleted) == [.integer(1)])
        try town.checkEqual("B")
    }

    @Test func `an area that comes again before the work in it was handed in goes on where it was`() throws {
        let id = try device.create(area: "B")
        try town.syncAll()
        try device.edit(id, [Notes.remark: .text("unsent")], area: "B")
        device.areas = ["A"]
        #expect(try town.exchange(device, SyncPlan(pushes: false)).closed == ["B"])
        device.areas = ["A", "B"]
        let session = try town.sync(device)
        #expect(session.total.refused == 0 && session.total.released.isEmpty)
        try town.syncAll()
        try town.checkEqual("B")
        #expect(try other.values(id, Notes.remark) == [.text("unsent")])
    }

    @Test func `work recorded in an area that the device does not have waits, and goes with the area's coming`() throws {
        device.areas = ["A"]
        try town.sync(device)
        let early = try device.create([Notes.title: .text("before the right")], area: "B")
        device.areas = ["A", "B"]
        try town.sync(device)
        try town.syncAll()
        #expect(try device.replica.refusals().isEmpty)
        #expect(try other.state(early) != nil)
        try town.checkEqual("B")
    }

    @Test func `I4: own ops of an earlier life are not shown over an area that came again`() throws {
        let id = try device.create([Notes.remark: .text("old")], area: "B")
        try town.syncAll()
        try town.server.transaction { try town.service.retire(device: "d1") }
        #expect(try town.sync(device).total.isRenewed)
        device.areas = ["A"]
        try town.sync(device)
        try other.edit(id, [Notes.remark: .text("new")], area: "B")
        try town.sync(other)
        town.service.feedInsteadOfSnapshot = 0
        device.areas = ["A", "B"]
        try town.sync(device)
        // An own op is outstanding while another's op is folded into the same record.
        try device.edit(id, [Notes.payer: .text("me")], area: "B")
        try other.edit(id, [Notes.amount: .integer(5)], area: "B")
        try town.sync(other)
        try town.exchange(device, SyncPlan(pushes: false))
        #expect(try device.values(id, Notes.remark) == [.text("new")])
        try town.syncAll()
        try town.checkEqual("B")
    }

    @Test(arguments: [false, true])
    func `I4 I10: a copy found out before or after its area went shows nothing of its earlier life over the area that came again`(
        forksFirst: Bool
    ) throws {
        let id = try device.create([Notes.remark: .text("old")], area: "B")
        try town.syncAll()
        try device.store.backup(to: town.folder.file("copy"))
        var random = SeededRandom(seed: 77)
        let copy = Town.Device(
            "d1",
            try Replica(
                try SQLiteStore(path: town.folder.file("copy"), schema: Notes.schema, access: .readWrite), now: { 0 },
                random: { random.next() }), areas: ["A", "B"])
        func fork() throws {
            try device.create()
            try town.sync(device)
            try copy.create()
            #expect(refusal { try town.sync(copy) } == "identity.fork")
            try copy.replica.mend(after: "identity.fork") { try SyncReply(decoding: town.answer(copy, $0.encode())) }
            try town.sync(copy)
        }
        if forksFirst { try fork() }
        copy.areas = ["A"]
        try town.sync(copy)
        if !forksFirst { try fork() }
        try other.edit(id, [Notes.remark: .text("new")], area: "B")
        try town.sync(other)
        town.service.feedInsteadOfSnapshot = 0
        copy.areas = ["A", "B"]
        try town.sync(copy)
        try copy.edit(id, [Notes.payer: .text("me")], area: "B")
        try other.edit(id, [Notes.amount: .integer(5)], area: "B")
        try town.sync(other)
        try town.exchange(copy, SyncPlan(pushes: false))
        #expect(try copy.values(id, Notes.remark) == [.text("new")])
        try town.sync(copy)
        try town.syncAll()
        try town.sync(copy)
        #expect(try copy.store.area("B")?.digest == town.server.area("B")?.digest)
        #expect(try copy.values(id, Notes.remark) == [.text("new")])
    }
}
