import Testing

@testable import SyncCore

/// What every store must do for who is where, and for areas that go.
@Suite struct StoreStandingTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: StoreKind.allCases)
    func `how far each incarnation is, per area, is set, replaced and taken away`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction {
            #expect(try store.acknowledgements(area: 1) == [:])
            try store.acknowledge(actor: 1, area: 1, position: 5)
            try store.acknowledge(actor: 2, area: 1, position: 1 << 40 - 1)
            try store.acknowledge(actor: 1, area: 2, position: 0)
            #expect(try store.acknowledgements(area: 1) == [1: 5, 2: 1 << 40 - 1])
            try store.acknowledge(actor: 1, area: 1, position: 3)
            try store.acknowledge(actor: 2, area: 1, position: nil)
            try store.acknowledge(actor: 9, area: 9, position: nil)
            #expect(try store.acknowledgements(area: 1) == [1: 3])
            #expect(try store.acknowledgements(area: 2) == [1: 0])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a standing comes back as it was saved, and one that never was is an ordinary one`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction {
            #expect(try store.standing(actor: 1) == Standing())
            var standing = Standing()
            (standing.pending, standing.isRetired) = (12, true)
            try store.save(standing, actor: 1)
            #expect(try store.standing(actor: 1) == standing)
            #expect(try store.standing(actor: 2) == Standing())
            standing.isRetired = false
            try store.save(standing, actor: 1)
            #expect(try store.standing(actor: 1) == standing)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `I12: an area that is dropped leaves nothing, and takes nothing of others along`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        let (a, b) = (1, 2)
        var refs: [RecordRef] = []
        func fill(area: Int, _ seeds: [UInt64]) throws {
            for seed in seeds {
                let ref = try store.insert(StoreRecordTests.everything(seed, kind: seed % 3 == 0 ? 77 : 1), area: area)
                refs.append(ref)
                try store.setOverlay(ref, StoredRecord(area: area, state: StoreRecordTests.everything(seed + 1)))
                try store.appendFeed(
                    FeedEntry(area: area, position: seed, record: ref, actor: 1, k: seed, more: 0, receivedAt: 0, op: someBytes(seed)))
                try store.extendRun(area: area, position: seed, actor: 1, k: seed)
            }
        }
        try store.transaction {
            for code in ["A", "B"] { _ = try store.save(AreaState(code: code, name: code)) }
            try fill(area: a, [1, 2, 3, 4])
            try fill(area: b, [11, 12])
            try store.appendOwn(OwnOp(actor: 1, k: 20, area: a, record: refs[0], more: 0, op: [7]))
        }
        let other = try store.everything(records: [refs[4], refs[5]]).filter { !$0.contains("conflicts:") }
        #expect(try store.transaction { try store.dropArea(a) } == 4)
        try store.records(area: a, after: nil) { ref, _ in
            Issue.record("\(ref) is still there")
            return true
        }
        try store.feed(area: a, after: 0, skipping: nil) { entry in
            Issue.record("\(entry.position) is still there")
            return true
        }
        #expect(try store.vector(area: a) == [:] && store.position(actor: 1, k: 2) == nil && store.op(actor: 1, k: 2) == nil)
        // The record that an own op is on is still its record, with nothing in it and in no area.
        #expect(try store.load(refs[0])?.area == 0 && store.load(refs[0])?.state.isEmpty == true)
        #expect(try store.ownOps(of: refs[0]).map(\.k) == [20])
        for ref in refs[1...3] { #expect(try store.load(ref) == nil && store.overlay(ref) == nil && store.entries(of: ref).isEmpty) }
        #expect(try store.overlay(refs[0]) == nil)
        #expect(try store.conflicts(area: a).isEmpty)
        #expect(try store.position(actor: 1, k: 12) == 12)
        let after = try store.everything(records: [refs[4], refs[5]])
        for line in other where line.contains("\(refs[4])") || line.contains("\(refs[5])") { #expect(after.contains(line), "\(line)") }
        // What comes again is found under its id, and nothing old with it.
        try store.transaction {
            let again = try store.insert(StoreRecordTests.everything(2), area: a)
            #expect(try store.entries(of: again).isEmpty && store.ownOps(of: again).isEmpty && store.overlay(again) == nil)
            #expect(try store.dropArea(a) == 1)
            #expect(try store.dropArea(a) == 0)
        }
    }
}
