import SyncCore
import WijkDomain

/// A plan's contents on a screen.
struct PlanText {
    let client: Client

    private var language: Language { client.language }

    /// Under each status its items, in the order of the plan; then the amounts.
    func text(_ contents: PlanContents) -> String {
        var text = ""
        if !contents.parts.isEmpty {
            text += "\n" + heading(language(en: "the sum of", nl: "de som van"))
            for part in contents.parts { text += line("  \(part.plan.id.short)  \(part.plan.title)  \(SumsOutput.total(part.sums))") }
        }
        for (status, items) in contents.byStatus {
            text += "\n" + heading("\(status) (\(items.count))") + table(items)
        }
        let sums = SumsOutput.lines(contents.sums, language)
        if !sums.isEmpty { text += "\n" + heading(language(en: "amounts", nl: "bedragen")) + sums.map(line).joined() }
        return text
    }

    func table(_ items: [PlanContents.Item]) -> String {
        var table = TableWriter([
            .init("id"), .init(Labels.label(kind: "plan_item", field: "theme", dutch: language == .dutch)),
            .init(language(en: "amount", nl: "bedrag"), .number),
            .init(Labels.label(kind: "plan_item", field: "title", dutch: language == .dutch)),
        ])
        for item in items {
            table.row([
                item.id.short + (item.isConflicted ? " !" : ""), item.values["theme"].text ?? "", SumsOutput.amount(item.amount),
                item.title,
            ])
        }
        return table.render(for: client.streams.terminal)
    }

    private func heading(_ text: String) -> String { client.streams.terminal.style(SafeText.singleLine(text), .bold) + "\n" }

    private func line(_ text: String) -> String { SafeText.singleLine(text) + "\n" }
}
