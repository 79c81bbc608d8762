import Testing

@testable import SyncCore

/// A new life that a replica takes by itself, because it may be a copy: nothing is lost, doubled or in conflict by it.
@Suite struct OwnLifeTests {
    /// The same replica on another tablet, which knows that it is a copy.
    private func copy(_ device: Town.Device, in town: Town) throws -> Town.Device {
        let path = town.folder.file("copy")
        try device.store.checkpoint()
        try device.store.backup(to: path)
        let store = try SQLiteStore(path: path, schema: device.store.schema, access: .readWrite)
        var random = SeededRandom(seed: 77)
        let copy = Town.Device(device.name, try Replica(store, now: device.replica.now, random: { random.next() }), areas: device.areas)
        try copy.replica.takeNewLife()
        return copy
    }

    /// As a client does: ask first, when it must.
    private func sync(_ device: Town.Device, in town: Town) throws {
        if try device.replica.mustAsk() { try ask(device, in: town) }
        do { try town.sync(device) } catch let error as SyncError where error.code == "identity.unproven" {
            try ask(device, in: town)
            try town.sync(device)
        }
    }

    private func ask(_ device: Town.Device, in town: Town) throws {
        try device.replica.mend(after: "identity.unproven") { try SyncReply(decoding: town.answer(device, $0.encode())) }
    }

    struct Order: CustomTestStringConvertible {
        let testDescription: String
        let copyFirst: Bool
        let isSynced: Bool
    }

    /// Both go on editing what was unsent when the copy was made.
    @Test(arguments: [
        Order(testDescription: "the copy syncs first", copyFirst: true, isSynced: true),
        Order(testDescription: "the original syncs first", copyFirst: false, isSynced: true),
        Order(testDescription: "the copy syncs first, nothing ever synced before", copyFirst: true, isSynced: false),
        Order(testDescription: "the original syncs first, nothing ever synced before", copyFirst: false, isSynced: false),
    ])
    func `I3 I10 F3 F6 F8: what was unsent when the copy was made arrives once, and edits on it conflict with nothing`(order: Order) throws
    {
        let town = try Town()
        let original = try town.device("one")
        if order.isSynced { try town.sync(original) }
        let mine = try original.create([Notes.title: .text("unsent")])
        let its = try original.create([Notes.title: .text("unsent too")])
        let copy = try copy(original, in: town)
        #expect(try copy.replica.own().incarnation != original.replica.own().incarnation)
        #expect(try copy.values(its, Notes.title) == [.text("unsent too")])
        try original.edit(mine, [Notes.title: .text("by the original")])
        try copy.edit(its, [Notes.title: .text("by the copy")])
        try copy.create([Notes.title: .text("new")])
        for device in order.copyFirst ? [copy, original, copy] : [original, copy, original] { try sync(device, in: town) }
        for device in [original, copy] {
            #expect(try device.count() == 3)
            #expect(try device.values(mine, Notes.title) == [.text("by the original")])
            #expect(try device.values(its, Notes.title) == [.text("by the copy")])
            #expect(try device.store.conflicts(area: nil).isEmpty)
            #expect(try device.replica.pendingCount() == 0)
        }
        #expect(try town.server.area("A")?.position == 5)
        try town.checkEqual()
    }

    @Test func `I10: a false alarm costs a name and nothing else`() throws {
        let town = try Town()
        let device = try town.device("one")
        let record = try device.create()
        try town.sync(device)
        try device.edit(record, [Notes.title: .text("unsent")])
        let before = try device.replica.own().incarnation
        #expect(try device.replica.takeNewLife() == 1)
        try device.edit(record, [Notes.title: .text("later")])
        #expect(try device.replica.own().incarnation != before)
        try sync(device, in: town)
        #expect(try device.values(record, Notes.title) == [.text("later")])
        #expect(try device.conflicts(record).isEmpty)
        #expect(try town.server.area("A")?.position == 3)
        try town.checkEqual()
    }

    @Test func `I2: what was refused in an earlier life is still listed`() throws {
        let town = try Town()
        let device = try town.device("one", schema: Notes.lenient)
        try device.create([Notes.status: .text("poison")])
        try town.sync(device)
        #expect(try device.replica.refusals().count == 1)
        try device.replica.takeNewLife()
        #expect(try device.replica.refusals().map(\.verdict.code) == ["schema.word"])
    }

    /// Whoever of the copies sends it first: the others are told as well, and it is not judged again.
    @Test(arguments: [true, false]) func `I2 F13: a refused op of several copies keeps its verdict, and each is told`(copyFirst: Bool)
        throws
    {
        let town = try Town()
        let original = try town.device("one", schema: Notes.lenient)
        try original.create([Notes.status: .text("poison")])
        let copy = try copy(original, in: town)
        let order = copyFirst ? [copy, original] : [original, copy]
        try sync(order[0], in: town)
        let first = try #require(try town.server.verdicts(actor: nil, after: 0).first?.verdict)
        town.time += 1_000_000
        try sync(order[1], in: town)
        for device in order {
            let refusals = try device.replica.refusals()
            #expect(refusals.map(\.verdict.code) == ["schema.word"])
            #expect(refusals.map(\.verdict.decidedAt) == [first.decidedAt])
            #expect(try device.count() == 0)
        }
    }

    /// A message has room for so many ops; what was not asked after is written anew all the same, whole transactions.
    @Test func `I16 I2: more work than can be asked after goes on in whole transactions`() throws {
        let town = try Town()
        let device = try town.device("one")
        let size = 700
        let count = Limits.opsPerRequest / size + 2
        for _ in 0..<count {
            try device.replica.write(
                (0..<size).map { _ in Draft(kind: 1, area: "A", writes: [Op.FieldWrite(Notes.title, .text("title"))]) })
        }
        try device.replica.takeNewLife()
        try sync(device, in: town)
        #expect(try town.service.replica.store.area("A")?.position == UInt64(count * size))
    }
}
