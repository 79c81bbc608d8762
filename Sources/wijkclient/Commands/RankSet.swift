import ArgumentParser
import FoundationEssentials
import SyncCore
import WijkDomain

/// A whole order at once: the list that a body made on its evening (§2.2(2)).
struct RankSet: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "set", ["zet"], en: "Put items in this order, before all others of their plan.",
            nl: "Zet maatregelen in deze volgorde, vóór alle andere van hun plan.",
            example: ["rank set 1a2b3c4d 5e6f7a8b 9c0d1e2f --reason \"Wijkteam 12 mei\"", "rank set --file volgorde.txt"],
            json: "plan, changed, items[{position, id, short, title}]")
    }

    @Argument(help: .both("The items' ids, first to last.", "De nummers van de maatregelen, van eerste tot laatste.")) var ids: [String] =
        []
    @Option(name: .long, help: .both("A file with an id a line instead.", "In plaats daarvan een bestand met een nummer per regel."))
    var file: String?
    @Option(name: .long, parsing: .unconditional, help: .both("Why.", "Waarom.")) var reason: String?
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard ids.isEmpty != (file == nil) else {
            throw ValidationError(Language.ofHelp(en: "Give ids, or --file.", nl: "Geef nummers, of --file."))
        }
    }

    func run(_ client: Client) throws {
        let wanted = try file.map { try lines(of: $0, client.language) } ?? ids
        let ranks = try RankVerb(client)
        let (ranking, changed) = try ranks.verb.device.store.transaction {
            let items = try wanted.map(ranks.item)
            guard let first = items.first else { throw ranks.otherPlan() }
            let plan = try ranks.plan(of: first)
            guard try items.allSatisfy({ try ranks.plan(of: $0) == plan }) else { throw ranks.otherPlan() }
            guard Set(items.map(\.id)).count == items.count else {
                throw ClientError(
                    .usage, "rank.twice",
                    client.language(en: "An item stands in an order once.", nl: "Een maatregel staat één keer in een volgorde."))
            }
            let moves = try PlanRanking(of: plan, in: ranks.verb.device.store).moves(setting: items.map(\.id))
            _ = try ranks.write(moves, reason: reason)
            return (try PlanRanking(of: plan, in: ranks.verb.device.store), moves.count)
        }
        try tell(ranking, changed, client)
    }

    private func tell(_ ranking: PlanRanking, _ changed: Int, _ client: Client) throws {
        let rows = ranking.ranked.enumerated().map { (position: $0.offset + 1, id: $0.element, item: ranking.items[$0.element]) }
        if client.json {
            return try client.write { writer in
                writer.member("plan", "\(ranking.plan)")
                writer.member("changed", changed)
                writer.array("items", rows) { row, writer in
                    writer.object { writer in
                        writer.member("position", row.position)
                        writer.member("id", "\(row.id)")
                        writer.member("short", row.id.short)
                        writer.member("title", row.item?["title"].text)
                    }
                }
            }
        }
        for row in rows {
            try client.streams.write(SafeText.singleLine("\(row.position)  \(row.id.short)  \(row.item?["title"].text ?? "")") + "\n")
        }
    }

    private func lines(of path: String, _ language: Language) throws -> [String] {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw ClientError(
                .notFound, "file.none", language(en: "“\(path)” cannot be read.", nl: "“\(path)” kan niet worden gelezen."))
        }
        return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map { FieldInput.trimmed(String($0)) }
            .filter { !$0.isEmpty }
    }
}
