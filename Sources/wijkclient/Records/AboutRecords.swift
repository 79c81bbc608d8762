import SyncCore
import WijkDomain

/// The records that a decision, a proposal or a message is about, and the area it therefore lies in.
struct AboutRecords {
    let records: [RecordView]

    /// - Parameter ids: as they were typed, of records of any kind that people work on.
    init(_ ids: [String], _ lookup: RecordLookup) throws {
        let kinds = [FindingKind.kind, PlanItemKind.kind, PlanKind.kind, DecidingKinds.proposal, SchouwKind.kind, MoneyKinds.booking]
        records = try ids.flatMap { $0.split(separator: ",").map(String.init) }.map { try lookup.shown($0, in: kinds) }
    }

    /// Whole ids as a field of ids holds them; nothing when there are none.
    var value: Value {
        let ids = Set(records.map { "\($0.id)" }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return ids.isEmpty ? .null : .text(ids.joined(separator: "\n"))
    }

    /// The area that is named, else that of the first record, else the only one.
    func area(_ named: String?, _ device: Device, _ language: Language) throws -> String {
        let choice = try AreaChoice(device, language)
        if let named { return try choice.resolve(named).code }
        return try records.lazy.compactMap(\.area?.code).first ?? choice.only().code
    }
}
