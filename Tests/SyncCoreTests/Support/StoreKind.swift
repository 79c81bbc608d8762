import Testing

@testable import SyncCore

/// Every store that the conformance suite runs over.
enum StoreKind: String, CaseIterable, CustomTestStringConvertible {
    case memory
    case file
    case sqliteInMemory

    var testDescription: String { rawValue }

    func make(_ folder: TemporaryFolder, schema: Schema = Notes.schema) throws -> any ReplicaStore {
        switch self {
        case .memory: MemoryStore(schema: schema)
        case .file: try SQLiteStore(path: folder.file("replica.wijk"), schema: schema, access: .create)
        case .sqliteInMemory: try SQLiteStore(path: ":memory:", schema: schema, access: .create)
        }
    }
}

extension ReplicaStore {
    /// What every read of the protocol says, sorted where the protocol leaves the order open: for "the same as before".
    func everything(records refs: [RecordRef] = [], lives: [Incarnation] = []) throws -> [String] {
        try reading {
            var lines: [String] = []
            for fact in Fact.allCases { lines.append("fact \(fact): \(String(describing: try self.fact(fact)))") }
            for life in lives { lines.append("actor: \(String(describing: try findActor(life)))") }
            for area in try areas() {
                lines.append("\(area)")
                try records(area: area.number, after: nil) { ref, state in
                    lines.append("\(ref) \(state.inWords)")
                    return true
                }
                try feed(area: area.number, after: 0, skipping: nil) { entry in
                    lines.append("\(entry)")
                    return true
                }
                lines.append("vector: \(try vector(area: area.number).sorted { $0.key < $1.key })")
            }
            for ref in refs {
                lines.append(
                    "\(ref): \(try load(ref).map { "\($0.area) \($0.state.inWords)" } ?? "-") overlay \(try overlay(ref).map { "\($0.area) \($0.state.inWords)" } ?? "-")"
                )
                lines.append("own \(try ownOps(of: ref)) entries \(try entries(of: ref))")
            }
            lines.append("conflicts: \(try conflicts(area: nil).sorted())")
            for life in lives {
                guard let actor = try findActor(life) else { continue }
                for k in 0...12 as ClosedRange<UInt64> {
                    lines.append("\(k): \(String(describing: try position(actor: actor.number, k: k)))")
                    lines.append("\(k): \(String(describing: try chainPoint(actor: actor.number, k: k)))")
                    lines.append("\(k): \(String(describing: try verdict(actor: actor.number, k: k)))")
                }
            }
            lines.append("verdicts: \(try verdicts(actor: nil, after: 0))")
            return lines
        }
    }
}

extension RecordState {
    /// Everything that is in it, in one order (a vector's own description has a dictionary's).
    var inWords: String {
        let origins = origins.map { origin in
            let vector = origin.context.vector
            return
                "\(origin.dot)@\(origin.position) saw \(origin.context.seen) \(vector.entries) \(vector.extraDots) at \(origin.deviceTime)"
        }
        return "\(id) kind: \(kind) \(origins) \(siblings) missed \(missed)"
    }
}

/// An op's bytes, for feeds and own ops of which a test needs nothing but that they come back.
func someBytes(_ seed: UInt64) -> [UInt8] {
    var random = SeededRandom(seed: seed)
    return random.bytes(20)
}

struct Undone: Error {}
