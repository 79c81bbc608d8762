import ArgumentParser
import SyncCore
import WijkDomain

/// A finding becomes a plan item: one transaction, so that there is never half of it (I16).
struct ItemFrom: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "from", ["van"], en: "Make a plan item of a finding.", nl: "Maak van een bevinding een maatregel.",
            example: ["item from 1a2b3c4d --plan 5e6f7a8b --title \"Paaltjes vervangen\""],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Argument(help: .both("The finding's id.", "Het nummer van de bevinding.")) var finding: String
    @Option(name: .long, help: .both("The plan (id).", "Het plan (nummer).")) var plan: String
    @Option(name: .long, parsing: .unconditional, help: .both("Title; else the finding's description.", "Titel; anders de omschrijving."))
    var title: String?
    @Option(name: .long, help: .oneOf(FindingKind.destinations)) var destination = "plan"
    @Option(name: .long, help: .oneOf(PlanItemKind.statuses)) var status = "voorgesteld"
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let record = try verb.device.store.transaction {
            let source = try verb.finding(finding)
            let target = try verb.lookup.shown(plan, in: [PlanKind.kind])
            let id = verb.device.replica.newRecordID()
            let words = title.map(FieldInput.clean) ?? String(source.title.prefix(80))
            var item = Draft(
                kind: PlanItemKind.kind.number, area: try verb.writing.area(of: source),
                writes: PlanItemKind.kind.writes([
                    ("plan", .bytes(target.id.bytes)), ("title", .text(words)), ("status", .text(status)),
                    ("findings", .text("\(source.id)")),
                ]))
            item.newRecord = id
            let values: [(field: String, value: Value)] = [
                ("destination", .text(destination)), ("item", .bytes(id.bytes)), ("status", .text("gerouteerd")), ("closed_at", .null),
            ]
            return try verb.writing.writeAll(item, verb.writing.draft(source, FindingKind.kind.writes(values)))
        }
        try verb.writing.tell(record, en: "recorded", nl: "vastgelegd")
    }
}
