import ArgumentParser
import SyncCore

/// `finding edit`, `item edit`, `plan edit`.
struct RecordEdit<N: Noun>: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "edit", ["wijzigen"], en: "Change fields of one.", nl: "Wijzig velden van een gegeven.",
            example: [
                "\(N.word) edit 1a2b3c4d --status \(N.word == "finding" ? "afgehandeld" : "in_uitvoering")",
                "\(N.word) edit 1a2b3c4d --clear remark",
            ],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}",
            more: (
                en:
                    "An id may be shortened to at least four of its first or last digits. With --status afgehandeld, closed_at is set to now unless given; with another status it is cleared.",
                nl:
                    "Een nummer mag korter: ten minste vier van de eerste of laatste cijfers. Met --status afgehandeld wordt closed_at nu, tenzij opgegeven; met een andere status wordt het leeg."
            ))
    }

    @Argument(help: .both("The record's id.", "Het nummer van het gegeven."))
    var id: String
    @OptionGroup var fields: N.Fields
    @Option(
        name: .long, parsing: .unconditionalSingleValue,
        help: .both(
            "Any field: name=value. May be repeated.",
            "Elk veld: naam=waarde. Mag vaker."))
    var set: [String] = []
    @Option(name: .long, help: .both("Empty a field, by name. May be repeated.", "Maak een veld leeg, met zijn naam. Mag vaker."))
    var clear: [String] = []
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        var assignments = FieldAssignments(client.language)
        for (field, text) in fields.given { assignments.add(field, text) }
        try assignments.add(sets: set, clears: clear)
        guard !assignments.isEmpty else {
            throw ClientError(
                .usage, "usage.nothing", client.language(en: "Nothing to change was given.", nl: "Er is niets opgegeven om te wijzigen."),
                hint: client.language(en: "Fields: \(names).", nl: "Velden: \(names)."))
        }
        let device = try client.openToWrite()
        let lookup = RecordLookup(device: device, language: client.language)
        let record = try lookup.shown(id, in: [N.kind])
        closeOrOpen(record, &assignments)
        let writing = RecordWriting(client: client, device: device)
        try writing.tell(try writing.change(record, try assignments.writes(for: N.kind, lookup.input)), en: "changed", nl: "gewijzigd")
    }

    private var names: String { N.kind.fields.dropFirst().map(\.name).joined(separator: ", ") }

    /// Status and closing time belong together: closed at a time, or not closed.
    private func closeOrOpen(_ record: RecordView, _ assignments: inout FieldAssignments) {
        guard N.kind.field(named: "closed_at") != nil, !assignments.has("closed_at"),
            let status = assignments.pairs.last(where: { $0.field == "status" })?.text
        else { return }
        if status.lowercased() == "afgehandeld" {
            assignments.add("closed_at", "now")
        } else if !record.value("closed_at").isNull {
            assignments.add("closed_at", "")
        }
    }
}
