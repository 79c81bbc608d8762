import Testing

@testable import SyncCore

/// Records move between areas: one position in each feed, shown once, by whoever holds which.
@Suite struct MovingTests {
    let town: Town
    /// Holds both areas; holds A; holds B; holds both as well.
    let (both, left, right, other): (Town.Device, Town.Device, Town.Device, Town.Device)

    init() throws {
        town = try Town(areas: ["A", "B"])
        both = try town.device("both", areas: ["A", "B"])
        left = try town.device("left", areas: ["A"])
        right = try town.device("right", areas: ["B"])
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

    @Test func `I12 F50: a record that moves leaves one area and enters the other, one feed position each, and is shown once`() throws {
        let id = try shared([Notes.remark: .text("x")])
        try both.move(id, to: "B")
        #expect(try both.place(id) == "B" && both.count("A") == 0 && both.count("B") == 1)
        try town.syncAll()
        for (device, a, b) in [(both, 0, 1), (left, 0, 0), (right, 0, 1), (other, 0, 1)] {
            #expect(try device.count("A") == a && device.count("B") == b, "\(device.name)")
        }
        #expect(try town.server.area("A")?.position == 2 && town.server.area("B")?.position == 1)
        #expect(try right.values(id, Notes.remark) == [.text("x")])
        try checkEqual()
    }

    @Test func `a device without a right to the new area learns that the record is gone, and nothing else`() throws {
        let id = try shared([Notes.remark: .text("old")])
        try both.move(id, to: "B", [Notes.remark: .text("told to B only")])
        try town.sync(both)
        let request = try left.replica.request(SyncPlan())
        let bytes = try town.answer(left, request.encode())
        let reply = try SyncReply(decoding: bytes)
        #expect(reply.areas[0].entries == [.left(Departure(id: id, kind: 1, moves: 1).encode())])
        #expect(!String(decoding: bytes, as: UTF8.self).contains("told") && reply.actors.isEmpty)
        try town.syncAll()
        #expect(try left.state(id) == nil && left.count("A") == 0)
        // Nothing of it stays in the device's database either, but its id and its history up to the move.
        let ref = try #require(try left.store.find(id, kind: 1))
        #expect(try left.store.load(ref)?.state.isEmpty == true && left.store.load(ref)?.area == 0)
    }

    @Test func `I6: what an own move replaced stays replaced when the move is refused and later work is not`() throws {
        let writer = try town.device("writer", areas: ["A", "B"], schema: Notes.lenient)
        let id = try shared()
        try left.edit(id, [Notes.payer: .text("before")])
        try town.syncAll()
        try writer.move(id, to: "B", [Notes.payer: .text("with the move"), Notes.status: .text("poison")])
        try writer.edit(id, [Notes.payer: .text("after")], area: "B")
        try town.syncAll()
        #expect(try writer.replica.refusals().map(\.verdict.code) == ["schema.word"])
        for device in [both, left, writer] { #expect(try device.values(id, Notes.payer) == [.text("after")], "\(device.name)") }
        try checkEqual()
    }

    @Test func `I2: an edit written before the move was known goes with the record, and only what was concurrent conflicts`() throws {
        let id = try shared([Notes.remark: .text("first"), Notes.status: .text("new")])
        try other.edit(id, [Notes.remark: .text("late"), Notes.status: .text("seen")])
        try both.edit(id, [Notes.status: .text("done")])
        try both.move(id, to: "B")
        try town.syncAll()
        for device in [both, right, other] {
            #expect(try device.values(id, Notes.remark) == [.text("late")], "\(device.name)")
            #expect(try device.conflicts(id).map(\.name) == ["status"], "\(device.name)")
        }
        try checkEqual()
    }

    @Test func `I2 I13: a late edit of a device without a right to the new area waits in the quarantine, and is visible`() throws {
        let id = try shared()
        try left.edit(id, [Notes.remark: .text("unsent")])
        try both.move(id, to: "B")
        try town.sync(both)
        let fine = try left.create()
        try town.syncAll()
        #expect(try left.replica.refusals().map(\.verdict.code) == ["record.elsewhere"])
        #expect(try town.server.verdicts(actor: nil, after: 0).map(\.verdict.code) == ["record.elsewhere"])
        #expect(try left.state(id) == nil && right.values(id, Notes.remark) == [])
        #expect(try both.state(fine) != nil)
        try checkEqual()
    }

    @Test func `I4: after A, B, A a late edit covers what its writer saw in A, and nothing that came since`() throws {
        let id = try shared([Notes.remark: .text("seen"), Notes.status: .text("new")])
        try other.edit(id, [Notes.remark: .text("late"), Notes.status: .text("seen")])
        try both.move(id, to: "B")
        try town.sync(both)
        try town.sync(right)
        try right.edit(id, [Notes.status: .text("done")], area: "B")
        try town.sync(right)
        try town.sync(both)
        try both.move(id, to: "A", from: "B")
        try town.sync(both)
        try town.syncAll()
        for device in [both, left, other] {
            #expect(try device.values(id, Notes.remark) == [.text("late")], "\(device.name)")
            #expect(try Set(device.values(id, Notes.status)) == [.text("done"), .text("seen")], "\(device.name)")
        }
        try checkEqual()
    }

    @Test func `a move and edits travel in one op, and an edit written after an own move goes with it`() throws {
        let id = try shared([Notes.remark: .text("first")])
        try both.move(id, to: "B", [Notes.remark: .text("second")])
        try both.edit(id, [Notes.status: .text("done")], area: "B")
        #expect(try both.values(id, Notes.remark) == [.text("second")])
        #expect(refusal { try both.edit(id, [Notes.status: .text("new")]) } == "record.elsewhere")
        try town.syncAll()
        #expect(try right.values(id, Notes.remark) == [.text("second")] && right.values(id, Notes.status) == [.text("done")])
        #expect(try right.conflicts(id) == [] && both.conflicts(id) == [])
        let ref = try #require(try right.store.find(id, kind: 1))
        #expect(try right.replica.history(of: ref).map(\.op.toArea) == ["B", ""])
        let whole = try both.replica.history(of: try #require(try both.store.find(id, kind: 1)))
        #expect(whole.map(\.op.toArea) == ["", "B", ""])
        #expect(both.replica.replaced(by: whole[1].dot, field: Notes.remark, in: whole) == .text("first"))
        try checkEqual()
    }

    @Test func `C10: two people move a record to different areas: the last to arrive places it, and a person is asked`() throws {
        let town = try Town(areas: ["A", "B", "C"])
        let anna = try town.device("anna", areas: ["A", "B", "C"])
        let ben = try town.device("ben", areas: ["A", "B", "C"])
        let id = try anna.create()
        try town.syncAll()
        try anna.move(id, to: "B")
        try ben.move(id, to: "C")
        try town.syncAll()
        for device in [anna, ben] {
            #expect(try device.place(id) == "C")
            #expect(try device.conflicts(id) == [Conflict(cause: .moved, name: "area", fields: [Field.place.number])])
        }
        #expect(try ben.store.conflicts(area: nil).count == 1)
        // Settled by moving it, knowing both; to where it is, too.
        try ben.move(id, to: "C", from: "C")
        try town.syncAll()
        #expect(try anna.conflicts(id) == [] && anna.place(id) == "C")
        // The same area twice is no conflict.
        try anna.move(id, to: "A", from: "C")
        try ben.move(id, to: "A", from: "C")
        try town.syncAll()
        #expect(try anna.conflicts(id) == [] && ben.place(id) == "A")
        for area in ["A", "B", "C"] { try town.checkEqual(area) }
    }

    @Test func `I15 C4: a deleted record that moves stays deleted; deleted and moved at once, a person is asked`() throws {
        let (gone, asked) = (try shared(), try shared())
        try both.edit(gone, [Notes.deleted: .integer(1)])
        try town.syncAll()
        try both.move(gone, to: "B")
        try both.move(asked, to: "B")
        try other.edit(asked, [Notes.deleted: .integer(1)])
        try town.syncAll()
        #expect(try right.values(gone, Notes.deleted) == [.integer(1)] && right.conflicts(gone) == [])
        #expect(try right.conflicts(asked).map(\.cause) == [.editedAfterDeletion])
        try checkEqual()
    }

    @Test func `I16: a transaction of which one record has moved is applied whole, each part together in its feed`() throws {
        let (moved, stays) = (try shared(), try shared())
        try other.replica.write(
            [moved, stays, moved, stays].enumerated().map { index, id in
                Draft(record: id, kind: 1, area: "A", writes: [Op.FieldWrite(Notes.remark, .text("\(index)"))])
            })
        try both.move(moved, to: "B")
        try town.syncAll()
        #expect(try both.values(moved, Notes.remark) == [.text("2")] && both.values(stays, Notes.remark) == [.text("3")])
        for code in ["A", "B"] {
            var open: UInt32 = 0
            try town.server.feed(area: #require(try town.server.area(code)).number, after: 0, skipping: nil) { entry in
                #expect(open == 0 || entry.more == open - 1)
                open = entry.more
                return true
            }
            #expect(open == 0)
        }
        try checkEqual()
    }

    @Test func `a move is not written without the area it goes to, nor of a record that is not there yet`() throws {
        let id = try shared()
        #expect(refusal { try left.move(id, to: "B") } == "write.move-area")
        #expect(
            refusal {
                try both.replica.write([
                    Draft(kind: 1, area: "A", writes: [Op.FieldWrite(Notes.title, .text("t"))], toArea: "B")
                ])
            } == "write.move")
        #expect(
            refusal { try both.replica.write([Draft(record: id, kind: 1, area: "A", writes: [Op.FieldWrite(.max, .text("B"))])]) }
                == "write.form")
        #expect(refusal { try both.replica.write([Draft(record: id, kind: 1, area: "A", writes: [])]) } == "write.form")
    }
}
