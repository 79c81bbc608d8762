import SyncCore
import WijkDomain

/// Writes one record from what was given on a command line.
struct RecordWriting {
    let client: Client
    let device: Device

    /// - Returns: the new record as it is shown.
    func create(_ kind: Kind, _ assignments: FieldAssignments, area: String) throws -> RecordView {
        let writes = try assignments.writes(for: kind, lookup.input).filter { !$0.value.isNull }
        return try writeAll(Draft(kind: kind.number, area: area, writes: writes))
    }

    /// - Parameters:
    ///   - writes: its new values; `Field.place` moves it.
    ///   - note: why; shown in the history.
    func change(_ record: RecordView, _ writes: [Op.FieldWrite], note: String = "") throws -> RecordView {
        let place = writes.last { $0.field == Field.place.number }?.value.text ?? ""
        return try writeAll(
            Draft(
                record: record.id, kind: record.kind.number, area: try area(of: record),
                writes: writes.filter { $0.field != Field.place.number },
                note: note, toArea: place))
    }

    /// A change of a record, to be written with others in one transaction.
    func draft(_ record: RecordView, _ writes: [Op.FieldWrite]) throws -> Draft {
        Draft(record: record.id, kind: record.kind.number, area: try area(of: record), writes: writes)
    }

    /// The code of the area that a record lies in.
    func area(of record: RecordView) throws -> String {
        if let area = record.area { return area.code }
        throw ClientError(
            .badData, "record.gone",
            client.language(en: "The record is in no area any more.", nl: "Het gegeven ligt in geen enkel gebied meer."))
    }

    private var lookup: RecordLookup { RecordLookup(device: device, language: client.language) }

    /// Writes one transaction, once the rules that are known here have nothing against it.
    ///
    /// - Returns: the first record as it is shown.
    func writeAll(_ drafts: Draft...) throws -> RecordView { try writeAll(drafts) }

    /// - Precondition: at least one draft.
    func writeAll(_ drafts: [Draft]) throws -> RecordView {
        try LocalRules(device: device, language: client.language).check(drafts)
        let id = try device.replica.write(drafts)[0]
        return try lookup.shown("\(id)", in: Wijk.schema.kind(drafts[0].kind).map { [$0] } ?? [])
    }

    /// One line, or the record as JSON.
    func tell(_ record: RecordView, en: String, nl: String) throws {
        if client.json {
            try client.write { record.members(into: &$0) }
        } else {
            let label = Labels.label(kind: record.kind.name, dutch: client.language == .dutch)
            let place = record.area.map { " (\($0.name))" } ?? ""
            try client.streams.write(
                SafeText.singleLine("\(label) \(record.id.short) \(client.language(en: en, nl: nl))\(place): \(record.title)") + "\n")
        }
        warnAboutArea(record)
    }

    private func warnAboutArea(_ record: RecordView) {
        guard let area = record.area, area.stage == .closed else { return }
        client.streams.message(
            client.language(
                en: "The server gave this device no right to \(area.code); it will refuse this.",
                nl: "De server gaf dit apparaat geen recht op \(area.code); hij zal dit weigeren."), .warning)
    }
}

/// The schouw that is going on: the newest that this replica began and that has the status `bezig`.
enum ActiveSchouw {
    static func find(_ device: Device) throws -> RecordView? {
        var query = RecordQuery(SchouwKind.kind)
        query.equal = [("status", .text("bezig"))]
        query.mine = true
        query.sort = ("started_at", true)
        query.limit = 1
        var ref: RecordRef?
        try device.store.list(query) { row in
            ref = row.ref
            return false
        }
        guard let ref, let shown = try device.replica.shown(ref) else { return nil }
        return RecordView(shown, kind: SchouwKind.kind, area: try device.area(number: shown.area))
    }
}
