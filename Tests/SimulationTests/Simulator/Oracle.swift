import SyncCore

/// Knows what must come out, without clocks, vectors or positions: every write has a number of its own and the set of writes
/// that its writer was shown, directly or through what those had been shown.
///
/// What a register must hold in the end are the accepted writes that no accepted write to it had seen.
struct Oracle {
    struct Register: Hashable {
        let record: RecordID
        let field: UInt32
    }

    struct Write {
        let dot: Dot
        let value: Value
        /// Writes to the same register that its writer had seen.
        let past: Set<Dot>
    }

    struct Transaction {
        let dots: [Dot]
        let area: String
        var isPoisoned: Bool
    }

    private(set) var writes: [Register: [Dot: Write]] = [:]
    private(set) var transactions: [Transaction] = []
    private(set) var creator: [RecordID: Dot] = [:]
    private(set) var recordOf: [Dot: RecordID] = [:]
    private(set) var areaOf: [RecordID: String] = [:]

    /// - Parameter shown: what the writer's replica showed of the record before.
    /// - Returns: false when the dot was there already, which must never be (I3).
    mutating func wrote(_ op: Op, dot: Dot, shown: RecordState?) -> Bool {
        if recordOf[dot] != nil { return false }
        recordOf[dot] = op.record
        if op.creates { creator[op.record] = dot }
        areaOf[op.record] = op.area
        for write in op.writes {
            let register = Register(record: op.record, field: write.field)
            var past: Set<Dot> = []
            for sibling in shown?.register(write.field) ?? [] {
                let seen = shown!.origins[sibling.origin].dot
                past.insert(seen)
                past.formUnion(writes[register]?[seen]?.past ?? [])
            }
            writes[register, default: [:]][dot] = Write(dot: dot, value: write.value, past: past)
        }
        return true
    }

    mutating func committed(_ dots: [Dot], area: String, isPoisoned: Bool) {
        transactions.append(Transaction(dots: dots, area: area, isPoisoned: isPoisoned))
    }

    /// The ops that must have been refused: those of poisoned transactions, and of transactions that touch a record whose
    /// creation was refused.
    func refused() -> Set<Dot> {
        var refused: Set<Dot> = []
        for transaction in transactions {
            let orphaned = transaction.dots.contains { dot in
                guard let birth = creator[recordOf[dot]!] else { return false }
                return refused.contains(birth)
            }
            if transaction.isPoisoned || orphaned { refused.formUnion(transaction.dots) }
        }
        return refused
    }

    /// What each register of an area must hold: the dots of its live writes.
    func expected(area: String) -> [Register: Set<Dot>] {
        let refused = refused()
        var result: [Register: Set<Dot>] = [:]
        for (register, all) in writes where areaOf[register.record] == area {
            let accepted = all.values.filter { !refused.contains($0.dot) }
            let covered = accepted.reduce(into: Set<Dot>()) { $0.formUnion($1.past) }
            let live = Set(accepted.map(\.dot)).subtracting(covered)
            if !live.isEmpty { result[register] = live }
        }
        return result
    }
}
