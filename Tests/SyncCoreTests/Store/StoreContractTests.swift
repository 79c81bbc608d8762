import Testing

@testable import SyncCore

/// What every store must do: facts, actors, areas, feeds, own ops, verdicts. Records have a suite of their own.
@Suite struct StoreContractTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: StoreKind.allCases)
    func `facts are stored, replaced and removed`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction {
            for fact in Fact.allCases {
                #expect(try store.fact(fact) == nil)
                try store.setFact(fact, [1, 0, 255])
                #expect(try store.fact(fact) == [1, 0, 255])
                try store.setFact(fact, [])
                #expect(try store.fact(fact) == [])
                try store.setFact(fact, nil)
                #expect(try store.fact(fact) == nil)
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `actors get numbers in order and keep chain, device and person`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction {
            #expect(try store.findActor(life(1)) == nil)
            let first = try store.actor(life(1))
            let second = try store.actor(life(2))
            #expect(first.number != second.number && first.number > 0)
            #expect(first.chain == Chain(start: life(1)) && first.device.isEmpty)
            var changed = second
            changed.chain.append([1, 2, 3])
            changed.device = "tablet 4"
            changed.person = "Fatima"
            try store.save(changed)
            #expect(try store.actor(life(2)) == changed)
            #expect(try store.findActor(life(2)) == changed)
            #expect(try store.actor(number: changed.number) == changed)
            #expect(try store.actor(life(1)) == first)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `chain points are kept per actor`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction {
            let (first, second) = (try store.actor(life(1)), try store.actor(life(2)))
            try store.addChainPoint(actor: first.number, Chain(k: 5, hash: [5]))
            try store.addChainPoint(actor: first.number, Chain(k: 9, hash: [9]))
            try store.addChainPoint(actor: second.number, Chain(k: 5, hash: [55]))
            #expect(try store.chainPoint(actor: first.number, k: 5) == [5])
            #expect(try store.chainPoint(actor: first.number, k: 9) == [9])
            #expect(try store.chainPoint(actor: second.number, k: 5) == [55])
            #expect(try store.chainPoint(actor: first.number, k: 6) == nil)
        }
    }

    static let stages: [AreaState.Stage] = [
        .new, .live, .closed, .seeding(position: 12, chain: FeedChain(hash: [1, 2]), resume: []),
        .seeding(position: 1 << 40 - 1, chain: FeedChain(hash: Array(repeating: 7, count: 32)), resume: [0, 9]),
    ]

    @Test(arguments: StoreKind.allCases, stages)
    func `an area comes back as it was saved, in every stage`(kind: StoreKind, stage: AreaState.Stage) throws {
        let store = try kind.make(folder)
        try store.transaction {
            let other = try store.save(AreaState(code: "B", name: "Boven"))
            var area = try store.save(AreaState(code: "WK030701", name: "Stadskern"))
            #expect(area.number > 0 && area.number != other.number)
            #expect(try store.area("WK030701") == area)
            area.name = "Stadskern \u{E9}"
            area.position = 77
            area.chain.append(dot(1, 1), [1])
            area.digest += Hash.digest(of: [1])
            area.floor = 3
            area.stage = stage
            #expect(try store.save(area) == area)
            #expect(try store.area("WK030701") == area)
            #expect(try store.areas() == [other, area])
            #expect(try store.area("b") == nil)
        }
    }

    private func entry(_ area: AreaState, _ position: UInt64, _ ref: RecordRef, _ actor: Int, _ k: UInt64, more: UInt32 = 0) -> FeedEntry {
        FeedEntry(
            area: area.number, position: position, record: ref, actor: actor, k: k, more: more, receivedAt: Int64(position) * -1_000,
            op: someBytes(position))
    }

    @Test(arguments: StoreKind.allCases)
    func `a feed comes back in order, from any position, one area at a time`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction {
            let (a, b) = (try store.save(AreaState(code: "A", name: "A")), try store.save(AreaState(code: "B", name: "B")))
            let (first, second) = (RecordRef(kind: 1, row: 7), RecordRef(kind: 2, row: 7))
            var expected: [FeedEntry] = []
            for position in 1...50 as ClosedRange<UInt64> {
                expected.append(
                    entry(a, position, position % 3 == 0 ? second : first, Int(position % 2) + 1, position, more: UInt32(position % 4)))
                try store.appendFeed(expected.last!)
                try store.appendFeed(entry(b, position, first, 1, position + 100))
            }
            for start in [0, 1, 25, 49, 50, 51] as [UInt64] {
                var read: [FeedEntry] = []
                try store.feed(area: a.number, after: start, skipping: nil) { entry in
                    read.append(entry)
                    return true
                }
                #expect(read == expected.filter { $0.position > start })
            }
            var page: [UInt64] = []
            try store.feed(area: a.number, after: 10, skipping: nil) { entry in
                page.append(entry.position)
                return page.count < 3
            }
            #expect(page == [11, 12, 13])
            #expect(try store.entries(of: second) == expected.filter { $0.record == second })
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a reader that has its own ops still learns where they stand`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction {
            let area = try store.save(AreaState(code: "A", name: "A"))
            for position in 1...6 as ClosedRange<UInt64> {
                try store.appendFeed(entry(area, position, RecordRef(kind: 1, row: 1), Int(position % 2), position))
            }
            var read: [FeedEntry] = []
            try store.feed(area: area.number, after: 0, skipping: 1) { entry in
                read.append(entry)
                return true
            }
            #expect(read.map(\.position) == Array(1...6) && read.map(\.k) == Array(1...6))
            #expect(read.filter { $0.actor == 0 }.allSatisfy { $0.op == someBytes($0.position) })
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `positions: runs of one actor, broken by other actors, other areas and gaps`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        // (area, position, actor, k), as they may come: area 2 fetched before the rest of area 1, actors taking turns.
        let steps: [(Int, UInt64, Int, UInt64)] = [
            (1, 1, 1, 1), (1, 2, 1, 2), (1, 3, 2, 1), (1, 4, 1, 3), (2, 1, 1, 6), (2, 2, 1, 7), (1, 5, 1, 4), (1, 6, 1, 5), (1, 7, 2, 3),
            (1, 8, 1, 8), (2, 3, 2, 2),
        ]
        try store.transaction { for step in steps { try store.extendRun(area: step.0, position: step.1, actor: step.2, k: step.3) } }
        for step in steps { #expect(try store.position(actor: step.2, k: step.3) == step.1, "\(step)") }
        for (actor, k) in [(1, 9), (1, 0), (2, 4), (3, 1)] as [(Int, UInt64)] { #expect(try store.position(actor: actor, k: k) == nil) }
        #expect(try store.vector(area: 1) == [1: 8, 2: 3])
        #expect(try store.vector(area: 2) == [1: 7, 2: 2])
        #expect(try store.vector(area: 3) == [:])
        // The last run goes on in the next transaction, and is seen at once.
        try store.transaction {
            try store.extendRun(area: 2, position: 4, actor: 2, k: 4)
            #expect(try store.position(actor: 2, k: 4) == 4)
            #expect(try store.vector(area: 2) == [1: 7, 2: 4])
        }
        #expect(try store.position(actor: 2, k: 4) == 4)
    }

    @Test(arguments: StoreKind.allCases)
    func `I3 I5: random runs say the same as a plain table`(kind: StoreKind) throws {
        for seed in 1...8 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            let store = try kind == .file ? StoreKind.sqliteInMemory.make(folder) : kind.make(folder)
            var (next, heads, table) = ([Int: UInt64](), [Int: UInt64](), [[UInt64]: UInt64]())
            for _ in 0..<40 {
                try store.transaction {
                    for _ in 0..<random.below(8) {
                        let (actor, area) = (1 + random.below(3), 1 + random.below(2))
                        for _ in 0..<(1 + random.below(3)) {
                            next[actor, default: 0] += random.percent(15) ? 2 : 1
                            heads[area, default: 0] += 1
                            table[[UInt64(actor), next[actor]!]] = heads[area]!
                            try store.extendRun(area: area, position: heads[area]!, actor: actor, k: next[actor]!)
                        }
                    }
                }
            }
            for actor in 1...3 {
                for k in 1...(next[actor] ?? 1) {
                    #expect(try store.position(actor: actor, k: k) == table[[UInt64(actor), k]], "seed \(seed): \(actor) \(k)")
                }
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `own ops come back in order, by number and by record, one life at a time`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction {
            let (one, two) = (RecordRef(kind: 1, row: 1), RecordRef(kind: 2, row: 1))
            let ops = (1...9 as ClosedRange<UInt64>).map { k in
                OwnOp(
                    actor: k > 6 ? 2 : 1, k: k > 6 ? k - 6 : k, area: 1 + Int(k % 2), record: k % 3 == 0 ? two : one, more: UInt32(k % 2),
                    op: someBytes(k))
            }
            for op in ops { try store.appendOwn(op) }
            for after in 0...6 as ClosedRange<UInt64> {
                var read: [OwnOp] = []
                try store.ownOps(after: after, actor: 1) { op in
                    read.append(op)
                    return read.count < 2
                }
                #expect(read == Array(ops.filter { $0.actor == 1 && $0.k > after }.prefix(2)))
            }
            #expect(try store.ownOps(of: two) == ops.filter { $0.record == two })
            #expect(try store.ownOps(of: RecordRef(kind: 3, row: 1)).isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `I2: a verdict keeps its reason and the op`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction {
            let first = Verdict(k: 3, code: "schema.range", detail: "amount: from 0", decider: "server", decidedAt: 12)
            let second = Verdict(k: 7, code: "area.forbidden", detail: "\u{E9}", decider: "Anna", decidedAt: -5)
            try store.save(first, actor: 1, op: [1, 2])
            try store.save(second, actor: 1, op: nil)
            try store.save(first, actor: 2, op: [3])
            #expect(try store.verdict(actor: 1, k: 3) == first)
            #expect(try store.verdict(actor: 1, k: 7) == second)
            #expect(try store.verdict(actor: 1, k: 4) == nil)
            #expect(try store.verdict(actor: 3, k: 3) == nil)
            #expect(
                try store.verdicts(actor: 1, after: 0) == [
                    RefusedOp(actor: 1, verdict: first, op: [1, 2]), RefusedOp(actor: 1, verdict: second, op: []),
                ])
            #expect(try store.verdicts(actor: 1, after: 3).map(\.verdict) == [second])
            #expect(try store.verdicts(actor: nil, after: 0).map(\.actor) == [1, 1, 2])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a verdict saved again is one verdict`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        let verdict = Verdict(k: 3, code: "schema.range", detail: "", decider: "server", decidedAt: 12)
        try store.transaction { for _ in 0..<2 { try store.save(verdict, actor: 1, op: [1]) } }
        #expect(try store.verdicts(actor: 1, after: 0).count == 1)
    }
}
