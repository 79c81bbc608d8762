import Testing

@testable import SyncCore

/// SIM_SEED=214722: of an op that a server lost, somebody has only the values that were alive there, and hands them in first.
@Suite struct PartTests {
    private let town: Town
    private let writer: Town.Device
    private let reader: Town.Device
    private let old: String

    init() throws {
        town = try Town()
        writer = try town.device("writer")
        try town.sync(writer)
        old = town.folder.file("backup")
        try town.server.backup(to: old)
        reader = try town.device("reader")
    }

    private static let values: [UInt32: Value] = [
        Notes.title: .text("title"), Notes.remark: .text("remark"), Notes.severity: .text("high"), Notes.payer: .text("payer"),
    ]

    /// The reader has the record from a snapshot, and of it no more than these fields.
    private func handInPart(_ fields: Set<UInt32>) throws {
        try reader.replica.mend(after: "cursor.astray") { request in
            var request = request
            for index in request.handIn?.items.indices ?? 0..<0 {
                var op = try Op(decoding: request.handIn!.items[index].op)
                op.writes = op.writes.filter { fields.contains($0.field) }
                request.handIn?.items[index].op = op.encode()
            }
            return try SyncReply(decoding: town.answer(reader, request.encode()))
        }
    }

    /// They take a snapshot, the server is put back, and the reader hands in two fields of what it lost.
    private func loseAllButPart(heldBy devices: [Town.Device]) throws {
        town.service.feedInsteadOfSnapshot = 0
        for device in devices { try town.sync(device) }
        try town.putServerBack(from: old)
        town.service.acceptsUnproven = true
        try handInPart([Notes.title, Notes.severity])
    }

    /// The reader has handed in two fields of it; a third device knows all of it, from a snapshot too.
    private func lostButForParts() throws -> (id: RecordID, third: Town.Device) {
        let id = try writer.create(Self.values)
        try town.sync(writer)
        let third = try town.device("third")
        try loseAllButPart(heldBy: [reader, third])
        return (id, third)
    }

    private func check(_ id: RecordID) throws {
        for device in town.devices {
            for (field, value) in Self.values { #expect(try device.values(id, field) == [value], "\(device.name), field \(field)") }
            #expect(try device.conflicts(id).isEmpty && device.replica.refusals().isEmpty)
        }
        try town.checkEqual()
    }

    @Test(arguments: [true, false]) func `I2 I11: the rest comes back with whoever has the op whole`(isFolded: Bool) throws {
        let id = try writer.create(Self.values)
        if isFolded { try town.sync(writer) } else { #expect(throws: Town.Lost.self) { try town.exchange(writer, loseReply: true) } }
        try loseAllButPart(heldBy: [reader])
        try town.sync(reader)
        #expect(try reader.values(id, Notes.remark).isEmpty)
        // An op of which only the answer was lost is the server's word against the writer's: it has to ask.
        if !isFolded { try writer.replica.takeNewLife() }
        if try writer.replica.mustAsk() {
            try writer.replica.mend(after: "identity.unproven") { try SyncReply(decoding: town.answer(writer, $0.encode())) }
        }
        try town.syncMending(writer)
        for device in town.devices { try town.syncMending(device) }
        try check(id)
    }

    @Test func `I2: two parts of one op that nobody has whole come together`() throws {
        let (id, third) = try lostButForParts()
        try town.syncMending(third)
        try town.syncMending(reader)
        for (field, value) in Self.values { #expect(try reader.values(id, field) == [value], "field \(field)") }
        #expect(try town.server.area("A")?.position == 2)
        try town.syncMending(writer)
        #expect(try town.server.area("A")?.position == 2, "there is no more of it")
        for device in town.devices { try town.syncMending(device) }
        try check(id)
    }

    @Test func `I11: the rest waits when nothing proves it, once, and is taken when an administrator believes it`() throws {
        let (id, third) = try lostButForParts()
        town.service.acceptsUnproven = false
        try town.syncMending(third)
        #expect(try town.service.unprovenCount() == 1)
        #expect(try town.server.transaction { try town.service.acceptUnproven() } == 1)
        #expect(try town.service.unprovenCount() == 0)
        for device in town.devices { try town.syncMending(device) }
        try check(id)
    }

    @Test func `I6: what was written over meanwhile is not brought back with the rest`() throws {
        let id = try writer.create(Self.values)
        try town.sync(writer)
        try loseAllButPart(heldBy: [reader])
        try town.sync(reader)
        try reader.edit(id, [Notes.remark: .text("written with all in sight that there was")])
        try town.sync(reader)
        for device in town.devices + town.devices { try town.syncMending(device) }
        #expect(try writer.values(id, Notes.remark) == [.text("written with all in sight that there was")])
        #expect(try writer.values(id, Notes.payer) == [.text("payer")])
        try town.checkEqual()
    }
}
