import ArgumentParser
import SyncCore
import WijkDomain

/// All plans at a glance, each under the one that it lies in (§5.1).
struct PlanOverview: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "overview", ["overzicht"], en: "Show all plans with their phases, numbers of items and amounts.",
            nl: "Toon alle plannen met fase, aantal maatregelen en bedragen.", example: ["plan overview --area Kanaleneiland --year 1998"],
            json:
                "plans[{id, short, area, title, sort, theme, years, phase, status, parent, depth, items, byStatus{…}, sums[…]}], total[{currency, lowCents, highCents, years[…]}]"
        )
    }

    @Option(name: .long, help: .both("Area, by code or name. May be repeated.", "Gebied, met code of naam. Mag vaker."))
    var area: [String] = []
    @Option(name: .long, help: .both("Only plans for this year.", "Alleen plannen voor dit jaar.")) var year: Int64?
    @OptionGroup var common: CommonOptions

    private struct Row {
        let contents: PlanContents
        let depth: Int
    }

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            let choice = try AreaChoice(device, client.language)
            let areas = try area.map { try device.store.area(choice.resolve($0).code)?.number ?? -1 }
            let plans = try PlanList.all(device, areas: areas).filter { plan in year.map { PlanYears(plan).contains($0) } ?? true }
            let rows = try Self.tree(plans).map { Row(contents: try PlanContents($0.plan, device), depth: $0.depth) }
            // What is the sum of others is not counted twice.
            let total = PlanSums(rows.flatMap { $0.contents.items.map(\.amount) })
            try client.json ? json(rows, total, client) : table(rows, total, client)
        }
    }

    /// Each plan after the one it lies in, at most so deep as plans can lie in each other.
    private static func tree(_ plans: [RecordView]) -> [(plan: RecordView, depth: Int)] {
        let known = Set(plans.map(\.id))
        let children = Dictionary(grouping: plans) { plan in parent(plan).flatMap { known.contains($0) ? $0 : nil } }
        var rows: [(plan: RecordView, depth: Int)] = []
        var seen: Set<RecordID> = []
        func visit(_ plan: RecordView, _ depth: Int) {
            guard seen.insert(plan.id).inserted else { return }
            rows.append((plan, depth))
            for child in children[plan.id] ?? [] { visit(child, depth + 1) }
        }
        for root in children[nil] ?? [] { visit(root, 0) }
        // Two people can make a circle of plans unseen of each other: it is shown all the same.
        for plan in plans { visit(plan, 0) }
        return rows
    }

    private static func parent(_ plan: RecordView) -> RecordID? {
        if case .bytes(let bytes) = plan.value("parent") { return RecordID(bytes: bytes) }
        return nil
    }

    private func json(_ rows: [Row], _ total: PlanSums, _ client: Client) throws {
        try client.write { writer in
            writer.array("plans", rows) { row, writer in
                let plan = row.contents.plan
                writer.object { writer in
                    writer.member("id", "\(plan.id)")
                    writer.member("short", plan.id.short)
                    writer.member("area", plan.area?.code)
                    for name in ["title", "sort", "theme"] { writer.member(name, plan.value(name).text) }
                    writer.member("years", PlanYears(plan).text)
                    for name in ["phase", "status"] { writer.member(name, plan.value(name).text) }
                    writer.member("parent", Self.parent(plan)?.description)
                    writer.member("depth", row.depth)
                    writer.member("items", row.contents.allItems.count)
                    PlanJSON.counts(row.contents, into: &writer)
                    SumsOutput.write(row.contents.sums, into: &writer)
                }
            }
            SumsOutput.write(total, as: "total", into: &writer)
        }
    }

    private func table(_ rows: [Row], _ total: PlanSums, _ client: Client) throws {
        let language = client.language
        func label(_ field: String) -> String { Labels.label(kind: "plan", field: field, dutch: language == .dutch) }
        if rows.isEmpty { return try client.streams.write(language(en: "No plans.\n", nl: "Geen plannen.\n")) }
        var table = TableWriter([
            .init("id"), .init(label("title")), .init(label("sort")), .init(language(en: "years", nl: "jaren")), .init(label("phase")),
            .init(label("status")), .init(language(en: "items", nl: "maatregelen"), .number),
            .init(language(en: "amount", nl: "bedrag"), .number),
        ])
        for row in rows {
            let plan = row.contents.plan
            table.row([
                plan.id.short + (plan.presentation.conflicts.isEmpty ? "" : " !"),
                (row.depth > 0 ? String(repeating: "· ", count: min(row.depth, 8)) : "") + plan.title, plan.value("sort").text ?? "",
                PlanYears(plan).text, plan.value("phase").text ?? "", plan.value("status").text ?? "", String(row.contents.allItems.count),
                SumsOutput.total(row.contents.sums),
            ])
        }
        try client.streams.write(table.render(for: client.streams.terminal))
        try client.streams.write(SumsOutput.lines(total, language).map { SafeText.singleLine($0) + "\n" }.joined())
    }
}
