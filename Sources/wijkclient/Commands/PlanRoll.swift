import ArgumentParser
import SyncCore
import WijkDomain

/// A plan of several years that is adopted every year goes on by one: the first year closes, a new last one opens (§4.3).
struct PlanRoll: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "roll", ["doorrollen"], en: "Let a plan of several years go on by a year; items keep their ids.",
            nl: "Laat een plan van meer jaren een jaar doorschuiven; maatregelen houden hun nummer.", example: ["plan roll 1a2b3c4d"],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}, closed, unfinished[{id, short, title, status, cents}]",
            more: (
                en:
                    "What has money in the year that closes and is not done is listed, for a decision: move it with item edit --set tranches=….",
                nl:
                    "Wat in het jaar dat sluit geld heeft en niet klaar is staat in de lijst, om te beslissen: verschuif het met maatregel wijzigen --set tranches=…."
            ))
    }

    @Argument(help: .both("The plan's id.", "Het nummer van het plan.")) var id: String
    @Option(name: .long, parsing: .unconditional, help: .both("Why.", "Waarom.")) var reason: String?
    @OptionGroup var common: CommonOptions

    private struct Unfinished {
        let item: PlanContents.Item
        let cents: Int64
    }

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let (record, closed, unfinished) = try verb.device.store.transaction {
            let plan = try verb.lookup.shown(id, in: [PlanKind.kind])
            guard let from = plan.value("from_year").integer, let to = plan.value("to_year").integer, from < to else {
                throw ClientError(
                    .refused, "plan.years",
                    client.language(
                        en: "\(plan.id.short) has no years to go on over.",
                        nl: "\(plan.id.short) heeft geen jaren om over door te schuiven."),
                    hint: client.language(
                        en: "Give it some: wijkclient plan edit --from-year … --to-year ….",
                        nl: "Geef ze: wijkclient plannen wijzigen --from-year … --to-year …."))
            }
            let values: [(field: String, value: Value)] = [
                ("from_year", .integer(from + 1)), ("to_year", .integer(to + 1)), ("cycle_year", .integer(from + 1)),
            ]
            let unfinished = try Self.unfinished(PlanContents(plan, verb.device), in: from)
            let note = try reason.map { try verb.lookup.input.note($0) } ?? ""
            return (try verb.writing.change(plan, PlanKind.kind.writes(values), note: note), from, unfinished)
        }
        if client.json {
            return try client.write { writer in
                record.members(into: &writer)
                writer.member("closed", closed)
                writer.array("unfinished", unfinished) { each, writer in
                    writer.beginObject()
                    writer.member("id", "\(each.item.id)")
                    writer.member("short", each.item.id.short)
                    writer.member("title", each.item.title)
                    writer.member("status", each.item.status)
                    writer.member("cents", each.cents)
                    writer.endObject()
                }
            }
        }
        let years = "\(closed + 1)–\(record.value("to_year").integer ?? 0)"
        try verb.writing.tell(record, en: "runs over \(years) now", nl: "loopt nu over \(years)")
        for each in unfinished {
            let amount = Money(cents: each.cents, currency: each.item.amount.currency).text
            try client.streams.write(SafeText.singleLine("  \(each.item.id.short)  \(closed): \(amount)  \(each.item.title)") + "\n")
        }
    }

    /// What has money in a year and is neither done nor gone from the plan.
    private static func unfinished(_ contents: PlanContents, in year: Int64) throws -> [Unfinished] {
        contents.items.compactMap { item -> Unfinished? in
            guard item.status != "uitgevoerd", let spread = item.amount.years[year], spread != Spread(0) else { return nil }
            return Unfinished(item: item, cents: spread.high)
        }
    }
}
