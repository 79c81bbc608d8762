@testable import SyncCore

/// What must hold once everybody has synced.
extension World {
    func check() throws {
        for index in devices.indices { try check(index) }
        try checkAccounts()
    }

    private func fail(_ what: String) -> Broken { Broken(description: what) }

    private func check(_ index: Int) throws {
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
            guard here.digest == there.digest else { throw fail("I1: device \(index) and the server differ in \(code)") }
            for (name, replica, area) in [("device \(index)", device.replica, here), ("server", service.replica, there)] {
                guard try replica.recomputedDigest(of: area) == area.digest else {
                    throw fail("I9: the digest of \(code) at \(name) is off")
                }
            }
            try compare(device.replica, here, "device \(index)")
        }
        // I12 for what is not moved: nothing of other areas, except own refused work, which is in no area.
        for area in try store.areas() where !device.areas.contains(area.code) {
            try store.records(area: area.number, after: nil) { _, state in
                if !state.isEmpty { throw fail("I12: device \(index) shows a record of \(area.code)") }
                return true
            }
        }
        try checkVectors(index)
    }

    /// I2, I5, I6: what is shown are just the writes that no other had seen.
    private func compare(_ replica: Replica, _ area: AreaState, _ name: String) throws {
        var found: [Oracle.Register: Set<Dot>] = [:]
        try replica.store.records(area: area.number, after: nil) { _, state in
            for sibling in state.siblings {
                found[.init(record: state.id, field: sibling.field), default: []].insert(state.origins[sibling.origin].dot)
                let written = oracle.writes[.init(record: state.id, field: sibling.field)]?[state.origins[sibling.origin].dot]?.value
                guard written == sibling.value else { throw fail("A12: \(name) holds another value than was written") }
            }
            let kind = replica.schema.kind(state.kind)!
            let shown = state.present(kind)
            for field in kind.fields {
                let values = Set(state.register(field.number).map(\.value))
                let isConflict = shown.conflicts.contains { $0.cause == .values && $0.fields == [field.number] }
                if values.count <= 1, isConflict { throw fail("I6: equal values of \(field.name) conflict") }
                let deleted = field.number == Field.deleted.number && shown.conflicts.contains { $0.cause == .editedAfterDeletion }
                if values.count > 1, field.policy == .review, !isConflict, !deleted { throw fail("I6: \(field.name) hides a conflict") }
            }
            return true
        }
        let expected = oracle.expected(area: area.code)
        guard found == expected else {
            let registers = Set(found.keys).union(expected.keys)
            let first = registers.first { found[$0] != expected[$0] }!
            throw fail("I2: \(name), \(first): holds \(found[first] ?? []), expected \(expected[first] ?? [])")
        }
    }

    /// I4: a vector claims no op whose effect is not there.
    private func checkVectors(_ index: Int) throws {
        let store = devices[index].replica.store
        let refused = oracle.refused()
        for area in try store.areas() where devices[index].areas.contains(area.code) && area.stage == .live {
            for (number, k) in try store.vector(area: area.number) {
                let incarnation = try store.actor(number: number).incarnation
                for each in 1...k {
                    let dot = Dot(incarnation, each)
                    guard let record = oracle.recordOf[dot], oracle.areaOf[record] == area.code, !refused.contains(dot) else { continue }
                    guard let ref = try store.find(record, kind: 1), try store.load(ref)?.area == area.number else {
                        throw fail("I4: device \(index) claims \(dot) without its record")
                    }
                }
            }
        }
    }

    /// I2 and I13: every op is in a feed, or in the quarantine with a reason; transactions stand together (I16).
    private func checkAccounts() throws {
        let store = service.replica.store
        var applied: Set<Dot> = []
        for area in try store.areas() {
            var openUntil: UInt64 = 0
            try store.feed(area: area.number, after: 0, skipping: nil) { entry in
                let dot = Dot(try store.actor(number: entry.actor).incarnation, entry.k)
                guard applied.insert(dot).inserted else { throw fail("I3: \(dot) stands twice in the feeds") }
                if openUntil > 0, entry.position <= openUntil, entry.more != UInt32(openUntil - entry.position) {
                    throw fail("I16: a transaction is torn")
                }
                if entry.position > openUntil { openUntil = entry.position + UInt64(entry.more) }
                return true
            }
        }
        let refused = Set(try store.verdicts(actor: nil, after: 0).map { Dot(try store.actor(number: $0.actor).incarnation, $0.verdict.k) })
        guard refused == oracle.refused() else {
            throw fail("I13: refused \(refused.symmetricDifference(oracle.refused())) differently than expected")
        }
        guard applied.isDisjoint(with: refused), applied.union(refused) == Set(oracle.recordOf.keys) else {
            throw fail("I2: ops are unaccounted for: \(Set(oracle.recordOf.keys).subtracting(applied.union(refused)))")
        }
    }
}
