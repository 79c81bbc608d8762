import SyncCore
import WijkDomain

/// Conflicts for people: every side numbered, with who, on which device, when, and what it replaced.
struct ConflictText {
    let client: Client

    private var language: Language { client.language }

    func text(_ choices: [ConflictChoice], of record: RecordView) -> String {
        choices.map { text($0, of: record) }.joined(separator: "\n")
    }

    private func text(_ choice: ConflictChoice, of record: RecordView) -> String {
        var lines = [
            client.streams.terminal.style(SafeText.singleLine("\(heading(choice.cause)): \(label(choice.name, record.kind))"), .bold)
        ]
        for (index, option) in choice.options.enumerated() {
            let values = zip(choice.fields, option.values).map { field, value in
                let text = FieldOutput.human(value, record.kind.anyField(field)?.type, language)
                return choice.fields.count == 1 ? text : "\(label(field, record.kind)): \(text)"
            }
            let said = choice.cause == .editedAfterDeletion ? deletion(option) : values.joined(separator: "; ")
            let isShown = option.values == choice.shown && choice.cause != .editedAfterDeletion
            let mark = isShown ? language(en: "  (shown for now)", nl: "  (voorlopig getoond)") : ""
            lines.append(SafeText.singleLine("  \(index + 1)  \(said)\(mark)"))
            for writer in option.writers { lines += self.lines(writer, choice, record.kind) }
        }
        let (name, standing) = (choice.what.name(dutch: language == .dutch), choice.what.standing(dutch: language == .dutch))
        lines.append(
            "  \(choice.what.rawValue), \(name). "
                + language(en: "Until it is settled, \(standing).", nl: "Tot iemand beslist: \(standing)."))
        if let decider = choice.decider {
            lines.append(SafeText.singleLine(language(en: "  Decided by: \(decider)", nl: "  Beslist: \(decider)")))
            return lines.joined(separator: "\n") + "\n"
        }
        let isOnly = record.presentation.conflicts.count == 1
        let command = language(en: "conflict resolve", nl: "conflict oplossen")
        let example = "wijkclient \(command) \(record.id.short)\(isOnly ? "" : " --field \(choice.name)") --take N"
        lines.append(language(en: "  Settle it: ", nl: "  Beslissen: ") + SafeText.singleLine(example))
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(_ writer: ConflictChoice.Writer, _ choice: ConflictChoice, _ kind: Kind) -> [String] {
        let who = writer.person ?? language(en: "unknown", nl: "onbekend")
        var lines = ["     \(who) · \(writer.device) · \(LocalTime.text(writer.deviceTime))"]
        for change in writer.changes {
            let type = kind.anyField(change.field)?.type
            let old = FieldOutput.human(change.replaced, type, language)
            let new = FieldOutput.human(change.value, type, language)
            lines.append("     \(label(change.field, kind)): \(old) → \(new)")
        }
        return lines.map(SafeText.singleLine)
    }

    private func deletion(_ option: ConflictChoice.Option) -> String {
        option.values == [.null]
            ? language(en: "keep it, with the work done on it", nl: "behouden, met wat eraan gedaan is")
            : language(en: "deleted", nl: "verwijderd")
    }

    private func heading(_ cause: Conflict.Cause) -> String {
        switch cause {
        case .values: language(en: "Two answers for", nl: "Meer dan één antwoord voor")
        case .coupled: language(en: "Changed apart, belong together", nl: "Los gewijzigd, horen bij elkaar")
        case .editedAfterDeletion: language(en: "Deleted and worked on at the same time", nl: "Tegelijk verwijderd en bewerkt")
        case .clash: language(en: "Does not go with what others did meanwhile", nl: "Past niet bij wat anderen intussen deden")
        case .reopened: language(en: "Settled before, and asked again", nl: "Eerder beslist, en opnieuw gevraagd")
        case .moved: language(en: "Moved to different areas", nl: "Naar verschillende gebieden verplaatst")
        }
    }

    private func label(_ field: UInt32, _ kind: Kind) -> String { kind.anyField(field).map { label($0.name, kind) } ?? "field \(field)" }

    private func label(_ name: String, _ kind: Kind) -> String { Labels.label(kind: kind.name, field: name, dutch: language == .dutch) }
}
