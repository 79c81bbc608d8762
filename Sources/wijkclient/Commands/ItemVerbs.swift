import ArgumentParser
import SyncCore
import WijkDomain

struct ItemPlace: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "place", ["plaats"], en: "Put an item in a plan.", nl: "Zet een maatregel in een plan.",
            example: ["item place 1a2b3c4d --plan 5e6f7a8b --theme onderhoud_beheer"],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Argument(help: .both("The item's id.", "Het nummer van de maatregel.")) var id: String
    @Option(name: .long, help: .both("The plan (id).", "Het plan (nummer).")) var plan: String
    @Option(name: .long, help: .both("The plan's own word for its part.", "Het thema, in het woord van het plan.")) var theme: String?
    @Option(name: .long, help: .oneOf(PlanItemKind.statuses)) var status: String?
    @Option(name: .long, parsing: .unconditional, help: .both("Why.", "Waarom.")) var reason: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let record = try verb.device.store.transaction {
            let item = try verb.lookup.shown(id, in: [PlanItemKind.kind])
            let plan = try verb.lookup.shown(plan, in: [PlanKind.kind])
            var values: [(field: String, value: Value)] = [("plan", .bytes(plan.id.bytes))]
            if let theme { values.append(("theme", try verb.value(theme, "theme", of: PlanItemKind.kind))) }
            if let status { values.append(("status", try verb.value(status, "status", of: PlanItemKind.kind))) }
            return try verb.writing.change(
                item, PlanItemKind.kind.writes(values), note: try reason.map { try verb.lookup.input.note($0) } ?? "")
        }
        try verb.writing.tell(record, en: "placed", nl: "geplaatst")
    }
}

struct ItemStatus: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "status", ["stand"], en: "Say how far an item is; its days and the reason of a decision go with it.",
            nl: "Zeg hoever een maatregel is; zijn dagen en de toelichting van een besluit gaan mee.",
            example: ["item status 1a2b3c4d uitgevoerd", "item status 1a2b3c4d uitgesteld --reason \"Eerst de riolering\""],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    /// What is somebody's decision, and not progress.
    private static let decided: Set<String> = ["doorgegeven", "geprioriteerd", "gehonoreerd", "uitgesteld", "afgewezen", "vervallen"]

    @Argument(help: .both("The item's id.", "Het nummer van de maatregel.")) var id: String
    @Argument(help: .oneOf(PlanItemKind.statuses)) var status: String
    @Option(name: .long, parsing: .unconditional, help: .both("Why; kept with a decision.", "Waarom; blijft bij een besluit staan."))
    var reason: String?
    @Option(
        name: .long,
        help: .both("The day it began or ended (today when left out).", "De dag van begin of eind (vandaag als u niets geeft)."))
    var day: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let kind = PlanItemKind.kind
        let record = try verb.device.store.transaction {
            let item = try verb.lookup.shown(id, in: [kind])
            let word = try verb.value(status, "status", of: kind)
            var values: [(field: String, value: Value)] = [("status", word)]
            switch word.text {
            case "in_uitvoering" where day != nil || item.value("start_date").isNull:
                values.append(("start_date", try verb.value(day ?? "today", "start_date", of: kind)))
            case "uitgevoerd": values.append(("end_date", try verb.value(day ?? "today", "end_date", of: kind)))
            case let decision? where Self.decided.contains(decision):
                if let reason { values.append(("decision_note", try verb.value(reason, "decision_note", of: kind))) }
            default: break
            }
            return try verb.writing.change(item, kind.writes(values), note: try reason.map { try verb.lookup.input.note($0) } ?? "")
        }
        let text = record.value("status").text ?? ""
        try verb.writing.tell(record, en: "is \(text) now", nl: "is nu \(text)")
    }
}
