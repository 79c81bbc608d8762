import Testing

@testable import SyncCore

/// What a record is known by.
@Suite struct RecordNameTests {
    @Test func `a record is known by its id and kind: one created in a transaction does not vouch for another kind's`() throws {
        let town = try Town()
        let device = try town.device("d1", schema: Notes.lenient)
        try town.sync(device)
        let store = device.store
        try store.transaction {
            let area = try #require(try store.area("A"))
            for (index, kind) in ([2, 1] as [UInt32]).enumerated() {
                var op = Op(record: recordID(9), kind: kind, area: "A", writes: [Op.FieldWrite(kind == 2 ? 2 : 8, .text("x"))])
                (op.index, op.size, op.creates) = (UInt32(index), 2, kind == 2)
                let k = UInt64(index + 1)
                var state = RecordState(id: op.record, kind: kind)
                state.fold(op, dot: Dot(try device.replica.own().incarnation, k), position: 0)
                let ref = try store.insert(state, area: area.number)
                let own = try device.replica.own().number
                try store.appendOwn(OwnOp(actor: own, k: k, area: area.number, record: ref, more: op.more, op: op.encode()))
                try store.setFact(.written, UInt64(k).bigEndianBytes)
            }
        }
        try town.sync(device)
        #expect(try device.replica.refusals().map(\.verdict.code) == ["record.unknown", "record.unknown"])
        try town.checkEqual()
    }
}
