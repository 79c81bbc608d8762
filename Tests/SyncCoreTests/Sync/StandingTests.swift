import Testing

@testable import SyncCore

/// Up to where everybody has folded an area: what collecting may ask.
@Suite struct StandingTests {
    let town: Town
    let device: Town.Device
    let other: Town.Device

    init() throws {
        town = try Town(areas: ["A", "B"])
        device = try town.device("d1", areas: ["A", "B"])
        other = try town.device("d2", areas: ["A"])
        try town.syncAll()
    }

    private func acknowledged(_ code: String = "A") throws -> UInt64 { try town.service.acknowledged(area: code) }

    private func administrate(_ body: () throws -> Void) throws { try town.server.transaction(body) }

    @Test func `an area is acknowledged as far as the slowest has said that it folded it`() throws {
        for _ in 0..<3 { try device.create() }
        try town.sync(device)
        // What was sent is not yet what is folded.
        #expect(try acknowledged() == 0)
        try town.sync(other)
        #expect(try acknowledged() == 0)
        try town.syncAll(rounds: 1)
        #expect(try acknowledged() == 3)
        try device.create()
        try town.sync(device)
        try town.sync(device)
        #expect(try acknowledged() == 3)
        #expect(try town.service.acknowledged(area: "A", without: "d2") == 4)
        try town.sync(other)
        try town.sync(other)
        #expect(try acknowledged() == 4)
    }

    @Test func `nobody waits for a retired device, for one that lost the area, or for one that never came`() throws {
        _ = try town.device("never came")
        for _ in 0..<2 { try device.create(area: "B") }
        for _ in 0..<2 { try device.create() }
        try town.sync(device)
        try town.sync(device)
        #expect(try acknowledged() == 0 && acknowledged("B") == 2)
        try administrate { try town.service.withdraw(area: "A", device: "d2") }
        #expect(try acknowledged() == 2)
        try town.sync(other)
        try town.sync(other)
        other.areas = []
        try device.create()
        try town.sync(device)
        #expect(try acknowledged() == 2)
        // The area is noted as lost at the latest when the device asks for it.
        try town.sync(other)
        try town.sync(device)
        #expect(try acknowledged() == 3)
        try administrate { try town.service.retire(device: "d1") }
        #expect(try town.server.acknowledgements(area: 1).isEmpty && town.server.acknowledgements(area: 2).isEmpty)
    }

    @Test func `a new life takes the place of its device's older ones`() throws {
        try device.create()
        try town.sync(device)
        let first = try #require(try town.server.findActor(device.replica.own().incarnation)).number
        try other.create()
        try town.syncAll()
        try administrate { try town.service.retire(device: "d1") }
        try town.sync(device)
        let second = try #require(try town.server.findActor(device.replica.own().incarnation)).number
        #expect(second > first)
        // As after a late request of the older life.
        try administrate { try town.server.acknowledge(actor: first, area: 1, position: 1) }
        #expect(try acknowledged() == 1)
        try town.syncAll()
        #expect(try acknowledged() == 2)
        #expect(try Set(town.server.acknowledgements(area: 1).keys).contains(first) == false)
    }

    @Test func `the last word counts, also of a replica that was put back; half a snapshot counts from where it is of`() throws {
        for _ in 0..<30 { try device.create([Notes.remark: .text(String(repeating: "x", count: 400))]) }
        try town.syncAll()
        try town.syncAll()
        #expect(try acknowledged() == 30)
        var request = try other.replica.request(SyncPlan(pushes: false))
        request.areas = [AreaCursor(area: "A", want: .feed(12))]
        _ = try town.answer(other, request.encode())
        #expect(try acknowledged() == 12)
        try town.sync(other)
        town.service.feedInsteadOfSnapshot = 0
        town.pageBytes = 1
        let late = try town.device("late")
        for _ in 0..<3 { try town.exchange(late, SyncPlan(pushes: false)) }
        try device.create()
        try town.sync(device)
        try town.sync(other)
        #expect(try town.service.acknowledged(area: #require(try town.server.area("A")), device: "late") == 30)
        #expect(try acknowledged() == 30)
    }

    @Test func `what a device has not handed in is known from its own word`() throws {
        for _ in 0..<5 { try device.create() }
        try town.exchange(device, SyncPlan(pushes: false))
        #expect(try town.service.pending(device: "d1") == 5)
        try town.sync(device)
        #expect(try town.service.pending(device: "d1") == 0)
    }

    @Test func `what an older life had pending is the newer one's, also when a request of the older comes late`() throws {
        for _ in 0..<5 { try device.create() }
        try town.exchange(device, SyncPlan(pushes: false))
        let late = try device.replica.request(SyncPlan(pushes: false)).encode()
        try device.replica.takeNewLife()
        try device.replica.mend(after: "identity.unproven") { try SyncReply(decoding: town.answer(device, $0.encode())) }
        try town.sync(device)
        #expect(try town.service.pending(device: "d1") == 0)
        _ = try town.answer(device, late)
        #expect(try town.service.pending(device: "d1") == 0)
    }

    @Test func `what a device is to fetch is said in records, ops and bytes`() throws {
        for _ in 0..<4 { try device.create() }
        try town.sync(device)
        let area = try #require(try town.server.area("A"))
        let all = try town.service.extent(of: area, after: nil)
        #expect(all.records == 4 && all.ops == 4 && all.bytes > 100)
        let rest = try town.service.extent(of: area, after: 3)
        #expect(rest.records == 4 && rest.ops == 1 && rest.bytes * 4 == all.bytes)
        town.service.feedInsteadOfSnapshot = 3
        let snapshot = try town.service.extent(of: area, after: nil)
        #expect(snapshot.ops == 0 && snapshot.bytes > 0)
    }
}
