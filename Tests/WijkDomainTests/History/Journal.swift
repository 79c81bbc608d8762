import SyncCore

@testable import WijkDomain

/// All that was ever written, by whom and with what in sight: what the history is held against at the end. It knows neither clocks nor
/// positions; what an op replaces are the ops whose values its writer was shown.
struct Journal {
    struct Transaction {
        let device: String
        let person: Int
        let dots: [Dot]
        let ops: [Op]
        /// What the device's own rules said of it beforehand.
        let foretold: (index: Int, rule: Rule)?
        /// How much of each area's feed the writer had, where that is all there was to see; empty where the device holds less.
        let cursors: [String: UInt64]
        /// How many of its ops the writer knew to be refused.
        let refusals: Int
    }

    struct Register: Hashable {
        let record: RecordID
        let field: UInt32
        let key: String
    }

    private(set) var transactions: [Transaction] = []
    /// By the bytes of its first op and the life that wrote it.
    private var places: [[UInt8]: Int] = [:]
    /// By register, what each op that wrote it replaced.
    private var pasts: [Register: [Dot: Set<Dot>]] = [:]
    private(set) var creators: [RecordID: Int] = [:]
    /// Records by kind, in the order in which they were made.
    private(set) var made: [String: [RecordID]] = [:]

    /// - Parameter shown: the ops whose values the writer's replica showed, by register.
    mutating func wrote(_ transaction: Transaction, shown: [Register: Set<Dot>]) {
        places[Self.name(transaction.ops[0], transaction.dots[0].incarnation)] = transactions.count
        transactions.append(transaction)
        for (dot, op) in zip(transaction.dots, transaction.ops) {
            if op.creates {
                creators[op.record] = transaction.person
                made[Wijk.schema.kind(op.kind)?.name ?? "", default: []].append(op.record)
            }
            for write in op.registers {
                let register = Register(record: op.record, field: write.field, key: write.key)
                var past = shown[register] ?? []
                for seen in past { past.formUnion(pasts[register]?[seen] ?? []) }
                pasts[register, default: [:]][dot] = past
            }
        }
    }

    /// An op of the server's own, which has all in sight that came before it.
    mutating func served(_ op: Op, as dot: Dot, after earlier: Set<Dot>) {
        for write in op.registers {
            let register = Register(record: op.record, field: write.field, key: write.key)
            pasts[register, default: [:]][dot] = earlier.intersection(pasts[register].map { Set($0.keys) } ?? [])
        }
    }

    func transaction(_ first: Op, by life: Incarnation) -> Transaction? { places[Self.name(first, life)].map { transactions[$0] } }

    private static func name(_ op: Op, _ life: Incarnation) -> [UInt8] { life.bytes + op.encode() }

    /// What each register must hold: the accepted writes that no accepted one replaced.
    func expected(_ accepted: Set<Dot>) -> [Register: Set<Dot>] {
        pasts.compactMapValues { all in
            let here = all.filter { accepted.contains($0.key) }
            let live = Set(here.keys).subtracting(here.values.reduce(into: Set<Dot>()) { $0.formUnion($1) })
            return live.isEmpty ? nil : live
        }
    }
}
