import Testing

@testable import SyncCore

/// Whole syncs between real replicas over a wire that is cut, repeated and slow. Named after what happened to others.
@Suite struct SessionTests {
    @Test func `F15 F19: a push whose reply is lost is not done twice`() throws {
        let town = try Town()
        let device = try town.device("d1")
        try town.sync(device)
        for _ in 0..<5 { try device.create() }
        #expect(throws: Town.Lost.self) { try town.exchange(device, loseReply: true) }
        try device.create()
        #expect(throws: Town.Lost.self) { try town.exchange(device, loseReply: true) }
        try town.sync(device)
        #expect(try town.server.area("A")?.position == 6)
        #expect(try device.count() == 6)
        #expect(try device.replica.pendingCount() == 0)
        try town.checkEqual()
    }

    @Test func `I13: a verdict whose reply is lost still reaches the device`() throws {
        let town = try Town()
        let device = try town.device("d1", schema: Notes.lenient)
        try town.sync(device)
        let id = try device.create([Notes.status: .text("poison")])
        #expect(throws: Town.Lost.self) { try town.exchange(device, loseReply: true) }
        #expect(try device.state(id) != nil)
        try town.sync(device)
        #expect(try device.state(id) == nil)
        #expect(try device.replica.refusals().count == 1)
    }

    @Test func `F18 F20 F22: an error at any request skips nothing`() throws {
        let town = try Town()
        town.pageBytes = 4_096
        let (writer, reader) = (try town.device("d1"), try town.device("d2"))
        try town.sync(reader)
        for number in 0..<120 { try writer.create([Notes.remark: .text(String(repeating: "\(number) ", count: 60))]) }
        try town.sync(writer)
        var random = SeededRandom(seed: 4)
        var failures = 0
        for _ in 0..<200 where try reader.count() < 120 {
            let lost = random.percent(50)
            do { try town.exchange(reader, loseReply: lost) } catch is Town.Lost { failures += 1 }
        }
        #expect(failures > 3)
        #expect(try reader.count() == 120)
        try town.sync(writer)
        try town.checkEqual()
    }

    @Test func `F21: a server that failed in the middle of a request has stored nothing of it, and takes it later`() throws {
        let town = try Town()
        let device = try town.device("d1")
        try town.sync(device)
        for _ in 0..<3 { try device.create() }
        let request = try device.replica.request(SyncPlan())
        do {
            try town.server.transaction { () throws -> Void in
                _ = try town.service.handle(request, from: town.grant(device))
                throw Undone()
            }
        } catch is Undone {}
        #expect(try town.server.area("A")?.position == 0)
        try town.sync(device)
        #expect(try town.server.area("A")?.position == 3)
        try town.checkEqual()
    }

    @Test func `F27 F33: a session that was cut says what is still to go, and the next one goes on`() throws {
        let town = try Town()
        town.pageBytes = 4_096
        let device = try town.device("d1")
        try town.sync(device)
        for _ in 0..<40 { try device.create([Notes.remark: .text(String(repeating: "x", count: 500))]) }
        let cut = try town.sync(device, most: 2)
        #expect(cut.total.pending > 0 && cut.total.pending < 40)
        #expect(try device.replica.pendingCount() == cut.total.pending)
        let whole = try town.sync(device)
        #expect(whole.total.pending == 0)
        try town.checkEqual()
    }

    @Test func `a reply to an older question is not applied`() throws {
        let town = try Town()
        let (device, other) = (try town.device("d1"), try town.device("d2"))
        try town.syncAll()
        try other.create()
        try town.sync(other)
        let old = try device.replica.request(SyncPlan())
        let late = try SyncReply(decoding: town.answer(device, old.encode()))
        try town.sync(device)
        let before = try device.store.everything()
        #expect(refusal { _ = try device.replica.apply(late, to: old) } == "sync.stale")
        #expect(try device.store.everything() == before)
        // Pushes in between make a question old as well.
        try device.create()
        let push = try device.replica.request(SyncPlan())
        let first = try SyncReply(decoding: town.answer(device, push.encode()))
        _ = try device.replica.apply(first, to: push)
        #expect(refusal { _ = try device.replica.apply(first, to: push) } == "sync.stale")
    }

    @Test func `F40 F41: a record edited several times offline does not conflict with itself, nor with its follower`() throws {
        let town = try Town()
        let (device, other) = (try town.device("d1"), try town.device("d2"))
        try town.syncAll()
        let id = try device.create()
        for step in 1...6 { try device.edit(id, [Notes.remark: .text("\(step)")]) }
        try town.syncAll()
        #expect(try other.conflicts(id).isEmpty)
        #expect(try other.values(id, Notes.remark) == [.text("6")])
        try other.edit(id, [Notes.remark: .text("7")])
        try town.syncAll()
        for each in town.devices {
            #expect(try each.conflicts(id).isEmpty)
            #expect(try each.values(id, Notes.remark) == [.text("7")])
        }
        try town.checkEqual()
    }

    @Test func `F38 F39: an edit made after its push, before its pull, follows its base; conflict list and flag agree`() throws {
        let town = try Town()
        let (device, other) = (try town.device("d1"), try town.device("d2"))
        try town.syncAll()
        let id = try device.create([Notes.remark: .text("1")])
        // Acknowledged, but not yet folded from the feed.
        #expect(throws: Town.Lost.self) { try town.exchange(device, loseReply: true) }
        try device.edit(id, [Notes.remark: .text("2")])
        try town.syncAll()
        try device.edit(id, [Notes.remark: .text("3")])
        try other.edit(id, [Notes.remark: .text("4")])
        try town.syncAll()
        for each in town.devices {
            #expect(try each.conflicts(id).count == 1)
            let area = try #require(try each.store.area("A"))
            #expect(try each.store.conflicts(area: area.number).count == 1)
        }
        try other.edit(id, [Notes.remark: .text("settled")])
        try town.syncAll()
        for each in town.devices {
            #expect(try each.conflicts(id).isEmpty)
            #expect(try each.store.conflicts(area: nil).isEmpty)
        }
        try town.checkEqual()
    }

    @Test func `F23 F34 F37: two devices on one record: different fields merge, the same field is a conflict that both see`() throws {
        let town = try Town()
        let (first, second) = (try town.device("d1"), try town.device("d2"))
        try town.syncAll()
        let id = try first.create([Notes.remark: .text("base")])
        try town.syncAll()
        try first.edit(id, [Notes.status: .text("seen"), Notes.remark: .text("first")])
        try second.edit(id, [Notes.payer: .text("second"), Notes.remark: .text("second")])
        try town.syncAll()
        for each in town.devices {
            #expect(try each.values(id, Notes.status) == [.text("seen")])
            #expect(try each.values(id, Notes.payer) == [.text("second")])
            #expect(try each.values(id, Notes.remark) == [.text("first"), .text("second")])
            #expect(try each.conflicts(id).map(\.fields) == [[Notes.remark]])
        }
        try town.checkEqual()
    }

    @Test func `F36: the same value written by two is no conflict`() throws {
        let town = try Town()
        let (first, second) = (try town.device("d1"), try town.device("d2"))
        try town.syncAll()
        let id = try first.create()
        try town.syncAll()
        for each in town.devices { try each.edit(id, [Notes.remark: .text("same")]) }
        try town.syncAll()
        for each in town.devices { #expect(try each.conflicts(id).isEmpty) }
        _ = second
        try town.checkEqual()
    }

    @Test func `F19 F43: delete then re-create syncs both; delete against an edit keeps the edit`() throws {
        let town = try Town()
        let (first, second) = (try town.device("d1"), try town.device("d2"))
        try town.syncAll()
        let id = try first.create()
        try town.syncAll()
        try first.edit(id, [Notes.deleted: .integer(1)])
        try first.edit(id, [Notes.deleted: .null, Notes.title: .text("again")])
        try town.syncAll()
        #expect(try second.values(id, Notes.deleted) == [.null])
        #expect(try second.values(id, Notes.title) == [.text("again")])
        #expect(try second.conflicts(id).isEmpty)
        try first.edit(id, [Notes.deleted: .integer(1)])
        try second.edit(id, [Notes.remark: .text("work")])
        try town.syncAll()
        for each in town.devices {
            #expect(try each.conflicts(id).map(\.cause) == [.editedAfterDeletion])
            #expect(try each.values(id, Notes.remark) == [.text("work")])
        }
        try town.checkEqual()
    }

    @Test(arguments: [50, -50] as [Int64])
    func `I7 F52 F53: a clock that is fifty years off decides nothing`(years: Int64) throws {
        let town = try Town()
        let (wrong, right) = (try town.device("d1", skew: years * 365 * 86_400_000), try town.device("d2"))
        try town.syncAll()
        let id = try wrong.create([Notes.remark: .text("wrong clock")])
        try town.syncAll()
        try right.edit(id, [Notes.remark: .text("right clock")])
        try town.syncAll()
        for each in town.devices { #expect(try each.values(id, Notes.remark) == [.text("right clock")]) }
        try wrong.edit(id, [Notes.remark: .text("wrong again")])
        try town.syncAll()
        for each in town.devices { #expect(try each.values(id, Notes.remark) == [.text("wrong again")]) }
        try town.checkEqual()
    }

    @Test func `F58: far more than 400 records go in one request`() throws {
        let town = try Town()
        let (device, other) = (try town.device("d1"), try town.device("d2"))
        try town.syncAll()
        let draft = Draft(kind: 1, area: "A", writes: [Op.FieldWrite(2, .text("t"))])
        for _ in 0..<5 { try device.replica.write(Array(repeating: draft, count: 1_000)) }
        #expect(try town.sync(device).requests <= 3)
        #expect(try town.sync(other).requests <= 2)
        #expect(try other.count() == 5_000)
        try town.checkEqual()
    }

    @Test func `nothing to do costs one small request, whatever the replica's size`() throws {
        let town = try Town()
        let device = try town.device("d1")
        try town.sync(device)
        for _ in 0..<300 { try device.create() }
        try town.sync(device)
        let session = try town.sync(device)
        #expect(session.requests == 1 && town.replySizes.last! < 150)
        #expect(try device.replica.request(SyncPlan()).encode().count < 150)
        #expect(try !town.service.needsWriting(device.replica.request(SyncPlan())))
    }

    @Test func `F28: unknown kinds and fields of a newer client are kept, folded and passed on, by feed and by snapshot`() throws {
        let newer = Schema(
            version: 9,
            kinds: [
                Kind(1, "note", fields: [Field(2, "title", .text(maximum: 9, lines: false)), Field(70, "mood", .flag)]),
                Kind(77, "map", fields: [Field(2, "x", .flag)]),
            ])
        for snapshots in [false, true] {
            let town = try Town(snapshots: snapshots)
            let (device, old) = (try town.device("new", schema: newer), try town.device("old"))
            try town.sync(device)
            try device.replica.write([
                Draft(kind: 1, area: "A", writes: [Op.FieldWrite(2, .text("t")), Op.FieldWrite(70, .integer(1))]),
                Draft(kind: 77, area: "A", writes: [Op.FieldWrite(2, .integer(1)), Op.FieldWrite(3, key: "k", .bytes([1]))]),
            ])
            try town.sync(device)
            try town.sync(old)
            #expect(try old.count() == 2, "snapshots \(snapshots)")
            let third = try town.device("third", schema: newer)
            try town.sync(third)
            #expect(try third.count() == 2)
            try town.checkEqual()
        }
    }
}
