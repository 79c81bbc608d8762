import ArgumentParser
import SyncCore
import WijkDomain

struct RankCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "rank", ["volgorde"], en: "The order of a plan's items, which only the body that orders can settle.",
            nl: "De volgorde van de maatregelen van een plan, waar alleen het orgaan dat ordent over gaat.",
            subcommands: [RankShow.self, RankMove.self, RankSet.self])
    }
}

struct RankShow: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "show", ["toon", "tonen"], en: "Show the order, and where wishes do not go together (C6).",
            nl: "Toon de volgorde, en waar wensen niet samengaan (C6).", example: ["rank show 1a2b3c4d"],
            json:
                "plan, short, title, body, binding, items[{position, id, short, title, status, after, contested}], conflicts[{class, cause, after, decider, wishes[{item, short, title, after, person, device, deviceTime}]}]"
        )
    }

    @Argument(help: .both("The plan's id; the only one when none is given.", "Het nummer van het plan; het enige als er geen is gegeven."))
    var plan: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            let plan = try PlanList.choose(plan, device, client.language)
            let ranking = try PlanRanking(of: plan.id, in: device.store)
            let output = RankOutput(ranking, area: plan.area, device, client.language)
            let isBinding = device.profile(in: plan.area)?.orderBinding ?? false
            if client.json { return try client.write { try json(plan, ranking, output, isBinding, into: &$0) } }
            try client.streams.write(head(plan, output, isBinding, client.language))
            if !ranking.ranked.isEmpty { try client.streams.write(table(ranking, client)) }
            try client.streams.write(output.text())
        }
    }

    private func head(_ plan: RecordView, _ output: RankOutput, _ isBinding: Bool, _ language: Language) -> String {
        let binding = isBinding ? language(en: ", binding", nl: ", bindend") : language(en: ", as advice", nl: ", als advies")
        let body =
            output.decider.isEmpty ? "" : language(en: ": set by \(output.decider)", nl: ": bepaald door \(output.decider)") + binding
        return SafeText.singleLine("\(plan.title)  (\(plan.id.short))\(body)") + "\n"
    }

    private func table(_ ranking: PlanRanking, _ client: Client) -> String {
        let language = client.language
        let contested = Set(ranking.clashes.flatMap(\.items))
        var table = TableWriter([
            .init("", .number), .init("id"), .init(Labels.label(kind: "plan_item", field: "status", dutch: language == .dutch)),
            .init(Labels.label(kind: "plan_item", field: "title", dutch: language == .dutch)),
        ])
        for (index, id) in ranking.ranked.enumerated() {
            table.row([
                String(index + 1), id.short + (contested.contains(id) ? " !" : ""), ranking.items[id]?["status"].text ?? "",
                ranking.items[id]?["title"].text ?? "",
            ])
        }
        return table.render(for: client.streams.terminal)
    }

    private func json(
        _ plan: RecordView, _ ranking: PlanRanking, _ output: RankOutput, _ isBinding: Bool, into writer: inout JSONWriter
    ) throws {
        let contested = Set(ranking.clashes.flatMap(\.items))
        writer.member("plan", "\(plan.id)")
        writer.member("short", plan.id.short)
        writer.member("title", plan.title)
        writer.member("body", output.decider.isEmpty ? nil : output.decider)
        writer.member("binding", isBinding)
        writer.array("items", ranking.ranked.enumerated()) { entry, writer in
            let item = ranking.items[entry.element]
            writer.object { writer in
                writer.member("position", entry.offset + 1)
                writer.member("id", "\(entry.element)")
                writer.member("short", entry.element.short)
                writer.member("title", item?["title"].text)
                writer.member("status", item?["status"].text)
                writer.key("after")
                FieldOutput.json(item?["rank_after"] ?? .null, .reference(kind: "plan_item"), into: &writer)
                writer.member("contested", contested.contains(entry.element))
            }
        }
        try output.write(into: &writer)
    }
}
