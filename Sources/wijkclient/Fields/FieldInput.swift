import SyncCore

/// Text that a person or a file gives for a field, made into the field's value. Whatever `FieldOutput.text` writes is read back as
/// the same value.
struct FieldInput {
    /// The record of a kind (`schouw`) that an id, or a part of one, means.
    var record: (_ kind: String, _ text: String) throws -> RecordID
    /// Milliseconds since 1970: what `now` and `today` mean.
    var now: () -> Int64

    /// Whole ids only.
    static var plain: FieldInput {
        FieldInput(
            record: { kind, text in
                guard let id = RecordID(text) else { throw Violation(field: kind, rule: .malformed(example: "0199a0b2-…")) }
                return id
            }, now: Clock.now)
    }

    /// - Returns: `.null` for empty text.
    /// - Throws: `Violation` with what the field takes.
    func value(_ text: String, for field: Field) throws -> Value {
        guard let value = try parse(text, field) else { return .null }
        if let rule = field.type.violation(of: value) { throw Violation(field: field.name, rule: rule) }
        return value
    }

    /// The reason for a write, which is part of the op and not of a field.
    func note(_ text: String) throws -> String {
        let text = Self.clean(text)
        if let rule = FieldType.text(maximum: Limits.noteBytes, lines: true).violation(of: .text(text)) {
            throw Violation(field: "reason", rule: rule)
        }
        return text
    }

    /// What a year of a map is given, `1997=200000,1998=`: nothing takes the year out.
    func years(_ text: String, for field: Field) throws -> [(key: String, value: Value)] {
        try text.split(separator: ",").map { entry in
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { Self.trimmed(String($0)) }
            guard parts.count == 2, let value = parts[1].isEmpty ? .some(Value.null) : Int64(parts[1]).map(Value.integer) else {
                throw Violation(field: field.name, rule: .malformed(example: "1997=200000,1998=150000"))
            }
            return (parts[0], value)
        }
    }

    private func parse(_ text: String, _ field: Field) throws -> Value? {
        if case .text = field.type { return text.isEmpty ? nil : .text(Self.clean(text)) }
        let word = Self.trimmed(text)
        if word.isEmpty { return nil }
        func malformed(_ example: String) -> Violation { Violation(field: field.name, rule: .malformed(example: example)) }
        switch field.type {
        case .text: return nil
        case .choice(let words), .slug(let words): return .text(Self.match(NFC.normalize(word), words))
        case .integer:
            guard let number = Int64(word) else { throw Violation(field: field.name, rule: .wrongType(expected: "a whole number")) }
            return .integer(number)
        case .flag:
            guard let flag = Self.flags[word.lowercased()] else { throw malformed("ja, nee, yes, no, true, false") }
            return .integer(flag)
        case .date:
            if ["today", "vandaag"].contains(word.lowercased()) { return .text(LocalTime.today(now())) }
            return .text(word)
        case .instant:
            if ["now", "nu"].contains(word.lowercased()) { return .integer(now()) }
            guard let instant = Instant.parse(word) else { throw malformed("2026-11-24T14:05:00+01:00") }
            return .integer(instant)
        case .latitude, .longitude:
            guard let units = Coordinate.parse(word) else { throw malformed("52.0907374") }
            return .integer(units)
        case .reference(let kind):
            do { return .bytes(try record(kind, word).bytes) } catch let error as Violation {
                throw Violation(field: field.name, rule: error.rule)
            }
        case .set: return Self.set(text)
        case .yearly: throw malformed("1997=200000,1998=150000")
        }
    }

    /// Text as it enters a replica: form C, lines that end in a line feed.
    static func clean(_ text: String) -> String {
        var text = text
        if text.utf8.contains(0x0D) {
            var bytes: [UInt8] = []
            var previous: UInt8 = 0
            for byte in text.utf8 {
                if byte != 0x0A || previous != 0x0D { bytes.append(byte == 0x0D ? 0x0A : byte) }
                previous = byte
            }
            text = String(decoding: bytes, as: UTF8.self)
        }
        return NFC.normalize(text)
    }

    /// Words between commas or line breaks, each once, in the order of their bytes.
    private static func set(_ text: String) -> Value? {
        let words = Set(clean(text).split { $0 == "," || $0 == "\n" }.map { trimmed(String($0)) }.filter { !$0.isEmpty })
        if words.isEmpty { return nil }
        return .text(words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: "\n"))
    }

    private static func match(_ word: String, _ words: [String]) -> String {
        if words.contains(word) { return word }
        let lower = word.lowercased().replacing(" ", with: "_")
        return words.first { $0.lowercased() == lower } ?? word
    }

    static func trimmed(_ text: String) -> String {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }), let last = text.lastIndex(where: { !$0.isWhitespace }) else {
            return ""
        }
        return String(text[first...last])
    }

    private static let flags: [String: Int64] = [
        "1": 1, "true": 1, "yes": 1, "y": 1, "ja": 1, "j": 1, "waar": 1, "0": 0, "false": 0, "no": 0, "n": 0, "nee": 0, "onwaar": 0,
    ]
}
