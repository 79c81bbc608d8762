import SyncCore
import Testing

@testable import WijkDomain

/// A record that one person made and two others then edited at the same time, neither having seen the other.
func edited(_ kindName: String, made: [String: Value], _ first: Op.Edit, _ second: Op.Edit) throws -> (conflicts: [Conflict], kind: Kind) {
    let kind = try #require(Wijk.schema.kind(named: kindName))
    var state = RecordState(id: id(1), kind: kind.number)
    for (index, edit) in [.write(made), first, second].enumerated() {
        var op = Op(record: id(1), kind: kind.number, area: "UTR-1", writes: [])
        switch edit {
        case .write(let fields): op.writes = kind.writes(fields.map { (field: $0, value: $1) })
        case .move(let area): op.toArea = area
        }
        op.creates = index == 0
        op.context = Context(seen: index == 0 ? 0 : 1)
        state.fold(op, dot: Dot(Incarnation(ID128(high: 0, low: UInt64(index + 1))), 1), position: UInt64(index + 1))
    }
    return (state.present(kind).conflicts, kind)
}

extension Op {
    enum Edit {
        case write([String: Value])
        case move(String)
    }
}
