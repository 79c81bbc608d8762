import FoundationEssentials
import SyncCore
import Testing
import WijkDomain

@testable import wijkclient

@Suite struct FieldInputTests {
    private func read(_ text: String, _ type: FieldType) throws -> Value { try FieldInput.plain.value(text, for: Field(9, "field", type)) }

    private static let text = FieldType.text(maximum: 10_000, lines: true)
    private static let id = RecordID(ID128(high: 0x0199_a0b2_c3d4_7e5f, low: 0x8123_4567_89ab_cdef))

    @Test(arguments: [
        (Value.text("Vóór de deur, 5\" diep\nen nat"), FieldType.text(maximum: 100, lines: true)), (.text("A+"), .choice(["A+", "A"])),
        (.text("afval/grofvuil"), .slug(["afval", "afval/grofvuil"])), (.integer(-12), .integer(-20...20)),
        (.integer(Int64.max), .integer(Int64.min...Int64.max)), (.integer(1), .flag), (.integer(0), .flag), (.text("2026-02-28"), .date),
        (.integer(1_795_564_800_123), .instant), (.integer(-1), .instant), (.integer(520_907_374), .latitude), (.integer(-1), .longitude),
        (.integer(-1_800_000_000), .longitude), (.bytes(id.bytes), .reference(kind: "finding")), (.text("a\nb"), .set(maximum: 100)),
        (.null, .date),
    ])
    func `what is written out is read back as the same value`(value: Value, type: FieldType) throws {
        #expect(try read(FieldOutput.text(value, type), type) == value)
    }

    @Test(arguments: [
        ("52", 520_000_000), ("52.0907374", 520_907_374), ("-4,5", -45_000_000), ("52.09073745", 520_907_375),
        ("52.09073744999", 520_907_374),
        ("-0.00000005", -1), ("+5.1", 51_000_000), ("0", 0), ("-0", 0),
    ])
    func `degrees become whole units without floating point`(text: String, units: Int64) {
        #expect(Coordinate.parse(text) == units)
    }

    @Test(arguments: ["", ".", "5.", ".5", "1e2", "NaN", "52.09.07", "５２", "5 2", "1000", "52.12345678x", "--5"])
    func `what is no coordinate is refused`(text: String) { #expect(Coordinate.parse(text) == nil) }

    @Test(arguments: [
        ("nieuw ", FieldType.choice(["nieuw"]), "nieuw"), ("IN UITVOERING", .choice(["in_uitvoering"]), "in_uitvoering"),
        ("a+", .choice(["A+"]), "A+"),
        ("b, a ,b", .set(maximum: 99), "a\nb"), ("e\u{301}e\u{301}n", text, "één"), ("a\r\nb\rc", text, "a\nb\nc"),
    ])
    func `text is put into its one form`(input: String, type: FieldType, stored: String) throws {
        #expect(try read(input, type) == .text(stored))
    }

    @Test(arguments: [
        ("misschien", FieldType.flag, "schema.form"), ("3", .choice(["1"]), "schema.word"), ("12a", .integer(0...99), "schema.type"),
        ("100", .integer(0...99), "schema.range"), ("2026-02-30", .date, "schema.form"), ("gisteren", .instant, "schema.form"),
        ("91", .latitude, "schema.range"),
        ("zz", .reference(kind: "schouw"), "schema.form"), ("a\u{1B}[2J", text, "schema.character"), ("a\u{0}", text, "schema.character"),
        ("a\nb", .text(maximum: 9, lines: false), "schema.character"), ("abc", .text(maximum: 2, lines: false), "schema.length"),
    ])
    func `a wrong value names the rule it breaks`(input: String, type: FieldType, code: String) {
        let error = #expect(throws: Violation.self) { try read(input, type) }
        #expect(error?.code == code)
        #expect(error?.message(dutch: true).hasPrefix("field: ") ?? false)
    }

    @Test(.enabled(if: TestData.isPresent, "WIJK_TEST_DATA is not set"))
    func `every naughty string is stored as it is, or refused by name`() throws {
        let strings = try JSONDecoder().decode([String].self, from: Data(TestData.bytes("vectors/blns.json")))
        #expect(strings.count > 400)
        for string in strings {
            do {
                let value = try read(string, Self.text)
                #expect(try read(FieldOutput.text(value, Self.text), Self.text) == value)
                #expect(!SafeText.singleLine(value.text ?? "").unicodeScalars.contains { SafeText.isControl($0) })
            } catch let error as Violation { #expect(error.code == "schema.character") }
            for type in [
                FieldType.date, .instant, .latitude, .flag, .integer(0...9), .reference(kind: "plan"), .set(maximum: 9_999), .choice(["x"]),
            ] {
                _ = try? read(string, type)
            }
        }
    }

    @Test func `assignments name the fields there are`() throws {
        var assignments = FieldAssignments(.english)
        try assignments.add(sets: ["status=wacht", "status=nieuw"], clears: ["remark"])
        let writes = try assignments.writes(for: FindingKind.kind, .plain)
        #expect(writes == [Op.FieldWrite(6, .null), Op.FieldWrite(16, .text("nieuw"))])
        #expect(throws: ClientError.self) { try assignments.add(sets: ["=x"], clears: []) }
        assignments.add("deleted", "1")
        #expect(throws: Violation.self) { try assignments.writes(for: FindingKind.kind, .plain) }
        var clearing = FieldAssignments(.english)
        try clearing.add(sets: [], clears: ["description"])
        #expect(throws: Violation(field: "description", rule: .required)) { try clearing.writes(for: FindingKind.kind, .plain) }
    }
}
