import SyncCore
import WijkDomain

/// A plan as it is laid before people: its items in their order, its amounts, the budgets behind it, and what still waits.
struct WijkplanReport {
    let device: Device
    let language: Language

    func report(_ plan: RecordView) throws -> Report {
        let contents = try PlanContents(plan, device)
        var report = Report(kind: "wijkplan", title: title(plan))
        addItems(contents, to: &report)
        addSums(contents, to: &report)
        let years = PlanYears(plan)
        try BudgetRows(device: device, language: language)
            .add(areas: plan.area.map { [$0.number] } ?? [], where: years.contains, to: &report)
        try addWaiting(contents, to: &report)
        return report
    }

    private func title(_ plan: RecordView) -> String {
        let parts = [
            plan.title, PlanYears(plan).text, plan.area?.name ?? "", plan.value("phase").text ?? "", plan.value("status").text ?? "",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private func label(_ field: String) -> String { Labels.label(kind: "plan_item", field: field, dutch: language == .dutch) }

    private func addItems(_ contents: PlanContents, to report: inout Report) {
        let left = contents.allItems.filter { PlanItemKind.left.contains($0.status) }
        let stay = contents.allItems.filter { !PlanItemKind.left.contains($0.status) }
        let columns: [Report.Column] = [
            .init("position", "", isNumber: true), .init("short", "id"), .init("title", label("title")), .init("theme", label("theme")),
            .init("executor", label("executor")), .init("status", label("status")),
            .init("amount", language(en: "amount", nl: "bedrag"), isNumber: true),
        ]
        func row(_ item: PlanContents.Item, _ position: Report.Cell) -> [Report.Cell] {
            let amount: Report.Cell = SumsOutput.amount(item.amount).isEmpty ? .nothing : .money(item.amount.total, item.amount.currency)
            return [position, .text(item.id.short), .text(item.title), .text(item.values["theme"]), .text(item.values["executor"])]
                + [.text(item.status), amount]
        }
        report.add("items", language(en: "items", nl: "maatregelen"), columns, stay.enumerated().map { row($1, .number($0 + 1)) })
        report.add(
            "left", language(en: "passed on, refused or dropped", nl: "doorgegeven, afgewezen of vervallen"), columns,
            left.map { row($0, .nothing) })
    }

    private func addSums(_ contents: PlanContents, to report: inout Report) {
        let rows = contents.sums.currencies.flatMap { currency in
            contents.sums.rows(currency).map { row -> [Report.Cell] in
                [row.year.map { .number(Int($0)) } ?? .nothing, .money(row.amount, currency)]
            } + [[.text(language(en: "total", nl: "totaal")), .money(contents.sums.total(currency), currency)]]
        }
        report.add(
            "amounts", language(en: "amounts by year", nl: "bedragen per jaar"),
            [.init("year", language(en: "year", nl: "jaar")), .init("amount", language(en: "amount", nl: "bedrag"), isNumber: true)], rows)
    }

    /// What somebody still has to decide: conflicts in items, the order, and questions without an answer (§3.3).
    private func addWaiting(_ contents: PlanContents, to report: inout Report) throws {
        let items = Set(contents.allItems.map(\.id))
        var questions = 0
        let kind = DecidingKinds.reaction
        var query = RecordQuery(kind)
        query.equal = [("status", .text("open"))]
        try device.store.list(query) { row in
            let values = RecordValues(id: row.id, kind: kind, area: "", values: row.values)
            let isOfPlan = values["plan"] == .bytes(contents.plan.id.bytes)
            if case .bytes(let bytes) = values["item"], let item = RecordID(bytes: bytes), items.contains(item) {
                questions += 1
            } else if isOfPlan {
                questions += 1
            }
            return true
        }
        let rows: [(String, String, Int)] = [
            ("conflicts", language(en: "items in conflict", nl: "maatregelen in conflict"), contents.allItems.filter(\.isConflicted).count),
            (
                "order", language(en: "conflicts about the order (C6)", nl: "conflicten over de volgorde (C6)"),
                contents.ranking.clashes.count
            ),
            ("questions", language(en: "questions without an answer", nl: "vragen zonder antwoord"), questions),
        ]
        report.add(
            "waiting", language(en: "waits for somebody", nl: "wacht op iemand"),
            [
                .init("key", ""), .init("name", language(en: "what", nl: "wat")),
                .init("count", language(en: "number", nl: "aantal"), isNumber: true),
            ],
            rows.map { [.text($0.0), .text($0.1), .count($0.2)] })
    }
}
