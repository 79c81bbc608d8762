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
        transactions.append(Transaction(ops: ops, isPoisoned: isPoisoned))
    }

    mutating func arrived(_ op: Identity, _ arrival: Arrival, isForgetful: Bool) {
        if arrivals[op] == nil || isForgetful { arrivals[op, default: []].append(arrival) }
    }

    /// A transaction that was refused or applied against the rules: refused are the poisoned ones, those to whose areas the device has no
    /// right, those that touch a record whose creation was refused, and, as it happens to come, those on a record that moved to where the
    /// device has none. A server that was put back may judge again, by what has changed since.
    ///
    /// - Parameter mayLackRecords: a server that was put back may refuse an op for want of its record, which waited without proof and was
    ///   lost by the next restore.
    func misjudged(applied: Set<Identity>, refused: Set<Identity>, mayLackRecords: Bool) -> Transaction? {
        transactions.first { transaction in
            let orphans = transaction.ops.compactMap { creator[recordOf[$0]!] }.filter {
                refused.contains($0) && !transaction.ops.contains($0)
            }
            // A record that was made with a right that is gone may stand by what others hold of it, though its making, judged again, is refused.
            let isOrphaned = orphans.contains { !wasAllowedOnce($0) }
            let arrived = transaction.ops.map { arrivals[$0] ?? [] }
            let mayHaveLeft = zip(transaction.ops, arrived).contains { op, arrivals in
                arrivals.contains { !$0.hasAll } && writes[Register(record: recordOf[op]!, field: Field.place.number)] != nil
            }
            let mustNot = arrived.contains { !$0.isEmpty && $0.allSatisfy { !$0.isAllowed } }
            let mayNot = !orphans.isEmpty || arrived.contains { $0.contains { !$0.isAllowed } }
            let must = transaction.isPoisoned || mustNot || isOrphaned
            if transaction.ops.contains(where: { refused.contains($0) }), !must, !mayNot, !mayHaveLeft, !mayLackRecords { return true }
            return must && transaction.ops.contains { applied.contains($0) }
        }
    }

    /// Whether an op came with the right to it, and again without.
    private func wasAllowedOnce(_ op: Identity) -> Bool {
        let came = arrivals[op] ?? []
        return came.contains(where: \.isAllowed) && came.contains { !$0.isAllowed }
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

    /// How a record stands: its live deletions, and the live work that was done without seeing one of them, or after it.
    func deletion(of record: RecordID, accepted: Set<Identity>) -> (deletions: Set<Identity>, concurrent: Bool, later: Bool) {
        let live = expected(of: [record], accepted: accepted)
        let register = Register(record: record, field: 1)
        let deletions = (live[register] ?? []).filter { writes[register]![$0]!.value == .integer(1) }
        let work = live.values.reduce(into: Set<Identity>()) { $0.formUnion($1) }.subtracting(deletions)
        let unseen = work.filter { op in deletions.contains { !seenBy[$0]!.contains(op) } }
        let concurrent = unseen.contains { op in deletions.contains { !seenBy[$0]!.contains(op) && !seenBy[op]!.contains($0) } }
        return (deletions, concurrent, !unseen.isEmpty)
    }
}
