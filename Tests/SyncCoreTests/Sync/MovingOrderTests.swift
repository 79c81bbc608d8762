import Testing

@testable import SyncCore

/// Moves and what a device has at that moment: own ops on the way, a snapshot half fetched, feeds in another order.
@Suite struct MovingOrderTests {
    let town: Town
    /// Holds both areas; holds A; holds both as well.
    let (both, left, other): (Town.Device, Town.Device, Town.Device)

    init() throws {
        town = try Town(areas: ["A", "B"])
        both = try town.device("both", areas: ["A", "B"])
        left = try town.device("left", areas: ["A"])
        other = try town.device("other", areas: ["B", "A"])
        try town.syncAll()
    }

    private func shared(_ writes: [UInt32: Value] = [:]) throws -> RecordID {
        let id = try both.create(writes)
        try town.syncAll()
        return id
    }

    private func checkEqual() throws {
        for area in ["A", "B"] { try town.checkEqual(area) }
        #expect(try Verification(town.server, replica: town.service.replica, isServer: true).problems == [])
    }

    @Test func `I12: whichever feed comes first, a device with both areas ends with the record once, over any number of moves`() throws {
        let id = try shared()
        for (step, target) in ["B", "A", "B", "A", "B"].enumerated() {
            try both.move(id, to: target, from: target == "A" ? "B" : "A")
            try both.edit(id, [Notes.remark: .text("\(step)")], area: target)
            try town.sync(both)
        }
        for order in [["A", "B"], ["B", "A"]] {
            let reader = try town.device("reader \(order)", areas: ["A", "B"])
            for area in order {
                try town.exchange(reader, only: [area])
                #expect(try reader.count("A") + reader.count("B") <= 1)
            }
            #expect(try reader.place(id) == "B" && reader.count("A") == 0)
            #expect(try reader.values(id, Notes.remark) == [.text("4")])
        }
        try town.syncAll()
        try checkEqual()
    }

    @Test func `an own edit that the feed has not brought back is shown over the moved record, and covers no more than it saw`() throws {
        let id = try shared([Notes.remark: .text("first")])
        // So that the other's cursor in A is beyond the position that the record takes in B.
        for _ in 0..<3 { try left.create() }
        try town.syncAll()
        try other.edit(id, [Notes.tags: .text("mine")])
        try both.edit(id, [Notes.tags: .text("theirs"), Notes.remark: .text("second")])
        try both.move(id, to: "B")
        try town.sync(both)
        for area in ["B", "A"] {
            try town.exchange(other, only: [area], pushes: false)
            #expect(try other.values(id, Notes.remark) == [.text("second")])
            #expect(try Set(other.values(id, Notes.tags)) == [.text("mine"), .text("theirs")])
        }
        try town.syncAll()
        try checkEqual()
    }

    @Test func `an own op that moved with its record is not shown over it, though the old area's feed has not brought it yet`() throws {
        let id = try shared([Notes.remark: .text("first")])
        try other.edit(id, [Notes.remark: .text("mine")])
        try town.exchange(other, only: [])
        try town.sync(both)
        try both.edit(id, [Notes.remark: .text("theirs")])
        try both.move(id, to: "B")
        try town.sync(both)
        try town.exchange(other, only: ["B"])
        #expect(try other.place(id) == "B" && other.values(id, Notes.remark) == [.text("theirs")])
        try town.syncAll()
        try checkEqual()
    }

    @Test func `a refused move goes back to where it was, with what was written after it`() throws {
        let id = try shared()
        try both.move(id, to: "B", [Notes.status: .text("done")])
        try both.edit(id, [Notes.remark: .text("after")], area: "B")
        let state = both.areas
        both.areas = ["A"]
        try town.exchange(both, only: ["A"])
        #expect(try both.replica.refusals().map(\.verdict.code) == ["area.forbidden", "area.forbidden"])
        #expect(try both.place(id) == "A" && both.values(id, Notes.status) == [])
        both.areas = state
        try town.syncAll()
        try checkEqual()
    }

    @Test func `I12 I19: a snapshot that is fetched while records move ends with what is there`() throws {
        let town = try Town(areas: ["A", "B"], snapshots: true)
        town.pageBytes = 4_096
        let mover = try town.device("mover", areas: ["A", "B"])
        try town.sync(mover)
        let ids = try (0..<60).map { _ in try mover.create([Notes.remark: .text(String(repeating: "r", count: 300))]) }
        try town.sync(mover)
        let readers = try [["A"], ["B"], ["A", "B"], ["B", "A"]].map { try town.device("reader \($0)", areas: $0) }
        var random = SeededRandom(seed: 8)
        for round in 0..<12 {
            for reader in readers { try town.exchange(reader, SyncPlan(pushes: false)) }
            for _ in 0..<6 {
                let id = random.pick(ids)
                let from = try #require(try mover.place(id))
                if random.percent(60) { try mover.move(id, to: from == "A" ? "B" : "A", from: from) }
                try mover.edit(id, [Notes.remark: .text("\(round)")], area: try #require(try mover.place(id)))
            }
            try town.sync(mover)
        }
        try town.syncAll()
        for area in ["A", "B"] { try town.checkEqual(area) }
        #expect(try readers[2].count("A") + readers[2].count("B") == 60)
    }

    @Test func `I12: an op on a record that left while a snapshot was fetched does not make a part of it`() throws {
        let town = try Town(areas: ["A", "B"], snapshots: true)
        town.pageBytes = 4_096
        let mover = try town.device("mover", areas: ["A", "B"])
        try town.sync(mover)
        for _ in 0..<30 { try mover.create([Notes.remark: .text(String(repeating: "r", count: 300))]) }
        let last = try mover.create()
        try town.sync(mover)
        let reader = try town.device("reader")
        try town.exchange(reader, SyncPlan(pushes: false))
        for _ in 0..<3 { try mover.edit(last, [Notes.remark: .text(String(repeating: "x", count: 2_000))]) }
        try mover.move(last, to: "B")
        try town.sync(mover)
        var pages = 0
        while try reader.store.area("A")?.position != town.server.area("A")?.position {
            try town.exchange(reader, SyncPlan(pushes: false))
            #expect(try reader.state(last) == nil)
            pages += 1
        }
        #expect(pages > 2)
        try town.checkEqual()
    }
}
