@testable import SyncCore

/// What must hold once everybody has synced.
extension World {
    func check(held: Set<Oracle.Identity>) throws {
        let places = try places()
        for index in devices.indices { try check(index, places) }
        for area in try service.replica.store.areas() { try compare(service.replica, area, "server", places) }
        try checkAccounts(places)
        try checkStandings()
        let (applied, refused, superseded) = try accounts()
        let gone = held.subtracting(applied).subtracting(refused).subtracting(superseded)
        guard gone.isEmpty else { throw fail("I11: devices held \(gone.map { oracle.names[$0]! }), which are gone") }
    }

    private func fail(_ what: String) -> Broken { Broken(description: what) }

    /// In which area each record is, as the server has it.
    private func places() throws -> [RecordID: String] {
        let applied = try accounts().applied
        var places: [RecordID: String] = [:]
        for area in try service.replica.store.areas() {
            try service.replica.store.records(area: area.number, after: nil) { _, state in
                guard places.updateValue(area.code, forKey: state.id) == nil else { throw fail("I12: a record is in two areas") }
                let moves = state.register(Field.place.number).map(\.value)
                let isHere = moves.isEmpty ? oracle.birthplace[state.id] == area.code : moves.contains(.text(area.code))
                guard isHere else { throw fail("I12: \(state.id) is in \(area.code), where nobody moved it: \(moves)") }
                return true
            }
        }
        // I15: collected is only what everybody who wrote on it knew to be deleted.
        for (record, birth) in oracle.creator where applied.contains(birth) && places[record] == nil {
            let deletion = oracle.deletion(of: record, accepted: applied)
            guard !deletion.deletions.isEmpty, !deletion.isFollowed || isForked else {
                throw fail("I2: \(record) is in no area, and not deleted")
            }
        }
        return places
    }

    private func check(_ index: Int, _ places: [RecordID: String]) throws {
        let device = devices[index]
        let store = device.replica.store
        guard try device.replica.written() == device.replica.own().chain.k else {
            throw fail("A13: device \(index) still has work pending")
        }
        for code in device.areas {
            guard let here = try store.area(code), let there = try service.replica.store.area(code) else {
                throw fail("area \(code) is gone")
            }
            guard here.position == there.position, here.chain == there.chain else {
                throw fail("I1: device \(index) is not at the head of \(code)")
            }
            if here.digest != there.digest || Self.isTraced { try tell(device.replica, here, index) }
            guard here.digest == there.digest else { throw fail("I1: device \(index) and the server differ in \(code)") }
            for (name, replica, area) in [("device \(index)", device.replica, here), ("server", service.replica, there)] {
                guard try replica.recomputedDigest(of: area) == area.digest else {
                    throw fail("I9: the digest of \(code) at \(name) is off")
                }
            }
            try compare(device.replica, here, "device \(index)", places)
        }
        // I12: nothing of other areas, except own refused work, which is in no area.
        for area in try store.areas() where !device.areas.contains(area.code) {
            try store.records(area: area.number, after: nil) { _, _ in throw fail("I12: device \(index) holds a record of \(area.code)") }
            try store.feed(area: area.number, after: 0, skipping: nil) { _ in
                throw fail("I12: device \(index) holds a part of the feed of \(area.code)")
            }
            guard area.position == 0, area.digest == Digest() else { throw fail("I12: device \(index) still stands in \(area.code)") }
        }
        try checkVectors(index, places)
        try checkReceipt(index)
    }

    /// What a device holds of an area, for whoever reads a trace.
    private func tell(_ replica: Replica, _ area: AreaState, _ index: Int) throws {
        let own = try replica.own()
        try replica.foldedRecords(of: area, own: own) { ref, state in
            guard let held = try replica.hold(ref, own: own) else { return }
            let there = try service.replica.store.find(state.id, kind: state.kind).flatMap { try service.replica.store.load($0)?.state }
            let shown = held.shown.origins.map { "\($0.dot)@\($0.position)" }
            trace(
                "d\(index) \(area.code) \(state.id) shown in \(held.area), home \(held.home), moves \(state.moves), as there: "
                    + "\(there?.digest() == state.digest()), overlay \(held.hasOverlay), shown \(shown), folded "
                    + "\(state.origins.map { "\($0.dot)@\($0.position)" })")
        }
    }

    /// Forks may make values conflict that no person meant to: never fewer, and only then more (DESIGN, identity). So may what a device
    /// that was retired hands in after all, when a restored server had lost it: it does not know any more what it had seen.
    var isForked: Bool { ["new life", "tripwire"].contains { counters[$0] != nil } || counters["renewed"] != nil && mayHaveForgotten }

    /// I2, I5, I6: what is shown are just the writes that no other had seen.
    private func compare(_ replica: Replica, _ area: AreaState, _ name: String, _ places: [RecordID: String]) throws {
        var found: [Oracle.Register: Set<Oracle.Identity>] = [:]
        let applied = try accounts().applied
        try replica.store.records(area: area.number, after: nil) { _, state in
            for sibling in state.siblings {
                let register = Oracle.Register(record: state.id, field: sibling.field)
                guard let op = oracle.identity(of: state.origins[sibling.origin], on: state.id) else {
                    throw fail("I4: \(name) shows a value of an op that nobody wrote")
                }
                found[register, default: []].insert(op)
                guard oracle.writes[register]?[op]?.value == sibling.value else {
                    throw fail("A12: \(name) holds another value than was written")
                }
            }
            try checkConflicts(state, replica.schema.kind(state.kind)!)
            let isConflict = state.present(replica.schema.kind(state.kind)!).conflicts.contains { $0.cause == .editedAfterDeletion }
            let deletion = oracle.deletion(of: state.id, accepted: applied)
            // Of what was written over a server that was put back may hear no more.
            if deletion.isConcurrent || deletion.isUnanswered && !isForked && !mayHaveForgotten, !isConflict {
                throw fail("C4: \(name) hides that \(state.id) was edited after deletion")
            }
            if isConflict, !deletion.isConcurrent, !deletion.wasConcurrent, !isForked {
                throw fail("C4: \(name) says that \(state.id) was edited after deletion, and nobody did")
            }
            return true
        }
        let here = Set(places.filter { $0.value == area.code }.keys)
        let expected = oracle.expected(of: here, accepted: applied)
        let lost = expected.filter { !$0.value.isSubset(of: found[$0.key] ?? []) }
        let extra = found.filter { !$0.value.isSubset(of: expected[$0.key] ?? []) }
        if let first = lost.first {
            let writes = first.value.subtracting(found[first.key] ?? []).map { oracle.names[$0]! }
            throw fail(
                "I2: \(name) lost \(writes) in field \(first.key.field) of \(first.key.record); holds \((found[first.key] ?? []).map { oracle.names[$0]! })"
            )
        }
        if extra.isEmpty { return }
        guard isForked else { throw fail("I6: \(name), \(extra.first!.key): a false conflict") }
        count("false conflict")
    }

    private func checkConflicts(_ state: RecordState, _ kind: Kind) throws {
        let shown = state.present(kind)
        for field in kind.fields {
            let values = Set(state.register(field.number).map(\.value))
            let isConflict = shown.conflicts.contains { $0.cause == .values && $0.fields == [field.number] }
            if values.count <= 1, isConflict { throw fail("I6: equal values of \(field.name) conflict") }
            let deleted = field.number == Field.deleted.number && shown.conflicts.contains { $0.cause == .editedAfterDeletion }
            if values.count > 1, field.policy == .review, !isConflict, !deleted { throw fail("I6: \(field.name) hides a conflict") }
        }
    }

    /// I4: a vector claims no op whose effect is not there.
    private func checkVectors(_ index: Int, _ places: [RecordID: String]) throws {
        let store = devices[index].replica.store
        let applied = try accounts().applied
        for area in try store.areas() where devices[index].areas.contains(area.code) && area.stage == .live {
            for (number, k) in try store.vector(area: area.number) {
                let incarnation = try store.actor(number: number).incarnation
                for each in 1...k {
                    guard try isInFeed(Dot(incarnation, each)), let op = try identity(of: Dot(incarnation, each), on: service.replica),
                        let record = oracle.recordOf[op], applied.contains(op), let place = places[record],
                        devices[index].areas.contains(place)
                    else { continue }
                    guard let ref = try store.find(record, kind: 1), try store.load(ref)?.area == store.area(place)?.number else {
                        throw fail("I4: device \(index) claims \(each) of \(incarnation) without its record")
                    }
                }
            }
        }
    }

    private func isInFeed(_ dot: Dot) throws -> Bool {
        let store = service.replica.store
        return try store.findActor(dot.incarnation).flatMap { try store.position(actor: $0.number, k: dot.k) } != nil
    }

    private struct Part: Hashable {
        let op: Oracle.Identity
        let field: UInt32
    }

    /// What the server holds: in feeds, and in the quarantine.
    private func accounts() throws -> (applied: Set<Oracle.Identity>, refused: Set<Oracle.Identity>, superseded: Set<Oracle.Identity>) {
        let store = service.replica.store
        var applied: Set<Oracle.Identity> = []
        var registers: Set<Part> = []
        for area in try store.areas() {
            try store.feed(area: area.number, after: 0, skipping: nil) { entry in
                if entry.k == 0 { return true }
                let dot = Dot(try store.actor(number: entry.actor).incarnation, entry.k)
                let op = try Op(decoding: entry.op)
                let identity = oracle.canonical(op.identity(at: dot, bytes: entry.op))
                applied.insert(identity)
                // What came back in parts stands in as many entries.
                for write in op.registers {
                    guard registers.insert(Part(op: identity, field: write.field)).inserted else {
                        throw fail("I3: \(dot) is an op that stands twice in the feeds")
                    }
                }
                return true
            }
        }
        let isSuperseded = { (refusal: RefusedOp) in refusal.verdict.fate == .superseded }
        let kept = try store.verdicts(actor: nil, after: 0).filter { !$0.verdict.isOfIdentity || isSuperseded($0) }
        let named = try kept.map { refusal in
            oracle.canonical(
                try Op(decoding: refusal.op).identity(
                    at: Dot(try store.actor(number: refusal.actor).incarnation, refusal.verdict.k), bytes: refusal.op))
        }
        let superseded = zip(kept, named).filter { isSuperseded($0.0) }.map(\.1)
        return (applied, Set(zip(kept, named).filter { !isSuperseded($0.0) }.map(\.1)), Set(superseded).subtracting(applied))
    }

    /// Why ops wait in the quarantine, for whoever reads a failure.
    private func refusals(of ops: [Oracle.Identity]) throws -> [String] {
        let store = service.replica.store
        return try store.verdicts(actor: nil, after: 0).compactMap { refusal in
            let dot = Dot(try store.actor(number: refusal.actor).incarnation, refusal.verdict.k)
            let op = try oracle.canonical(Op(decoding: refusal.op).identity(at: dot, bytes: refusal.op))
            return ops.contains(op) ? "\(oracle.names[op]!) at \(dot): \(refusal.verdict.code) \(refusal.verdict.detail)" : nil
        }
    }

    /// I2, I3 and I13: every op is in a feed once, or in the quarantine with a reason, or was on a disk that was overwritten.
    private func checkAccounts(_ places: [RecordID: String]) throws {
        let (applied, refused, superseded) = try accounts()
        try checkTransactions()
        // What is said to be replaced must be: by something that is there.
        // (Or was, where an administrator believed nothing and the next restore lost what waited.)
        let others = faults.believes ? applied : Set(oracle.recordOf.keys)
        guard superseded.allSatisfy({ oracle.isReplaced($0, by: others) }) else {
            throw fail("I2: \(superseded.map { oracle.names[$0]! }) count as replaced and are not")
        }
        guard applied.isDisjoint(with: refused) else {
            throw fail("I13: both applied and refused: \(applied.intersection(refused).map { oracle.names[$0]! })")
        }
        if let wrong = oracle.misjudged(
            applied: applied, refused: refused, isForgetful: mayHaveForgotten,
            lacks: { mayHaveForgotten && places[$0] == nil })
        {
            throw fail(
                "I13: a transaction was judged wrongly: \(wrong.ops.map { oracle.names[$0]! }), poisoned: \(wrong.isPoisoned), "
                    + "refused as \(try refusals(of: wrong.ops))")
        }
        for (index, device) in devices.enumerated() {
            let store = device.replica.store
            for actor in try store.actors() {
                try store.ownOps(after: 0, actor: actor.number) { row in
                    let op = oracle.canonical(try Op(decoding: row.op).identity(at: Dot(actor.incarnation, row.k), bytes: row.op))
                    guard applied.contains(op) || refused.contains(op) || superseded.contains(op) else {
                        throw fail("I2: op \(oracle.names[op]!) of device \(index) is nowhere else")
                    }
                    return true
                }
            }
        }
        let missing = Set(oracle.recordOf.keys).subtracting(applied.union(refused).union(superseded))
        guard missing.isEmpty || counters["put back"] != nil else { throw fail("I2: \(missing.count) ops are unaccounted for") }
    }

    /// I16: a transaction's ops stand together.
    private func checkTransactions() throws {
        let store = service.replica.store
        for area in try store.areas() {
            var openUntil: UInt64 = 0
            try store.feed(area: area.number, after: 0, skipping: nil) { entry in
                if openUntil > 0, entry.position <= openUntil, entry.more != UInt32(openUntil - entry.position) {
                    throw fail("I16: a transaction is torn")
                }
                if entry.position > openUntil { openUntil = entry.position + UInt64(entry.more) }
                return true
            }
        }
    }
}
