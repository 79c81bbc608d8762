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
        /// Ops on the same record, whatever they wrote, that its writer had seen.
        let seen: Set<Identity>
    }

    struct Transaction {
        let ops: [Identity]
        var isPoisoned: Bool
    }

    struct Arrival {
        /// The device had a right to the op's areas.
        let isAllowed: Bool
        /// It had a right to every area there is.
        let hasAll: Bool
    }

    private(set) var writes: [Register: [Identity: Write]] = [:]
    private(set) var transactions: [Transaction] = []
    private var transactionOf: [Identity: Int] = [:]
    private(set) var creator: [RecordID: Identity] = [:]
    private(set) var recordOf: [Identity: RecordID] = [:]
    private(set) var birthplace: [RecordID: String] = [:]
    private var seenBy: [Identity: Set<Identity>] = [:]
    /// With what rights an op's device stood there when the op came to the server: the first time only, or, where the server may have
    /// forgotten that, each time.
    private(set) var arrivals: [Identity: [Arrival]] = [:]
    /// How an op was called when it was written, for messages.
    private(set) var names: [Identity: String] = [:]
    /// What an op is called that came back as its living values only.
    private(set) var identityOfPlace: [Identity: Identity] = [:]

    /// - Parameter shown: what the writer's replica showed of each field before, as the identities of ops.
    mutating func wrote(_ op: Op, identity: Identity, place: Identity, name: String, shown: [UInt32: Set<Identity>]) {
        recordOf[identity] = op.record
        identityOfPlace[place] = identity
        names[identity] = name
        if op.creates {
            creator[op.record] = identity
            birthplace[op.record] = op.area
        }
        var seen = shown.values.reduce(into: Set<Identity>()) { $0.formUnion($1) }
        for op in seen { seen.formUnion(seenBy[op] ?? []) }
        seenBy[identity] = seen
        let moves = op.toArea.isEmpty ? [] : [Op.FieldWrite(Field.place.number, .text(op.toArea))]
        for write in op.writes + moves {
            let register = Register(record: op.record, field: write.field)
            var past = shown[write.field] ?? []
            for seen in past { past.formUnion(writes[register]?[seen]?.past ?? []) }
            writes[register, default: [:]][identity] = Write(value: write.value, past: past, seen: seen)
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

    mutating func committed(_ ops: [Identity], isPoisoned: Bool) {
        for op in ops { transactionOf[op] = transactions.count }
        transactions.append(Transaction(ops: ops, isPoisoned: isPoisoned))
    }

    mutating func arrived(_ op: Identity, _ arrival: Arrival, isForgetful: Bool) {
        if arrivals[op] == nil || isForgetful { arrivals[op, default: []].append(arrival) }
    }

    /// A transaction that was refused or applied against the rules: refused are the poisoned ones, those to whose areas the device has no
    /// right, those that touch a record whose creation was refused, and, as it happens to come, those on a record that moved to where the
    /// device has none. A server that was put back may judge again, by what has changed since.
    ///
    /// - Parameters:
    ///   - isForgetful: the server was put back, and what it had judged it judges again.
    ///   - lacks: a server that was put back may refuse an op for want of its record, which waited without proof and was lost by the next
    ///   restore, or was a tombstone, collected, of which the op's writer holds nothing. Not one whose record is there.
    func misjudged(
        applied: Set<Identity>, refused: Set<Identity>, isForgetful: Bool, lacks: (RecordID) -> Bool
    ) -> Transaction? {
        transactions.first { transaction in
            let arrived = transaction.ops.map { arrivals[$0] ?? [] }
            let mayHaveLeft = zip(transaction.ops, arrived).contains { op, arrivals in
                arrivals.contains { !$0.hasAll } && writes[Register(record: recordOf[op]!, field: Field.place.number)] != nil
            }
            let mayNot = !makings(transaction, among: refused).isEmpty || arrived.contains { $0.contains { !$0.isAllowed } }
            let must = mustBeRefused(transaction, refused, isForgetful)
            let lacksRecord = transaction.ops.contains { lacks(recordOf[$0]!) }
            if transaction.ops.contains(where: { refused.contains($0) }), !must, !mayNot, !mayHaveLeft, !lacksRecord { return true }
            return must && transaction.ops.contains { applied.contains($0) }
        }
    }

    /// Whether a transaction is to be refused whatever came first. Where the making of its record is judged again and need not be refused,
    /// the record may stand by what others hold of it.
    private func mustBeRefused(_ transaction: Transaction, _ refused: Set<Identity>, _ isForgetful: Bool) -> Bool {
        let isForbidden = transaction.ops.contains { arrivals[$0].map { $0.allSatisfy { !$0.isAllowed } } ?? false }
        return transaction.isPoisoned || isForbidden
            || makings(transaction, among: refused).contains {
                !isForgetful || mustBeRefused(transactions[transactionOf[$0]!], refused, isForgetful)
            }
    }

    /// Ops that made its records in other transactions.
    private func makings(_ transaction: Transaction, among ops: Set<Identity>) -> [Identity] {
        transaction.ops.compactMap { creator[recordOf[$0]!] }.filter { ops.contains($0) && !transaction.ops.contains($0) }
    }

    /// What each register of the named records must hold, of the ops that came to the server and were not refused.
    func expected(of records: Set<RecordID>, accepted: Set<Identity>) -> [Register: Set<Identity>] {
        var result: [Register: Set<Identity>] = [:]
        for (register, all) in writes where records.contains(register.record) {
            let here = all.filter { accepted.contains($0.key) }
            let covered = here.values.reduce(into: Set<Identity>()) { $0.formUnion($1.past) }
            let live = Set(here.keys).subtracting(covered)
            if !live.isEmpty { result[register] = live }
        }
        return result
    }

    /// How a record stands, as far as it was deleted.
    struct Deletion {
        /// That stand.
        var deletions: Set<Identity> = []
        /// Work that stands and was done without sight of one of them, nor they of it.
        var isConcurrent = false
        /// Such work there ever was, though it may have been written over since.
        var wasConcurrent = false
        /// And nobody deleted the record with that in sight: who does so agrees with whoever deleted it without.
        var isUnanswered = false
        /// Work that stands was done without sight of one of them, or after it.
        var isFollowed = false
    }

    func deletion(of record: RecordID, accepted: Set<Identity>) -> Deletion {
        let live = expected(of: [record], accepted: accepted)
        let register = Register(record: record, field: 1)
        var result = Deletion()
        result.deletions = (live[register] ?? []).filter { writes[register]![$0]!.value == .integer(1) }
        let work = live.values.reduce(into: Set<Identity>()) { $0.formUnion($1) }.subtracting(result.deletions)
        func isApart(_ op: Identity) -> Bool { result.deletions.contains { !seenBy[$0]!.contains(op) && !seenBy[op]!.contains($0) } }
        result.isFollowed = work.contains { op in result.deletions.contains { !seenBy[$0]!.contains(op) } }
        result.isConcurrent = work.contains(where: isApart)
        let apart = writes.filter { $0.key.record == record && $0.key.field != 1 }.flatMap(\.value.keys).filter {
            accepted.contains($0) && !result.deletions.contains($0) && isApart($0)
        }
        result.wasConcurrent = !apart.isEmpty
        result.isUnanswered = apart.contains { op in !result.deletions.contains { seenBy[$0]!.contains(op) } }
        return result
    }
}
