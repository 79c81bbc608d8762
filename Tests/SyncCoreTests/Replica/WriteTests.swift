import Testing

@testable import SyncCore

/// What a write may be, and that nothing is written when it may not.
@Suite struct WriteTests {
    private func replica(schema: Schema = Notes.schema) throws -> Replica {
        var random = SeededRandom(seed: 1)
        return try Replica(
            try SQLiteStore(path: ":memory:", schema: schema, access: .create), now: { 1_764_000_000_000 }, random: { random.next() })
    }

    private func draft(_ writes: [UInt32: Value], record: RecordID? = nil, kind: UInt32 = 1, area: String = "A") -> Draft {
        Draft(record: record, kind: kind, area: area, writes: writes.map { Op.FieldWrite($0.key, $0.value) })
    }

    @Test func `a transaction has at most 1,000 ops, and a larger one writes nothing`() throws {
        let replica = try replica()
        try replica.write(Array(repeating: draft([2: .text("t")]), count: 1_000))
        #expect(try replica.written() == 1_000)
        #expect(refusal { try replica.write(Array(repeating: draft([2: .text("t")]), count: 1_001)) } == "write.too-many")
        #expect(try replica.written() == 1_000)
        #expect(try replica.write([]).isEmpty)
    }

    @Test func `several areas, an unknown kind, an unknown record, a record elsewhere are refused`() throws {
        let replica = try replica()
        let good = draft([2: .text("t")])
        let id = try replica.write([good])[0]
        #expect(refusal { try replica.write([good, draft([2: .text("t")], area: "B")]) } == "write.areas")
        #expect(refusal { try replica.write([good, draft([2: .text("t")], kind: 99)]) } == "write.kind")
        #expect(refusal { try replica.write([good, draft([2: .text("t")], record: recordID(5))]) } == "record.unknown")
        #expect(refusal { try replica.write([draft([8: .text("t")], record: id, area: "B")]) } == "record.elsewhere")
        #expect(try replica.written() == 1)
    }

    static let violations: [(UInt32, Value, Violation.Rule, String)] = [
        (2, .null, .required, "schema.required"),
        (2, .integer(1), .wrongType(expected: "text"), "schema.type"),
        (2, .text(String(repeating: "\u{E9}", count: 51)), .tooLong(maximum: 100), "schema.length"),
        (2, .text("a\nb"), .forbiddenCharacter(10), "schema.character"),
        (2, .text("a\0b"), .forbiddenCharacter(0), "schema.character"),
        (8, .text("a\rb"), .forbiddenCharacter(13), "schema.character"),
        (8, .text("\u{7F}"), .forbiddenCharacter(127), "schema.character"),
        (8, .text("\u{9B}31m"), .forbiddenCharacter(0x9b), "schema.character"),
        (3, .text("done?"), .notAWord(allowed: ["new", "seen", "done"]), "schema.word"),
        (13, .text("road/pit"), .notAWord(allowed: ["road", "road/hole"]), "schema.word"),
        (6, .integer(-1), .outOfRange(0...1_000_000), "schema.range"),
        (6, .integer(1_000_001), .outOfRange(0...1_000_000), "schema.range"),
        (6, .text("5"), .wrongType(expected: "a whole number"), "schema.type"),
        (14, .integer(2), .outOfRange(0...1), "schema.range"),
        (11, .integer(900_000_001), .outOfRange(-900_000_000...900_000_000), "schema.range"),
        (15, .integer(-1_800_000_001), .outOfRange(-1_800_000_000...1_800_000_000), "schema.range"),
        (10, .integer(.max), .outOfRange(-62_135_596_800_000...253_402_300_799_999), "schema.range"),
        (9, .text("2026-02-29"), .malformed(example: "2026-11-24"), "schema.form"),
        (9, .integer(3), .malformed(example: "2026-11-24"), "schema.form"),
        (12, .bytes([1]), .wrongType(expected: "a record's id"), "schema.type"),
        (5, .text(String(repeating: "x", count: 1_001)), .tooLong(maximum: 1_000), "schema.length"),
    ]

    @Test(arguments: violations)
    func `each rule names the field and what it takes, and nothing is written`(
        _ field: UInt32, _ value: Value, _ rule: Violation.Rule, _ code: String
    ) throws {
        let replica = try replica()
        var writes: [UInt32: Value] = [2: .text("t")]
        writes[field] = value
        let name = try #require(Notes.kind.field(field)?.name)
        let thrown = #expect(throws: Violation.self) { try replica.write([draft([2: .text("good")]), draft(writes)]) }
        #expect(thrown == Violation(field: name, rule: rule))
        #expect(thrown?.code == code)
        for dutch in [false, true] { #expect(thrown?.message(dutch: dutch).hasPrefix("\(name): ") == true) }
        #expect(try replica.written() == 0)
    }

    @Test func `a required field must be there at the creation, and only then`() throws {
        let replica = try replica()
        #expect(throws: Violation(field: "title", rule: .required)) { try replica.write([draft([8: .text("x")])]) }
        let id = try replica.write([draft([2: .text("t")])])[0]
        try replica.write([draft([8: .text("x")], record: id)])
        #expect(throws: Violation(field: "title", rule: .required)) { try replica.write([draft([2: .null], record: id)]) }
    }

    static let allowed: [(UInt32, Value)] = [
        (2, .text(String(repeating: "\u{E9}", count: 50))), (8, .text("a\n\tb\u{A0}\u{200D}")), (8, .null), (6, .integer(0)),
        (6, .integer(1_000_000)),
        (11, .integer(-900_000_000)), (15, .integer(1_800_000_000)), (9, .text("2024-02-29")), (10, .integer(-1)),
        (12, .bytes(recordID(1).bytes)),
        (13, .text("road/hole")), (1, .integer(1)), (14, .integer(0)), (99, .bytes([0])), (3, .text("done")),
    ]

    @Test(arguments: allowed) func `the last value allowed is allowed`(_ field: UInt32, _ value: Value) throws {
        let replica = try replica()
        var writes: [UInt32: Value] = [2: .text("t")]
        writes[field] = value
        let id = try replica.write([draft(writes)])[0]
        let ref = try #require(try replica.store.find(id, kind: 1))
        #expect(try replica.shown(ref)?.state.register(field).map(\.value) == [value])
    }

    @Test func `one transaction may write one record several times`() throws {
        let replica = try replica()
        let id = try replica.write([draft([2: .text("t")])])[0]
        try replica.write([draft([8: .text("1")], record: id), draft([8: .text("2")], record: id)])
        let ref = try #require(try replica.store.find(id, kind: 1))
        #expect(try replica.shown(ref)?.state.register(8).map(\.value) == [.text("2")])
        #expect(try replica.history(of: ref).map(\.dot.k) == [1, 2, 3])
        let own = try replica.own().incarnation
        #expect(try replica.replaced(by: Dot(own, 3), field: 8, in: replica.history(of: ref)) == .text("1"))
    }

    @Test func `F12: every op's bytes hold what was written, in order, from the first on`() throws {
        let replica = try replica()
        for number in 0..<20 { try replica.write([draft([2: .text("\(number)")])]) }
        var titles: [Value] = []
        var numbers: [UInt64] = []
        try replica.store.ownOps(after: 0, actor: replica.own().number) { row in
            titles.append(try Op(decoding: row.op).writes[0].value)
            numbers.append(row.k)
            return true
        }
        #expect(titles == (0..<20).map { .text("\($0)") })
        #expect(numbers == Array(1...20))
    }

    @Test func `I3: a replica opened again goes on with its life and its numbers`() throws {
        let folder = try TemporaryFolder()
        var lives: Set<Incarnation> = []
        for round in 1...3 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: round)
            let store = try SQLiteStore(path: folder.file("r"), schema: Notes.schema, access: .create)
            let replica = try Replica(store, now: { 0 }, random: { random.next() })
            lives.insert(try replica.own().incarnation)
            try replica.write([draft([2: .text("t")])])
            #expect(try replica.written() == round)
        }
        #expect(lives.count == 1)
    }
}
