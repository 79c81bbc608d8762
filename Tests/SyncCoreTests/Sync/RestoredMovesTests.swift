import Testing

@testable import SyncCore

/// Moves, snapshots and lost areas, when the server was put back to before them.
@Suite struct RestoredMovesTests {
    private func putBack(_ town: Town, from path: String) throws {
        let store = try SQLiteStore(path: path, schema: Notes.schema, access: .readWrite)
        var random = SeededRandom(seed: 77)
        let replica = try Replica(store, now: { 1_764_000_000_000 }, random: { random.next() })
        town.service = try SyncService(replica: replica, signer: town.service.signer)
        town.service.acceptsUnproven = true
    }

    private func backup(_ town: Town) throws -> String {
        let path = town.folder.file("backup")
        try town.server.backup(to: path)
        return path
    }

    private func sync(_ device: Town.Device, _ town: Town) throws {
        for _ in 0..<4 {
            do {
                try town.sync(device)
                return
            } catch let error as SyncError where Replica.mendable.contains(error.code) {
                try device.replica.mend(after: error.code) { try SyncReply(decoding: town.answer(device, $0.encode())) }
            }
        }
        Issue.record("\(device.name) does not come to rest")
    }

    private func refusals(_ town: Town) throws -> [String] {
        try town.server.verdicts(actor: nil, after: 0).map(\.verdict).filter { !$0.isOfIdentity }.map(\.code)
    }

    @Test func `I13: of a transaction whose record had moved, each area's part is handed in by itself`() throws {
        let town = try Town(areas: ["A", "B"])
        let writer = try town.device("writer", areas: ["A", "B"])
        let mover = try town.device("mover", areas: ["A", "B"])
        let (moved, kept) = (try writer.create(), try writer.create())
        try town.syncAll()
        let old = try backup(town)
        try mover.move(moved, to: "B")
        try town.sync(mover)
        let remark = [Op.FieldWrite(Notes.remark, .text("both"))]
        try writer.replica.write([moved, kept].map { Draft(record: $0, kind: 1, area: "A", writes: remark) })
        let new = try writer.create(area: "B")
        try town.syncAll()
        try putBack(town, from: old)
        for device in [writer, mover, writer] { try sync(device, town) }
        #expect(try refusals(town) == [])
        for device in [writer, mover] {
            #expect(try device.place(moved) == "B" && device.place(new) == "B")
            for id in [moved, kept] { #expect(try device.values(id, Notes.remark) == [.text("both")]) }
        }
        for area in ["A", "B"] { try town.checkEqual(area) }
    }

    @Test func `I2: a move is handed in where it led, also when its writer has lost the area that the record came from`() throws {
        let town = try Town(areas: ["A", "B"])
        let writer = try town.device("writer", areas: ["A", "B"])
        try town.sync(writer)
        let old = try backup(town)
        let id = try writer.create()
        try town.sync(writer)
        try writer.move(id, to: "B")
        try town.sync(writer)
        try putBack(town, from: old)
        writer.areas = ["B"]
        try sync(writer, town)
        #expect(try refusals(town).filter { $0 != Verdict.unproven } == [])
        #expect(try writer.place(id) == "B")
        #expect(try writer.values(id, Field.place.number) == [.text("B")], "somebody moved it")
        try town.checkEqual("B")
    }

    @Test func `I6: what the server knows already is not shown over the snapshot that has it`() throws {
        let town = try Town(snapshots: true)
        let device = try town.device("one")
        let id = try device.create([Notes.title: .text("first")])
        let file = town.folder.file("copy")
        try device.store.backup(to: file)
        try device.replica.takeNewLife()
        try device.replica.mend(after: "identity.unproven") { try SyncReply(decoding: town.answer(device, $0.encode())) }
        try town.sync(device)
        try device.edit(id, [Notes.title: .text("second")])
        try town.sync(device)
        let copy = try town.putBack(device, from: file)
        try sync(copy, town)
        #expect(try copy.values(id, Notes.title) == [.text("second")])
        #expect(try copy.replica.pendingCount() == 0)
        try town.checkEqual()
    }
}
