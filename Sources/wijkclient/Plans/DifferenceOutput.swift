import SyncCore
import WijkDomain

/// A difference report, for people and for programs.
struct DifferenceOutput {
    let difference: PlanDifference
    /// What the two are called.
    let before: String
    let after: String

    func text(_ client: Client) -> String {
        let language = client.language
        var lines = ["\(before) → \(after)"]
        func section(_ en: String, _ nl: String, _ rows: [String]) {
            if rows.isEmpty { return }
            lines.append("\(language(en: en, nl: nl)) (\(rows.count))")
            lines += rows.map { "  \($0)" }
        }
        section("came", "erbij", difference.came.map(row))
        section("went", "weg", difference.went.map(row))
        section("changed", "gewijzigd", difference.changed.map { change($0, language) })
        lines.append(language(en: "the same: \(difference.same)", nl: "gelijk: \(difference.same)"))
        section("by theme", "per thema", difference.themes.map(part))
        if difference.areas.count > 1 { section("by area", "per gebied", difference.areas.map(part)) }
        lines.append("\(language(en: "total", nl: "totaal"))  \(sums(difference.before)) → \(sums(difference.after))")
        return lines.map { SafeText.singleLine($0) + "\n" }.joined()
    }

    private func row(_ line: PlanDifference.Line) -> String {
        [line.id.short, line.title, line.theme, SumsOutput.amount(line.amount)].filter { !$0.isEmpty }.joined(separator: "  ")
    }

    private func change(_ change: PlanDifference.Change, _ language: Language) -> String {
        let (old, new) = (change.before, change.after)
        let parts = change.aspects.map { aspect -> String in
            func label(_ field: String) -> String { Labels.label(kind: "plan_item", field: field, dutch: language == .dutch) }
            switch aspect {
            case .title: return "\(label("title")): \(old.title) → \(new.title)"
            case .theme: return "\(label("theme")): \(old.theme) → \(new.theme)"
            case .area: return "\(Labels.label(kind: "area", dutch: language == .dutch)): \(old.area) → \(new.area)"
            case .status: return "\(label("status")): \(old.status) → \(new.status)"
            case .amount: return "\(language(en: "amount", nl: "bedrag")): \(amount(old)) → \(amount(new))"
            case .years: return "\(language(en: "years", nl: "jaren")): \(years(old)) → \(years(new))"
            }
        }
        return "\(new.id.short)  \(new.title)  \(parts.joined(separator: "; "))"
    }

    private func amount(_ line: PlanDifference.Line) -> String { SumsOutput.text(line.amount.total, line.amount.currency) }

    private func years(_ line: PlanDifference.Line) -> String {
        line.amount.years.sorted { $0.key < $1.key }.map { "\($0.key) \(SumsOutput.text($0.value, line.amount.currency))" }
            .joined(separator: ", ")
    }

    private func part(_ part: PlanDifference.Part) -> String {
        "\(part.name.isEmpty ? "—" : part.name)  \(sums(part.before)) → \(sums(part.after))"
    }

    private func sums(_ sums: PlanSums) -> String { sums.currencies.isEmpty ? "0" : SumsOutput.total(sums) }

    func write(into writer: inout JSONWriter) {
        writer.member("before", before)
        writer.member("after", after)
        writer.array("came", difference.came) { line, writer in writer.object { members(line, into: &$0) } }
        writer.array("went", difference.went) { line, writer in writer.object { members(line, into: &$0) } }
        writer.array("changed", difference.changed) { change, writer in
            writer.object { writer in
                writer.array("aspects", change.aspects) { $1.string($0.rawValue) }
                writer.object("before") { members(change.before, into: &$0) }
                writer.object("after") { members(change.after, into: &$0) }
            }
        }
        writer.member("same", difference.same)
        for (name, parts) in [("themes", difference.themes), ("areas", difference.areas)] {
            writer.array(name, parts) { part, writer in
                writer.object { writer in
                    writer.member("name", part.name)
                    SumsOutput.write(part.before, as: "before", into: &writer)
                    SumsOutput.write(part.after, as: "after", into: &writer)
                }
            }
        }
        SumsOutput.write(difference.before, as: "sumsBefore", into: &writer)
        SumsOutput.write(difference.after, as: "sumsAfter", into: &writer)
    }

    private func members(_ line: PlanDifference.Line, into writer: inout JSONWriter) {
        writer.member("id", "\(line.id)")
        writer.member("short", line.id.short)
        writer.member("title", line.title)
        writer.member("theme", line.theme)
        writer.member("area", line.area)
        writer.member("status", line.status)
        writer.member("currency", line.amount.currency)
        SumsOutput.members(line.amount.total, into: &writer)
        writer.array("years", line.amount.years.sorted { $0.key < $1.key }) { year, writer in
            writer.object { writer in
                writer.member("year", year.key)
                SumsOutput.members(year.value, into: &writer)
            }
        }
    }
}
