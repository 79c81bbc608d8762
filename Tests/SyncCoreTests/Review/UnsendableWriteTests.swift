import Testing

@testable import SyncCore

/// What a server could never take must not be written: it would stay first in line for ever.
@Suite struct UnsendableWriteTests {
    private func writes(_ values: [(UInt32, Value)]) -> [Op.FieldWrite] { values.map { Op.FieldWrite($0.0, $0.1) } }

    @Test func `I13: what the server could not read is not written: an op without fields, a field twice, an author too long`() throws {
        let town = try Town()
        let device = try town.device("d1")
        let id = try device.create()
        for fields in [[], [(2, .text("a")), (2, .text("b"))], (100..<400).map { ($0, .null) }] as [[(UInt32, Value)]] {
            #expect(
                refusal { try device.replica.write([Draft(record: id, kind: 1, area: "A", writes: writes(fields))]) } == "write.form")
        }
        let author = String(repeating: "x", count: 201)
        let title = writes([(2, .text("a"))])
        #expect(refusal { try device.replica.write([Draft(kind: 1, area: "A", writes: title, author: author)]) } == "write.form")
        #expect(refusal { try device.replica.write([Draft(kind: 1, area: author, writes: title)]) } == "write.form")
        #expect(try town.sync(device).total.pending == 0)
        try town.checkEqual()
    }

    @Test func `I13: a transaction that no request could carry is not written`() throws {
        let schema = Schema(version: 1, kinds: [Kind(1, "note", fields: [Field(2, "title", .text(maximum: 100_000, lines: false))])])
        let town = try Town(serverSchema: schema)
        let device = try town.device("d1", schema: schema)
        let draft = Draft(kind: 1, area: "A", writes: writes([(2, .text(String(repeating: "x", count: 100_000)))]))
        #expect(refusal { try device.replica.write(Array(repeating: draft, count: 100)) } == "write.too-large")
        try device.replica.write(Array(repeating: draft, count: 30))
        #expect(try town.sync(device).total.pending == 0)
        #expect(try device.count() == 30)
    }
}
