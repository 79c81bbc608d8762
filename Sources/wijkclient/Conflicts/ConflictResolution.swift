import SyncCore
import WijkDomain

/// What a person decided: a side, a value, or values of one's own; made into the writes of an ordinary op, whose context covers every
/// value that it replaces.
struct ConflictResolution {
    let language: Language
    /// From 1.
    var take: Int?
    var value: String?
    var sets: [String] = []

    /// The conflict that a name means: its own, or a field's in it. Without a name, the only one.
    func choose(_ name: String?, from choices: [ConflictChoice], _ kind: Kind) throws -> ConflictChoice {
        let names = choices.map(\.name).joined(separator: ", ")
        guard let name else {
            if choices.count == 1 { return choices[0] }
            throw ClientError(
                .usage, "conflict.which",
                language(
                    en: "Several fields are in conflict: \(names).",
                    nl: "Meer velden zijn in conflict: \(names)."),
                hint: language(en: "Name one with --field.", nl: "Noem er een met --field."))
        }
        if let choice = choices.first(where: { choice in choice.name == name || choice.fields.contains { kind.anyField($0)?.name == name } }
        ) {
            return choice
        }
        throw ClientError(
            .notFound, "conflict.field",
            language(
                en: "“\(name)” is not in conflict; these are: \(names).",
                nl: "“\(name)” is niet in conflict; wel: \(names)."))
    }

    func writes(_ choice: ConflictChoice, field named: String?, _ record: RecordView, _ input: FieldInput) throws -> [Op.FieldWrite] {
        let kind = record.kind
        var values = try take.map { try side($0, of: choice) } ?? choice.shown
        if let value {
            let position = try position(of: named, in: choice, kind)
            values[position] = try read(value, choice.fields[position], kind, input)
        }
        for set in sets {
            let (name, text) = try FieldAssignments.split(set, language)
            let position = try position(of: name, in: choice, kind)
            values[position] = try read(text, choice.fields[position], kind, input)
        }
        return (zip(choice.fields, values).map { Op.FieldWrite($0, key: choice.key, $1) } + answered(choice, record)).sorted {
            $0.field < $1.field
        }
    }

    /// What was opened again is no question any more.
    private func answered(_ choice: ConflictChoice, _ record: RecordView) -> [Op.FieldWrite] {
        guard let question = record.kind.question, let asked = record.value("question").text?.split(separator: "\n").map(String.init)
        else { return [] }
        let left = asked.filter { name in
            record.kind.reopened(name).map { ConflictReader.scope(of: $0, record.kind).name } != choice.name
        }
        if left.count == asked.count { return [] }
        return [Op.FieldWrite(question, left.isEmpty ? .null : .text(left.joined(separator: "\n")))]
    }

    private func side(_ number: Int, of choice: ConflictChoice) throws -> [Value] {
        guard choice.options.indices.contains(number - 1) else {
            throw ClientError(
                .badData, "conflict.option",
                language(
                    en: "There is no option \(number); choose from 1 to \(choice.options.count).",
                    nl: "Er is geen keuze \(number); kies van 1 tot en met \(choice.options.count)."))
        }
        return choice.options[number - 1].values
    }

    private func position(of name: String?, in choice: ConflictChoice, _ kind: Kind) throws -> Int {
        if let name, let position = choice.fields.firstIndex(where: { kind.anyField($0)?.name == name }) { return position }
        if choice.fields.count == 1 { return 0 }
        let names = choice.fields.compactMap { kind.anyField($0)?.name }.joined(separator: ", ")
        throw ClientError(
            .usage, "conflict.value", language(en: "Which of \(names) gets this value?", nl: "Welke van \(names) krijgt deze waarde?"),
            hint: language(en: "Name it with --field, or use --set name=value.", nl: "Noem het met --field, of gebruik --set naam=waarde."))
    }

    private func read(_ text: String, _ number: UInt32, _ kind: Kind, _ input: FieldInput) throws -> Value {
        guard let field = kind.anyField(number) else { throw Violation(field: "field \(number)", rule: .unknownField) }
        let value = try input.value(text, for: field)
        if field.number == Field.deleted.number, value == .integer(0) { return .null }
        return value
    }
}
