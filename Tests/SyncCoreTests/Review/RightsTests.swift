import Testing

@testable import SyncCore

/// Rights that go and come back, at awkward moments.
@Suite struct RightsTests {
    @Test(arguments: [0, 1, 3]) func `I12: rights that go and come back, also half-way a snapshot, leave nothing missing or extra`(
        pages: Int
    ) throws {
        let town = try Town(areas: ["A", "B"], snapshots: true)
        let (device, other) = (try town.device("d1"), try town.device("d2", areas: ["A"]))
        try town.sync(device)
        var ids: [RecordID] = []
        for _ in 0..<60 { ids.append(try device.create([Notes.remark: .text(String(repeating: "x", count: 300))])) }
        try town.sync(device)
        let own = try other.create()
        town.pageBytes = 1
        for _ in 0..<pages { try town.exchange(other, SyncPlan(pushes: false)) }
        other.areas = []
        #expect(try town.exchange(other, SyncPlan(pushes: false)).closed == ["A"])
        for id in ids.prefix(30) { try device.edit(id, [Notes.remark: .text("after")]) }
        for _ in 0..<10 { try device.create() }
        try town.sync(device)
        other.areas = ["A"]
        try town.sync(other)
        try town.syncAll()
        #expect(try other.count() == 71)
        #expect(try other.state(own) != nil)
        #expect(try other.values(ids[0], Notes.remark) == [.text("after")])
        try town.checkEqual()
    }
}
