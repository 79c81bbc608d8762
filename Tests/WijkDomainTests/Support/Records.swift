import SyncCore
import Testing

@testable import WijkDomain

/// A record as rules see it; fields that are not named are empty.
func record(_ number: Int, _ kind: String, _ fields: [String: Value] = [:], area: String = "UTR-1") -> RecordValues {
    guard let kind = Wijk.schema.kind(named: kind) else { preconditionFailure("no kind \(kind)") }
    for name in fields.keys where kind.field(named: name) == nil { Issue.record("\(kind.name) has no field \(name)") }
    return RecordValues(id: id(number), kind: kind, area: area, values: kind.fields.map { fields[$0.name] ?? .null })
}

/// A reference to a record, as a field holds it.
func reference(_ number: Int) -> Value { .bytes(id(number).bytes) }
