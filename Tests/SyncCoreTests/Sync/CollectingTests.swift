import Testing

@testable import SyncCore

/// Tombstones that everybody has are collected; who worked on one without knowing is heard all the same.
@Suite struct CollectingTests {
    let town: Town
    let (anna, ben): (Town.Device, Town.Device)

    init() throws {
        town = try Town()
        anna = try town.device("anna")
        ben = try town.device("ben")
        try town.syncAll()
    }

    private func shared() throws -> RecordID {
        let id = try anna.create([Notes.remark: .text("first")])
        try town.syncAll()
        return id
    }

    /// Up to where the named devices, or all, have the feed.
    private func collect(_ devices: [Town.Device]? = nil, isTrial: Bool = false) throws -> SyncService.Collection {
        let position = try (devices ?? town.devices).map { try $0.store.area("A")?.position ?? 0 }.min() ?? 0
        return try town.server.transaction { try town.service.collect(isTrial: isTrial) { _ in position } }[0]
    }

    private func recordsAtServer() throws -> Int { try town.server.recordCount(area: 1) }

    private func checkEqual() throws {
        try town.checkEqual()
        #expect(try Verification(town.server, replica: town.service.replica, isServer: true).problems == [])
    }

    @Test func `I15 F46: a deleted record is collected when everybody has the deletion, not before, and leaves every replica`() throws {
        let (id, stays) = (try shared(), try shared())
        try anna.edit(id, [Notes.deleted: .integer(1)])
        try town.sync(anna)
        #expect(try collect() == .init(area: "A", acknowledged: 2, collected: 0, waiting: 1))
        try town.sync(ben)
        #expect(try collect(isTrial: true) == .init(area: "A", acknowledged: 3, collected: 1, waiting: 0))
        #expect(try recordsAtServer() == 2)
        #expect(try collect() == .init(area: "A", acknowledged: 3, collected: 1, waiting: 0))
        #expect(try collect() == .init(area: "A", acknowledged: 3, collected: 0, waiting: 0))
        #expect(try recordsAtServer() == 1)
        try town.syncAll()
        for device in [anna, ben] { #expect(try device.count() == 1 && device.state(id) == nil && device.state(stays) != nil) }
        let late = try town.device("late")
        town.service.feedInsteadOfSnapshot = 0
        try town.sync(late)
        #expect(try late.store.find(id, kind: 1) == nil)
        try checkEqual()
    }

    @Test func `F44 F45: work of a device that did not know brings a collected record back as a conflict, with all that it was`() throws {
        let id = try shared()
        try ben.edit(id, [Notes.status: .text("seen")])
        try anna.edit(id, [Notes.deleted: .integer(1)])
        try town.sync(anna)
        #expect(try collect([anna]).collected == 1)
        try town.sync(anna)
        #expect(try anna.state(id) == nil)
        try town.syncAll()
        for device in [anna, ben] {
            #expect(try device.conflicts(id).map(\.cause) == [.editedAfterDeletion], "\(device.name)")
            #expect(try device.values(id, Notes.remark) == [.text("first")] && device.values(id, Notes.status) == [.text("seen")])
        }
        // Who pushed it is known.
        let history = try anna.replica.history(of: try #require(try anna.store.find(id, kind: 1)))
        #expect(history.last?.device == "ben")
        // Settled, it is deleted again, and can be collected again.
        try anna.edit(id, [Notes.deleted: .integer(1)])
        try town.syncAll()
        #expect(try collect().collected == 1)
        try town.syncAll()
        #expect(try anna.state(id) == nil && ben.state(id) == nil)
        try checkEqual()
    }

    /// SIM_SEED=227088: its writer's cursor had passed all of it, so that it counted as seen.
    @Test func `F44 I6: who writes on it once more after it was collected has not seen what comes back`() throws {
        let id = try anna.create([Notes.title: .text("before"), Notes.deleted: .integer(1)])
        try town.syncAll()
        try ben.edit(id, [Notes.remark: .text("first")])
        try ben.edit(id, [Notes.title: .text("after")])
        #expect(try collect().collected == 1)
        // As a replica sends it that took a snapshot in between, in which there was nothing of the record.
        var request = try ben.replica.request(SyncPlan())
        var second = try Op(decoding: request.ops[1])
        second.context.seen = try #require(try town.server.area("A")).position
        request.ops[1] = second.encode()
        _ = try town.answer(ben, request.encode())
        try town.sync(anna)
        #expect(try Set(anna.values(id, Notes.title)) == [.text("before"), .text("after")])
    }

    @Test func `F9: a replica put back from before the deletion brings nothing back that it did not change`() throws {
        let (id, touched) = (try shared(), try shared())
        let file = town.folder.file("yesterday")
        try TemporaryFolder.write([], to: file)
        try ben.store.backup(to: file)
        for id in [id, touched] { try anna.edit(id, [Notes.deleted: .integer(1)]) }
        try town.syncAll()
        #expect(try collect().collected == 2)
        try town.syncAll()
        let ben = try town.putBack(ben, from: file)
        #expect(try ben.state(id) != nil)
        try ben.edit(touched, [Notes.remark: .text("from the past")])
        try town.syncAll()
        #expect(try ben.state(id) == nil && anna.state(id) == nil)
        #expect(try anna.conflicts(touched).map(\.cause) == [.editedAfterDeletion])
        try checkEqual()
    }

    @Test func `C4: what was edited without knowing of the deletion, or after it, is not collected`() throws {
        let (concurrent, after, settled) = (try shared(), try shared(), try shared())
        for id in [concurrent, after, settled] { try anna.edit(id, [Notes.deleted: .integer(1)]) }
        try ben.edit(concurrent, [Notes.remark: .text("x")])
        try town.syncAll()
        try ben.edit(after, [Notes.remark: .text("x")])
        try ben.edit(settled, [Notes.deleted: .null])
        try town.syncAll()
        #expect(try collect() == .init(area: "A", acknowledged: 9, collected: 0, waiting: 0))
        try checkEqual()
    }

    @Test func `a collected record that had moved comes back in the area it was in, to who has a right there`() throws {
        let town = try Town(areas: ["A", "B"])
        let (anna, ben) = (try town.device("anna", areas: ["A", "B"]), try town.device("ben", areas: ["A", "B"]))
        let outsider = try town.device("outsider", areas: ["A"])
        let id = try anna.create()
        try town.syncAll()
        try ben.edit(id, [Notes.remark: .text("late")])
        try outsider.edit(id, [Notes.status: .text("seen")])
        try anna.move(id, to: "B")
        try anna.edit(id, [Notes.deleted: .integer(1)], area: "B")
        try town.sync(anna)
        #expect(try town.server.transaction { try town.service.collect { _ in 100 } }.map(\.collected) == [0, 1])
        try town.sync(outsider)
        #expect(try outsider.replica.refusals().map(\.verdict.code) == ["record.elsewhere"])
        try town.syncAll()
        #expect(try ben.place(id) == "B" && anna.conflicts(id).map(\.cause) == [.editedAfterDeletion])
        for area in ["A", "B"] { try town.checkEqual(area) }
    }
}
