import ArgumentParser
import SyncCore
import WijkDomain

/// `finding add`, `item add`, `plan add`.
struct RecordAdd<N: Noun>: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "add", ["toevoegen"], en: "Record a new one; works without network.", nl: "Leg een nieuwe vast; werkt zonder netwerk.",
            example: [
                N.word == "finding"
                    ? "finding add -d \"Lantaarnpaal is stuk\" --category wegen-verkeer-straatmeubilair" : "\(N.word) add --title \"…\""
            ],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}",
            more: (
                en: "Without --area: the area of the schouw that is going on, or the replica's only one.",
                nl: "Zonder --area: het gebied van de schouw die bezig is, of het enige van de replica."
            ))
    }

    @OptionGroup var fields: N.Fields
    @Option(name: .long, help: .both("Area, by code or name.", "Gebied, met code of naam."))
    var area: String?
    @Option(
        name: .long, parsing: .unconditionalSingleValue,
        help: .both(
            "Any field: name=value. May be repeated.",
            "Elk veld: naam=waarde. Mag vaker."))
    var set: [String] = []
    @Flag(name: .long, help: .both("Do not link to the schouw that is going on.", "Niet aan de lopende schouw koppelen."))
    var noSchouw = false
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToWrite()
        let lookup = RecordLookup(device: device, language: client.language)
        var assignments = FieldAssignments(client.language)
        for (field, text) in fields.given { assignments.add(field, text) }
        try assignments.add(sets: set, clears: [])
        var place = try area.map { try AreaChoice(device, client.language).resolve($0) }
        if N.kind.field(named: "schouw") != nil, let schouw = try schouw(assignments, lookup, device), let its = schouw.area {
            if place == nil || place?.code == its.code || assignments.has("schouw") {
                place = place ?? (its.code, its.name)
                if !assignments.has("schouw") { assignments.add("schouw", "\(schouw.id)") }
                if !assignments.has("source") { assignments.add("source", "wijkschouw") }
            }
        }
        for (field, text) in N.defaults(now: Clock.now()) where !assignments.has(field) { assignments.add(field, text) }
        let chosen = try place ?? AreaChoice(device, client.language).only()
        // Checked before the area is added, so that a wrong value leaves nothing behind.
        try Wijk.schema.check(assignments.writes(for: N.kind, lookup.input), kind: N.kind.number, creating: true)
        _ = try device.store.transaction { try device.replica.ensureArea(chosen.code, name: chosen.name) }
        let writing = RecordWriting(client: client, device: device)
        try writing.tell(try writing.create(N.kind, assignments, area: chosen.code), en: "recorded", nl: "vastgelegd")
    }

    private func schouw(_ assignments: FieldAssignments, _ lookup: RecordLookup, _ device: Device) throws -> RecordView? {
        if let named = assignments.pairs.last(where: { $0.field == "schouw" }) {
            return try lookup.shown(named.text, in: [SchouwKind.kind])
        }
        return noSchouw ? nil : try ActiveSchouw.find(device)
    }
}
