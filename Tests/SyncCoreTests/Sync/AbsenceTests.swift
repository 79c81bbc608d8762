import Testing

@testable import SyncCore

/// A device that comes back after a year: everything went on without it, the schema too.
@Suite struct AbsenceTests {
    /// What was known when it left, and two versions later: more words, a field that new records must have, another kind.
    static let old = Schema(
        version: 1,
        kinds: [
            Kind(
                1, "note",
                fields: [
                    Field(2, "title", .text(maximum: 100, lines: false), required: true), Field(3, "status", .choice(["new", "seen"])),
                ])
        ])
    static let new = Schema(
        version: 3,
        kinds: [
            Kind(
                1, "note",
                fields: [
                    Field(2, "title", .text(maximum: 100, lines: false), required: true),
                    Field(3, "status", .choice(["new", "seen", "done"])),
                    Field(4, "owner", .text(maximum: 50, lines: false), required: true, since: 3), Field(5, "urgent", .flag, since: 2),
                ]), Notes.photo,
        ])

    private static let owner: UInt32 = 4

    private func photo(_ caption: String) -> Draft { Draft(kind: 2, area: "A", writes: [Op.FieldWrite(2, .text(caption))]) }

    @Test(arguments: [false, true])
    func `F28 F46 F47: a device two versions behind hands in its work and folds thousands of entries`(isRetired: Bool) throws {
        let town = try Town(serverSchema: Self.new)
        let (device, other) = (try town.device("d1", schema: Self.old), try town.device("d2", schema: Self.new))
        let (shared, doomed) = (try device.create(), try device.create())
        try town.syncAll()
        // Written on the road, and sent a year later: without the field that became required meanwhile.
        let mine = try device.create([Notes.title: .text("without an owner")])
        try device.edit(shared, [Notes.title: .text("edited long ago")])
        try other.replica.write([photo("of a kind that came later")])
        try other.edit(shared, [Self.owner: .text("Ria"), Notes.status: .text("done")])
        try other.edit(doomed, [Notes.deleted: .integer(1)])
        for number in 0..<3_000 { try other.create([Notes.title: .text("\(number)"), Self.owner: .text("Ria")]) }
        try town.sync(other)
        if isRetired { try town.server.transaction { try town.service.retire(device: "d1") } }
        town.pageBytes = 20_000
        let session = try town.sync(device)
        #expect(session.total.refused == 0 && session.total.pending == 0 && session.total.acknowledged == 2)
        #expect(session.total.isRenewed == isRetired && session.requests > 5)
        try town.syncAll()
        try town.checkEqual()
        #expect(try other.state(mine) != nil)
        #expect(try device.values(shared, Self.owner) == [.text("Ria")])
        #expect(try other.values(shared, Notes.title) == [.text("edited long ago")])
        #expect(try device.values(doomed, Notes.deleted) == [.integer(1)])
        // What it does not know survives its edits.
        try device.edit(shared, [Notes.title: .text("edited again")])
        try town.syncAll()
        #expect(try other.values(shared, Self.owner) == [.text("Ria")] && other.values(shared, Notes.status) == [.text("done")])
        try town.checkEqual()
        // And a writer who knows the field is asked for it.
        #expect(throws: Violation.self) { try other.create() }
        #expect(throws: Violation.self) { try Self.new.check([Op.FieldWrite(2, .text("x"))], kind: 1, creating: true, writer: 3) }
    }

    @Test func `F28: a device two versions ahead of the server loses nothing, and the unknown goes through to its like`() throws {
        let town = try Town(serverSchema: Self.old)
        let (ahead, alike) = (try town.device("d1", schema: Self.new), try town.device("d2", schema: Self.new))
        let behind = try town.device("d3", schema: Self.old)
        try town.syncAll()
        let id = try ahead.create([Self.owner: .text("Ria")])
        try ahead.replica.write([photo("a ditch")])
        try ahead.edit(id, [Notes.status: .text("done")])
        let session = try town.sync(ahead)
        // A word that is not on the server's list is refused, kept and told; the rest is there.
        #expect(session.total.refused == 1 && session.total.pending == 0)
        #expect(try ahead.replica.refusals().map(\.verdict.code) == ["schema.word"])
        try town.syncAll()
        try behind.edit(id, [Notes.title: .text("by one who knows less")])
        try town.syncAll()
        #expect(try alike.values(id, Self.owner) == [.text("Ria")])
        #expect(try alike.store.connection.integer("SELECT count(*) FROM photo WHERE caption = 'a ditch'") == 1)
        try town.checkEqual()
    }

    @Test func `F42: what was deleted while a device was away is not sent by it again`() throws {
        let town = try Town()
        let (device, other) = (try town.device("d1"), try town.device("d2"))
        let ids = try (0..<5).map { _ in try device.create() }
        try town.syncAll()
        for id in ids { try other.edit(id, [Notes.deleted: .integer(1)]) }
        try town.sync(other)
        let head = try #require(try town.server.area("A")?.position)
        let fresh = try device.create()
        let session = try town.sync(device)
        #expect(session.total.acknowledged == 1)
        try town.syncAll()
        #expect(try town.server.area("A")?.position == head + 1)
        for id in ids { #expect(try device.values(id, Notes.deleted) == [.integer(1)] && other.values(id, Notes.deleted) == [.integer(1)]) }
        #expect(try other.state(fresh) != nil)
        try town.checkEqual()
    }

    @Test func `F51 I7: a server whose clock jumps by fifty years loses nothing and decides nothing otherwise`() throws {
        let town = try Town(areas: ["A", "B"])
        let (device, other) = (try town.device("d1", areas: ["A", "B"]), try town.device("d2", areas: ["A", "B"]))
        var jumps = SeededRandom(seed: 3)
        var random = SeededRandom(seed: 4)
        let server = try Replica(
            town.server, now: { 1_764_000_000_000 + Int64(jumps.below(100 * 365)) * 86_400_000 - 50 * 365 * 86_400_000 },
            random: { random.next() })
        town.service = try SyncService(replica: server, signer: town.service.signer)
        try town.syncAll()
        let id = try device.create()
        try town.syncAll()
        for round in 0..<20 {
            try device.edit(id, [Notes.remark: .text("\(round)")])
            try town.syncAll()
            try other.edit(id, [Notes.payer: .text("\(round)")])
            if round == 7 { try town.server.transaction { try town.service.retire(device: "d1") } }
            if round == 11 { other.areas = ["A"] }
            if round == 15 { other.areas = ["A", "B"] }
            try town.syncAll()
        }
        #expect(try device.values(id, Notes.remark) == [.text("19")] && device.values(id, Notes.payer) == [.text("19")])
        #expect(try device.conflicts(id).isEmpty && device.replica.refusals().isEmpty && other.replica.refusals().isEmpty)
        try town.checkEqual()
        try town.checkEqual("B")
    }
}
