@testable import SyncCore

/// Knows what must come out, without clocks, vectors or positions: every op has an identity that no copy can blur, and the set of
/// ops that its writer was shown, directly or through what those had been shown.
///
/// What a register must hold in the end are the accepted writes that no accepted write to it had seen.
struct Oracle {
    typealias Identity = [UInt8]

    struct Register: Hashable {
        let record: RecordID
        let field: UInt32
    }

    struct Write {
        let value: Value
        /// Ops that wrote the same register and that its writer had seen.
        let past: Set<Identity>
    }

    struct Transaction {
        let ops: [Identity]
        let area: String
        var isPoisoned: Bool
    }

    private(set) var writes: [Register: [Identity: Write]] = [:]
    private(set) var transactions: [Transaction] = []
    private(set) var creator: [RecordID: Identity] = [:]
    private(set) var recordOf: [Identity: RecordID] = [:]
    private(set) var areaOf: [RecordID: String] = [:]
    /// Whether an op's device had a right to its area when the op first came to the server.
    private(set) var mayEnter: [Identity: Bool] = [:]
    /// How an op was called when it was written, for messages.
    private(set) var names: [Identity: String] = [:]
    /// What an op is called that came back as its living values only.
    private(set) var identityOfPlace: [Identity: Identity] = [:]

    /// - Parameter shown: what the writer's replica showed of each field before, as the identities of ops.
    mutating func wrote(_ op: Op, identity: Identity, place: Identity, name: String, shown: [UInt32: Set<Identity>]) {
        recordOf[identity] = op.record
        identityOfPlace[place] = identity
        names[identity] = name
        if op.creates { creator[op.record] = identity }
        areaOf[op.record] = op.area
        for write in op.writes {
            let register = Register(record: op.record, field: write.field)
            var past = shown[write.field] ?? []
            for seen in past { past.formUnion(writes[register]?[seen]?.past ?? []) }
            writes[register, default: [:]][identity] = Write(value: write.value, past: past)
        }
    }

    func canonical(_ identity: Identity) -> Identity { identityOfPlace[identity] ?? identity }

    /// Whether all that an op wrote was seen by the writers of other ops to the same registers.
    func isReplaced(_ op: Identity, by others: Set<Identity>) -> Bool {
        writes.values.allSatisfy { all in all[op] == nil || all.contains { others.contains($0.key) && $0.value.past.contains(op) } }
    }

    /// What an op is called, by what a record tells of it.
    func identity(of origin: RecordState.Origin, on record: RecordID) -> Identity? {
        identityOfPlace[PastOp(first: origin.first ?? origin.dot, deviceTime: origin.deviceTime).place(on: record)]
    }

    mutating func committed(_ ops: [Identity], area: String, isPoisoned: Bool) {
        transactions.append(Transaction(ops: ops, area: area, isPoisoned: isPoisoned))
    }

    /// An op came to the server; only the first time counts.
    mutating func arrived(_ op: Identity, allowed: Bool) { if mayEnter[op] == nil { mayEnter[op] = allowed } }

    /// The ops that must have been refused, if they came: those of poisoned transactions, of transactions in an area to which the
    /// device had no right when they came, and of transactions that touch a record whose creation was refused.
    func refused() -> Set<Identity> {
        var refused: Set<Identity> = []
        for transaction in transactions {
            let orphaned = transaction.ops.contains { op in
                guard let birth = creator[recordOf[op]!] else { return false }
                return refused.contains(birth)
            }
            let isForbidden = transaction.ops.contains { mayEnter[$0] == false }
            if transaction.isPoisoned || isForbidden || orphaned { refused.formUnion(transaction.ops) }
        }
        return refused
    }

    /// What each register of an area must hold, of the ops that came to the server and were not refused.
    func expected(area: String, of accepted: Set<Identity>) -> [Register: Set<Identity>] {
        var result: [Register: Set<Identity>] = [:]
        for (register, all) in writes where areaOf[register.record] == area {
            let here = all.filter { accepted.contains($0.key) }
            let covered = here.values.reduce(into: Set<Identity>()) { $0.formUnion($1.past) }
            let live = Set(here.keys).subtracting(covered)
            if !live.isEmpty { result[register] = live }
        }
        return result
    }
}
