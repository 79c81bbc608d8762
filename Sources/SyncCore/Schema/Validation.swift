/// Why a value may not stand in a field, or a field not be missing.
public struct Violation: Error, Sendable, Equatable {
    public enum Rule: Sendable, Equatable {
        case unknownField
        case required
        case wrongType(expected: String)
        case notAWord(allowed: [String])
        case outOfRange(ClosedRange<Int64>)
        case tooLong(maximum: Int)
        /// A control character, by its number in Unicode.
        case forbiddenCharacter(UInt32)
        case malformed(example: String)
    }

    public let field: String
    public let rule: Rule

    public init(field: String, rule: Rule) {
        self.field = field
        self.rule = rule
    }

    /// The same for the wire and for scripts: `schema.required`, `schema.range`…
    public var code: String {
        switch rule {
        case .unknownField: "schema.field"
        case .required: "schema.required"
        case .wrongType: "schema.type"
        case .notAWord: "schema.word"
        case .outOfRange: "schema.range"
        case .tooLong: "schema.length"
        case .forbiddenCharacter: "schema.character"
        case .malformed: "schema.form"
        }
    }

    /// One line that names the field and what it takes.
    public func message(dutch: Bool = false) -> String {
        switch rule {
        case .unknownField: dutch ? "\(field): zo'n veld is er niet" : "\(field): there is no such field"
        case .required: dutch ? "\(field): moet ingevuld zijn" : "\(field): must be filled in"
        case .wrongType(let expected): dutch ? "\(field): verwacht wordt \(expected)" : "\(field): expected \(expected)"
        case .notAWord(let allowed):
            (dutch ? "\(field): kies uit " : "\(field): choose from ") + allowed.prefix(40).joined(separator: ", ")
                + (allowed.count > 40 ? ", …" : "")
        case .outOfRange(let range):
            dutch
                ? "\(field): van \(range.lowerBound) tot en met \(range.upperBound)"
                : "\(field): from \(range.lowerBound) to \(range.upperBound)"
        case .tooLong(let maximum): dutch ? "\(field): hoogstens \(maximum) bytes" : "\(field): at most \(maximum) bytes"
        case .forbiddenCharacter(let number):
            (dutch ? "\(field): teken U+" : "\(field): character U+") + String(number, radix: 16, uppercase: true)
                + (dutch ? " mag er niet in staan" : " is not allowed")
        case .malformed(let example): dutch ? "\(field): schrijf het als \(example)" : "\(field): write it like \(example)"
        }
    }
}

extension Schema {
    /// Checks an op's values. A kind or field that this schema does not know passes: it comes from a newer version, and is
    /// kept and passed on untouched.
    ///
    /// - Parameters:
    ///   - creating: whether the required fields must be among them.
    ///   - writer: the schema's version that the writer knows; it is not asked for what became required later.
    public func check(_ writes: [Op.FieldWrite], kind number: UInt32, creating: Bool, writer: UInt32 = .max) throws(Violation) {
        guard let kind = kind(number) else { return }
        for write in writes {
            guard let position = kind.position(of: write.field) else { continue }
            if let rule = kind.fields[position].type.violation(ofKey: write.key) {
                throw Violation(field: kind.fields[position].name, rule: rule)
            }
            if write.value.isNull {
                if kind.fields[position].required { throw Violation(field: kind.fields[position].name, rule: .required) }
            } else if let rule = kind.violation(of: write.value, at: position) {
                throw Violation(field: kind.fields[position].name, rule: rule)
            }
        }
        guard creating else { return }
        for field in kind.fields
        where field.required && field.requiredSince <= writer && !writes.contains(where: { $0.field == field.number }) {
            throw Violation(field: field.name, rule: .required)
        }
    }
}

extension FieldType {
    /// What is wrong with the key of a register; only a map's registers have one.
    func violation(ofKey key: String) -> Violation.Rule? {
        guard isKeyed else { return key.isEmpty ? nil : .wrongType(expected: "one value, without a key") }
        let isYear = key.utf8.count == 4 && key.utf8.allSatisfy { (0x30...0x39).contains($0) } && key >= "1900"
        return isYear ? nil : .malformed(example: "1997=200000")
    }

    /// What is wrong with a value that is not empty; `nil` when nothing is.
    public func violation(of value: Value) -> Violation.Rule? {
        switch self {
        case .text(let maximum, let lines):
            guard let text = value.text else { return .wrongType(expected: "text") }
            return Self.check(text, maximum: maximum, lines: lines)
        case .set(let maximum):
            guard let text = value.text else { return .wrongType(expected: "text") }
            return Self.check(text, maximum: maximum, lines: true)
        case .choice(let words), .slug(let words):
            guard let text = value.text, words.contains(text) else { return .notAWord(allowed: words) }
            return nil
        case .integer(let range), .yearly(let range): return Self.check(value, in: range)
        case .flag: return Self.check(value, in: 0...1)
        case .latitude: return Self.check(value, in: -900_000_000...900_000_000)
        case .longitude: return Self.check(value, in: -1_800_000_000...1_800_000_000)
        case .instant: return Self.check(value, in: -62_135_596_800_000...253_402_300_799_999)
        case .date:
            guard let text = value.text, CalendarDay(text) != nil else { return .malformed(example: "2026-11-24") }
            return nil
        case .reference:
            guard case .bytes(let id) = value, id.count == 16 else { return .wrongType(expected: "a record's id") }
            return nil
        }
    }

    private static func check(_ value: Value, in range: ClosedRange<Int64>) -> Violation.Rule? {
        guard let number = value.integer else { return .wrongType(expected: "a whole number") }
        return range.contains(number) ? nil : .outOfRange(range)
    }

    private static func check(_ text: String, maximum: Int, lines: Bool) -> Violation.Rule? {
        if text.utf8.count > maximum { return .tooLong(maximum: maximum) }
        var text = text
        return text.withUTF8 { utf8 in
            var previous: UInt8 = 0
            for index in utf8.indices {
                let byte = unsafe utf8[index]
                let isControl = byte < 0x20 && !(lines && (byte == 0x0a || byte == 0x09)) || byte == 0x7f
                // C1 controls are C2 80 … C2 9F in UTF-8.
                if isControl || previous == 0xc2 && byte < 0xa0 { return .forbiddenCharacter(UInt32(byte)) }
                previous = byte
            }
            return nil
        }
    }
}
