import ArgumentParser
import SyncCore
import WijkDomain

/// Says which of several figures for one year holds (C14); the others stay on record as what they were.
struct MeasurementSettle: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "settle", ["stel-vast"], en: "Say that a figure holds; others for the same indicator and year do not.",
            nl: "Zeg dat een cijfer geldt; andere voor hetzelfde kerngegeven en jaar gelden niet.",
            example: ["measurement settle 1a2b3c4d --reason \"Lijst van SWA\""],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Argument(help: .both("The measurement that holds (id).", "De meting die geldt (nummer).")) var id: String
    @Option(name: .long, parsing: .unconditional, help: .both("Why.", "Waarom.")) var reason: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let kind = TellingKinds.measurement
        let record = try verb.device.store.transaction {
            let measurement = try verb.lookup.shown(id, in: [kind])
            let note = try reason.map { try verb.lookup.input.note($0) } ?? ""
            func draft(_ record: RecordView, _ standing: String) throws -> Draft {
                var draft = try verb.writing.draft(record, kind.writes([(field: "standing", value: .text(standing))]))
                draft.note = note
                return draft
            }
            let others = try rivals(of: measurement, verb).map { try draft($0, "vervallen") }
            return try verb.writing.writeAll([draft(measurement, "definitief")] + others)
        }
        try verb.writing.tell(record, en: "holds", nl: "geldt")
    }

    /// The others for the same indicator, year and area that still count.
    private func rivals(of measurement: RecordView, _ verb: FindingVerb) throws -> [RecordView] {
        var query = RecordQuery(TellingKinds.measurement)
        query.areas = measurement.area.map { [$0.number] } ?? []
        query.equal = ["indicator", "year"].map { ($0, measurement.value($0)) }
        var ids: [RecordID] = []
        try verb.device.store.list(query) { row in
            ids.append(row.id)
            return true
        }
        return try ids.filter { $0 != measurement.id }.map { try verb.lookup.shown("\($0)", in: [query.kind]) }
            .filter { $0.value("standing") != .text("vervallen") }
    }
}
