public import SyncCore

/// A record's shown values, as rules read them.
public struct RecordValues: Sendable {
    public let id: RecordID
    public let kind: Kind
    public let area: String
    private var values: [Value]

    public init(id: RecordID, kind: Kind, area: String, values: [Value]) {
        self.id = id
        self.kind = kind
        self.area = area
        self.values = values
    }

    /// One that is only now made.
    init(new op: Op, kind: Kind) {
        self.init(id: op.record, kind: kind, area: op.area, values: [Value](repeating: .null, count: kind.fields.count))
    }

    public subscript(_ name: String) -> Value {
        kind.field(named: name).flatMap { kind.position(of: $0.number) }.map { values[$0] } ?? .null
    }

    func text(_ name: String) -> String { self[name].text ?? "" }

    func cents(_ name: String) -> Int64 { self[name].integer ?? 0 }

    func reference(_ name: String) -> RecordID? {
        if case .bytes(let bytes) = self[name] { return RecordID(bytes: bytes) }
        return nil
    }

    var isDeleted: Bool { values.first == .integer(1) }

    /// Whether it shows what an op wrote: it does not where somebody who had not seen the op wrote something else before it.
    func shows(_ op: Op) -> Bool {
        op.writes.allSatisfy { write in kind.position(of: write.field).map { values[$0] == write.value } ?? true }
    }

    /// Whether a field that is a set of words has this one.
    func contains(_ word: String, in field: String) -> Bool { text(field).split(separator: "\n").contains { $0 == word } }

    mutating func apply(_ op: Op) {
        for write in op.writes where write.key.isEmpty {
            if let position = kind.position(of: write.field) { values[position] = write.value }
        }
    }
}

/// What rules ask about other records.
public protocol RecordFacts {
    func record(_ id: RecordID, kind: Kind) throws -> RecordValues?
    /// The records of a kind that refer to another in a field.
    func records(_ kind: Kind, referringTo id: RecordID, in field: String) throws -> [RecordValues]
    /// The records of a kind that name another among what they are about, by id as text.
    func records(_ kind: Kind, about id: RecordID) throws -> [RecordValues]
    /// How far the residents' say goes in an area; `nil` where that was never said.
    func say(in area: String) throws -> String?
    /// The account that made it; the name of who did, where the account is not known.
    func creator(of id: RecordID, kind: Kind) throws -> String?
    /// The conflicts of a record that an op's writer had in sight, and that are gone once it is applied.
    func settled(by op: Op, kind: Kind) throws -> [Conflict]
    /// Whether an op's writer had in sight what a field holds, so that it replaces it and does not stand beside it.
    func replaces(_ field: String, by op: Op, kind: Kind) throws -> Bool
    /// What a person, by name, is in the area of a record today.
    func grants(ofPersonNamed name: String, in area: String) throws -> [Writer.Grant]
}

extension RecordFacts {
    public func records(_ kind: Kind, about id: RecordID) throws -> [RecordValues] { [] }
    public func say(in area: String) throws -> String? { nil }
    public func replaces(_ field: String, by op: Op, kind: Kind) throws -> Bool { true }
    public func settled(by op: Op, kind: Kind) throws -> [Conflict] { [] }
    public func grants(ofPersonNamed name: String, in area: String) throws -> [Writer.Grant] { [] }
}
