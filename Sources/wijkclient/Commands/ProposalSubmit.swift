import ArgumentParser
import SyncCore
import WijkDomain

/// Hands a proposal to the body that decides: one that is being prepared, or a new one at once.
struct ProposalSubmit: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "submit", ["dien-in"], en: "Submit a proposal: a prepared one by its id, or a new one.",
            nl: "Dien een voorstel in: een voorbereid voorstel met zijn nummer, of een nieuw.",
            example: [
                "proposal submit 1a2b3c4d", "proposal submit --to college --title \"Speelplek\" --about 5e6f7a8b --shortfall 35.000",
            ],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Argument(help: .both("The prepared proposal's id.", "Het nummer van het voorbereide voorstel.")) var id: String?
    @Option(
        name: .long, help: .both("The body; else the one for what is beyond the wijk.", "Het orgaan; anders dat voor wat bovenwijks is."))
    var to: String?
    @Option(name: .long, parsing: .unconditional, help: .both("Title.", "Titel.")) var title: String?
    @Option(name: .long, parsing: .unconditional, help: .both("What is proposed.", "Wat er wordt voorgesteld.")) var text: String?
    @Option(
        name: .long, help: .both("Ids of items and findings, with commas between.", "Nummers van maatregelen en bevindingen, met komma's."))
    var about: [String] = []
    @Option(
        name: .long, help: .both("What is lacking, in whole money: 35.000,00.", "Wat er tekort is, in hele guldens of euro's: 35.000,00."))
    var shortfall: String?
    @Option(name: .long, help: .both("Area, by code or name.", "Gebied, met code of naam.")) var area: String?
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard id != nil || title != nil else {
            throw ValidationError(
                Language.ofHelp(
                    en: "Give the id of a proposal, or --title for a new one.",
                    nl: "Geef het nummer van een voorstel, of --title voor een nieuw."))
        }
    }

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let kind = DecidingKinds.proposal
        let record = try verb.device.store.transaction {
            let old = try id.map { try verb.lookup.shown($0, in: [kind]) }
            if let old, let status = old.value("status").text, status != "concept", status != "aangehouden" {
                throw ClientError(
                    .refused, "proposal.status",
                    client.language(en: "The proposal is \(status) already.", nl: "Het voorstel is al \(status)."))
            }
            let records = try AboutRecords(about, verb.lookup)
            let area = try old.map { try verb.writing.area(of: $0) } ?? records.area(area, verb.device, client.language)
            var given: [(field: String, value: Value)] = [("status", .text("ingediend"))]
            for (name, text) in [("title", title), ("text", text)] {
                if let text { given.append((name, try verb.value(text, name, of: kind))) }
            }
            if let body = try to ?? (old == nil ? usual(in: area, verb.device, client.language) : nil) {
                given.append(("to", try verb.value(body, "to", of: kind)))
            }
            if !records.records.isEmpty { given.append(("about", records.value)) }
            if let shortfall { given.append(("shortfall_cents", .integer(try AmountInput.cents(shortfall, client.language)))) }
            if let old { return try verb.writing.change(old, kind.writes(given)) }
            return try verb.writing.writeAll(Draft(kind: kind.number, area: area, writes: kind.writes(given)))
        }
        let body = record.value("to").text ?? ""
        try verb.writing.tell(record, en: "submitted to \(body)", nl: "ingediend bij \(body)")
    }

    private func usual(in area: String, _ device: Device, _ language: Language) throws -> String {
        if let body = device.profile(in: try device.store.area(area))?.beyondWijk, !body.isEmpty { return body }
        throw ClientError(
            .usage, "proposal.to", language(en: "To which body? Give --to.", nl: "Bij welk orgaan? Geef --to."))
    }
}
