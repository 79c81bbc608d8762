import SyncCore

/// `field=text` pairs and names of fields to clear, as given on a command line.
struct FieldAssignments {
    private(set) var pairs: [(field: String, text: String)] = []
    private(set) var cleared: [String] = []
    let language: Language

    init(_ language: Language) { self.language = language }

    mutating func add(_ field: String, _ text: String?) {
        if let text { pairs.append((field, text)) }
    }

    /// - Throws: a usage error for text without `=`.
    mutating func add(sets: [String], clears: [String]) throws {
        for set in sets {
            let pair = try Self.split(set, language)
            pairs.append(pair)
        }
        cleared += clears
    }

    static func split(_ text: String, _ language: Language) throws -> (String, String) {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw ClientError(
                .usage, "usage.pair", language(en: "Write it as name=value, not as “\(text)”.", nl: "Schrijf naam=waarde, niet “\(text)”."))
        }
        return (FieldInput.trimmed(String(text[..<equals])), String(text[text.index(after: equals)...]))
    }

    func has(_ field: String) -> Bool { pairs.contains { $0.field == field } || cleared.contains(field) }

    var isEmpty: Bool { pairs.isEmpty && cleared.isEmpty }

    /// The writes of an op. The last of several values for one field counts.
    /// - Throws: `Violation` for a field that the kind does not have, or a value that it does not take.
    func writes(for kind: Kind, _ input: FieldInput) throws -> [Op.FieldWrite] {
        var values: [UInt32: Value] = [:]
        var years: [String: Op.FieldWrite] = [:]
        for (name, text) in pairs {
            let field = try Self.field(name, of: kind)
            if field.type.isKeyed {
                for (key, value) in try input.years(text, for: field) {
                    years["\(field.number)/\(key)"] = Op.FieldWrite(field.number, key: key, value)
                }
                continue
            }
            values[field.number] = try input.value(text, for: field)
        }
        for name in cleared { values[try Self.field(name, of: kind).number] = .null }
        for (number, value) in values where value.isNull {
            if let field = kind.field(number), field.required { throw Violation(field: field.name, rule: .required) }
        }
        return (values.map { Op.FieldWrite($0.key, $0.value) } + years.values).sorted { ($0.field, $0.key) < ($1.field, $1.key) }
    }

    private static func field(_ name: String, of kind: Kind) throws -> Field {
        if let field = kind.field(named: name), field.number != Field.deleted.number { return field }
        throw Violation(field: "\(name) (\(kind.fields.dropFirst().map(\.name).joined(separator: ", ")))", rule: .unknownField)
    }
}
