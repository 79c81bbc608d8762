import SyncCore

@testable import WijkDomain

/// Records in memory, for the rules.
struct Facts: RecordFacts {
    var records: [RecordID: RecordValues] = [:]
    /// By record, the account that made it.
    var creators: [RecordID: String] = [:]
    /// By record, the conflicts that an op on it settles.
    var conflicts: [RecordID: [Conflict]] = [:]
    /// By name, what a person is.
    var persons: [String: [Writer.Grant]] = [:]

    /// By area.
    var says: [String: String] = [:]

    init(_ records: [RecordValues] = []) {
        self.records = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0) })
    }

    func record(_ id: RecordID, kind: Kind) throws -> RecordValues? {
        records[id].flatMap { $0.kind.number == kind.number ? $0 : nil }
    }

    func records(_ kind: Kind, referringTo id: RecordID, in field: String) throws -> [RecordValues] {
        records.values.filter { $0.kind.number == kind.number && $0.reference(field) == id }
    }

    func records(_ kind: Kind, about id: RecordID) throws -> [RecordValues] {
        records.values.filter { $0.kind.number == kind.number && $0.contains("\(id)", in: "about") }
    }

    func say(in area: String) throws -> String? { says[area] }

    func creator(of id: RecordID, kind: Kind) throws -> String? { creators[id] }

    func settled(by op: Op, kind: Kind) throws -> [Conflict] { conflicts[op.record] ?? [] }

    func grants(ofPersonNamed name: String, in area: String) throws -> [Writer.Grant] { persons[name] ?? [] }

    mutating func apply(_ op: Op) {
        guard let kind = Wijk.schema.kind(op.kind) else { return }
        var record = records[op.record] ?? RecordValues(new: op, kind: kind)
        record.apply(op)
        records[op.record] = record
    }
}

/// An op as a device writes it.
func op(_ number: Int, _ kindName: String, creates: Bool = false, _ fields: [String: Value]) -> Op {
    guard let kind = Wijk.schema.kind(named: kindName) else { preconditionFailure("no kind \(kindName)") }
    var op = Op(
        record: id(number), kind: kind.number, area: "UTR-1", writes: kind.writes(fields.map { (field: $0, value: $1) }))
    op.creates = creates
    return op
}

func writer(_ roles: Role..., organisation: String = "", isProcessOnly: Bool = false) -> Writer {
    Writer(
        account: "p-ria", name: "Ria",
        grants: roles.map { .init(role: $0, organisation: organisation, isProcessOnly: isProcessOnly) })
}
