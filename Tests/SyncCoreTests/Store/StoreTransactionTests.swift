import Testing

@testable import SyncCore

/// All or nothing: what a transaction that throws leaves behind is what was there before it, caches included.
@Suite struct StoreTransactionTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// One of everything, and then changes of everything.
    private func change(_ store: any ReplicaStore, _ step: UInt64) throws {
        try store.setFact(.written, [UInt8(step)])
        if step == 2 { try store.setFact(.lastSync, [9]) }
        var actor = try store.actor(life(step))
        actor.chain.append([UInt8(step)])
        actor.device = "d\(step)"
        try store.save(actor)
        try store.addChainPoint(actor: actor.number, Chain(k: step, hash: [UInt8(step)]))
        var area = try store.area("A") ?? store.save(AreaState(code: "A", name: "A"))
        area.position = step
        area.stage = step == 1 ? .live : .seeding(position: 1, chain: FeedChain(start: "A"), resume: [1])
        try store.save(area)
        _ = try store.save(AreaState(code: "B\(step)", name: "B"))
        let ref = try store.insert(StoreRecordTests.everything(step), area: area.number)
        if let known = try store.find(recordID(1), kind: 1), step > 1 { try store.update(known, StoreRecordTests.everything(7), area: 2) }
        try store.setOverlay(ref, StoredRecord(area: 1, state: StoreRecordTests.everything(step + 1)))
        try store.appendFeed(
            FeedEntry(area: area.number, position: step, record: ref, actor: actor.number, k: step, more: 0, receivedAt: 0, op: [1]))
        try store.extendRun(area: area.number, position: step, actor: 1, k: step)
        try store.appendOwn(OwnOp(actor: 1, k: step, area: 1, record: ref, more: 0, op: [2]))
        try store.save(Verdict(k: step, code: "c", detail: "", decider: "", decidedAt: 0), actor: 1, op: nil)
    }

    private func state(_ store: any ReplicaStore) throws -> [String] {
        try store.everything(records: [RecordRef(kind: 1, row: 1), RecordRef(kind: 1, row: 2)], lives: [life(1), life(2), life(3)])
    }

    @Test(arguments: StoreKind.allCases)
    func `I16: a transaction that throws leaves nothing behind, caches included`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction { try change(store, 1) }
        let before = try state(store)
        #expect(throws: Undone.self) {
            try store.transaction {
                try change(store, 2)
                throw Undone()
            }
        }
        #expect(try state(store) == before)
        try store.transaction { try change(store, 2) }
        let after = try state(store)
        #expect(after != before)
        #expect(try store.position(actor: 1, k: 2) == 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `a transaction within a transaction is part of it`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction {
            try store.transaction { try change(store, 1) }
            #expect(try store.reading { try store.fact(.written) } == [1])
        }
        let before = try state(store)
        #expect(throws: Undone.self) {
            try store.transaction {
                try store.transaction { try change(store, 2) }
                throw Undone()
            }
        }
        #expect(try state(store) == before)
    }

    @Test(arguments: StoreKind.allCases)
    func `I16: an inner transaction that throws is undone, also when the outer one goes on`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction { try change(store, 1) }
        let before = try state(store)
        try store.transaction {
            do {
                try store.transaction { () throws -> Void in
                    try change(store, 2)
                    throw Undone()
                }
            } catch is Undone {}
        }
        #expect(try state(store) == before)
    }

    /// A record of a kind that only a newer version knows makes a table; when its transaction is undone, so is the table.
    @Test(arguments: StoreKind.allCases)
    func `F28: an unknown kind can be stored after a transaction that met it first was undone`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        #expect(throws: Undone.self) {
            try store.transaction {
                _ = try store.find(recordID(1), kind: 77)
                throw Undone()
            }
        }
        try store.transaction { _ = try store.insert(StoreRecordTests.everything(1, kind: 77), area: 1) }
        #expect(try store.find(recordID(1), kind: 77) != nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `the store can be read outside a transaction, and after one`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        let number = try store.transaction { try store.save(AreaState(code: "A", name: "A")).number }
        #expect(try store.area("A")?.number == number)
        #expect(try store.reading { try store.areas().count } == 1)
    }

    @Test func `a savepoint undoes its own part only`() throws {
        let store = try SQLiteStore(path: ":memory:", schema: Notes.schema, access: .create)
        try store.transaction { try change(store, 1) }
        let before = try state(store)
        try store.transaction { () throws -> Void in
            do {
                try store.savepoint { () throws -> Void in
                    try change(store, 2)
                    throw Undone()
                }
            } catch is Undone {}
            try store.setFact(.enrolment, [7])
        }
        #expect(try state(store).filter { !$0.hasPrefix("fact enrolment") } == before.filter { !$0.hasPrefix("fact enrolment") })
        #expect(try store.fact(.enrolment) == [7])
        try store.transaction { try store.savepoint { try change(store, 2) } }
        #expect(try store.fact(.written) == [2])
    }
}
