import ArgumentParser
import SyncCore
import WijkDomain

/// Registers what a body decided, with whether it binds; adopts a plan in the same transaction.
struct DecisionRecord: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "record", ["leg-vast"], en: "Record what a body decided; it binds when the profile says that the body does.",
            nl: "Leg vast wat een orgaan besloot; het bindt als het profiel zegt dat het orgaan dat doet.",
            example: [
                "decision record --body gemeenteraad --sort vaststelling --title \"Stadsprogramma 1998\" --adopts 1a2b3c4d",
                "decision record --body wijkcommissie --sort advies --title \"Speelplek\" --about 5e6f7a8b --forward-to gemeenteraad",
            ], json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Option(name: .long, help: .both("The body, in the profile's word.", "Het orgaan, in het woord van het profiel.")) var body: String
    @Option(name: .long, help: .oneOf(DecidingKinds.decisions)) var sort: String
    @Option(name: .long, parsing: .unconditional, help: .both("Title.", "Titel.")) var title: String
    @Option(name: .long, parsing: .unconditional, help: .both("What was decided.", "Wat er is besloten.")) var text: String?
    @Option(name: .long, help: .both("The day (today when left out).", "De dag (vandaag als u niets opgeeft).")) var date = "today"
    @Option(name: .long, help: .both("What it is about: ids, with commas between.", "Waar het over gaat: nummers, met komma's ertussen."))
    var about: [String] = []
    @Option(name: .long, help: .both("The plan that it adopts (id).", "Het plan dat ermee wordt vastgesteld (nummer).")) var adopts: String?
    @Option(name: .long, help: .both("The body that it is handed on to.", "Het orgaan waar het heen gaat.")) var forwardTo: String?
    @Option(name: .long, help: .both("Area, by code or name.", "Gebied, met code of naam.")) var area: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let kind = DecidingKinds.decision
        let record = try verb.device.store.transaction {
            let plan = try adopts.map { try verb.lookup.shown($0, in: [PlanKind.kind]) }
            let about = try AboutRecords(about + (plan.map { ["\($0.id)"] } ?? []), verb.lookup)
            let area = try about.area(area, verb.device, client.language)
            let binds = verb.device.profile(in: try verb.device.store.area(area))?.body(body)?.isBinding ?? false
            var given: [(field: String, value: Value)] = [
                ("body", try verb.value(body, "body", of: kind)), ("sort", try verb.value(sort, "sort", of: kind)),
                ("title", try verb.value(title, "title", of: kind)), ("date", try verb.value(date, "date", of: kind)),
                ("binding", .integer(binds ? 1 : 0)), ("about", about.value),
            ]
            if let text { given.append(("text", try verb.value(text, "text", of: kind))) }
            if let forwardTo { given.append(("forwarded_to", try verb.value(forwardTo, "forwarded_to", of: kind))) }
            var draft = Draft(kind: kind.number, area: area, writes: kind.writes(given.filter { !$0.value.isNull }))
            guard let plan else { return try verb.writing.writeAll(draft) }
            let id = verb.device.replica.newRecordID()
            draft.newRecord = id
            let adopted = PlanKind.kind.writes([("status", .text("vastgesteld")), ("decision", .bytes(id.bytes))])
            return try verb.writing.writeAll(draft, verb.writing.draft(plan, adopted))
        }
        try verb.writing.tell(record, en: "recorded", nl: "vastgelegd")
    }
}
