import Testing

@testable import SyncCore

/// I5 over every small history: three replicas, up to four edits, every causal pattern, every order that respects causality.
@Suite struct FoldingLawTests {
    private func fold(_ history: History, _ order: some Sequence<Int>, positions: Bool) -> RecordState {
        var state = RecordState(id: recordID(1), kind: 1)
        for (place, index) in order.enumerated() {
            state.fold(history.op(index), dot: history.edits[index].dot, position: positions ? UInt64(place + 1) : 0)
        }
        return state
    }

    /// The fields whose registers are not what they must be.
    private func wrong(_ state: RecordState, _ history: History, fields: [UInt32]) -> [UInt32] {
        fields.filter { state.live($0) != history.live($0) }
    }

    @Test(arguments: 1...4)
    func `I5: every order that respects causality gives the same registers and digest`(count: Int) {
        var histories = 0
        var failures: [String] = []
        History.forEach(count: count, fields: [[2], [3], [2, 3]]) { history in
            histories += 1
            var digests: Set<Digest> = []
            history.forEachOrder { order in
                let state = fold(history, order, positions: false)
                digests.insert(state.digest())
                let wrong = wrong(state, history, fields: [2, 3])
                if !wrong.isEmpty { failures.append("\(history) in order \(order): fields \(wrong)") }
            }
            if digests.count != 1 { failures.append("\(history): \(digests.count) digests") }
        }
        #expect(failures.isEmpty, "\(failures.count) of \(histories) histories, the first: \(failures.first ?? "")")
        #expect(histories == [1: 3, 2: 27, 3: 486, 4: 12_636][count], "the enumeration itself")
    }

    @Test(arguments: 1...4)
    func `I5 C3 C4: what the writer of a living value missed is remembered, in every order, however it was written over`(count: Int) {
        var failures: [String] = []
        var memories = 0
        History.forEach(count: count, fields: [[2], [3], [2, 3]]) { history in
            let expected = history.missed(fields: [2, 3])
            memories += expected.count
            history.forEachOrder { order in
                let state = fold(history, order, positions: false)
                let found = Dictionary(grouping: state.missed) { state.origins[$0.origin].dot }.mapValues { Set($0.map(\.field)) }
                if found != expected { failures.append("\(history) in order \(order): \(found), not \(expected)") }
            }
        }
        #expect(failures.isEmpty, "\(failures.count), the first: \(failures.first ?? "")")
        #expect((memories > 0) == (count > 2), "the enumeration itself")
    }

    @Test(arguments: 1...4)
    func `I5: folding any entry of the feed again, at any time, changes nothing`(count: Int) {
        var failures: [String] = []
        History.forEach(count: count, fields: [[2], [2, 3]]) { history in
            history.forEachOrder { order in
                var state = RecordState(id: recordID(1), kind: 1)
                for place in order.indices {
                    state.fold(history.op(order[place]), dot: history.edits[order[place]].dot, position: UInt64(place + 1))
                    let before = state
                    for again in 0...place {
                        state.fold(history.op(order[again]), dot: history.edits[order[again]].dot, position: UInt64(again + 1))
                    }
                    if state != before { failures.append("\(history) in order \(order) at \(place)") }
                }
            }
        }
        #expect(failures.isEmpty, "\(failures.count), the first: \(failures.first ?? "")")
    }

    @Test func `I5: an op whose values are still live can be folded again without a position`() {
        var state = RecordState(id: recordID(1), kind: 1)
        state.fold(note([2: .text("a")]), dot: dot(1, 1), position: 0)
        state.fold(note([3: .text("new")]), dot: dot(2, 1), position: 0)
        let before = state
        state.fold(note([2: .text("a")]), dot: dot(1, 1), position: 0)
        #expect(state == before)
    }

    /// Edit i stands at position i + 1, and each writer's cursor may be anywhere up to there, never going back.
    @Test func `I5: a context written as a cursor means the same as its dots written out`() {
        var compared = 0
        func extend(_ history: History, _ cursors: [UInt64], _ count: Int) {
            if history.edits.count == count {
                compared += 1
                var short = RecordState(id: recordID(1), kind: 1)
                var long = short
                for index in history.edits.indices {
                    let dot = history.edits[index].dot
                    short.fold(history.op(index, seen: cursors[index]), dot: dot, position: UInt64(index + 1))
                    long.fold(history.op(index), dot: dot, position: UInt64(index + 1))
                }
                let isSame = short.siblings == long.siblings && short.origins.map(\.dot) == long.origins.map(\.dot)
                #expect(isSame, "\(history) cursors \(cursors)")
                #expect(wrong(short, history, fields: [2, 3]).isEmpty, "\(history) cursors \(cursors)")
                return
            }
            let known = (history.edits.map(\.replica).max() ?? -1) + 1
            for replica in 0..<min(known + 1, 3) {
                let own = history.edits.indices.filter { history.edits[$0].replica == replica }
                for cursor in (own.last.map { Int(cursors[$0]) } ?? 0)...history.edits.count {
                    for fields in [[2], [3], [2, 3]] as [[UInt32]] {
                        var next = history
                        next.add(replica: replica, seen: history.closure(of: Array(0..<cursor) + own), fields: fields)
                        extend(next, cursors + [UInt64(cursor)], count)
                    }
                }
            }
        }
        for count in 1...4 { extend(History(), [], count) }
        #expect(compared > 10_000)
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `I5: larger random histories, in random orders, partly as feed and partly as own ops`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let history = History.random(&random, edits: 10 + random.below(30), replicas: 2 + random.below(4), fields: 4)
        var digests: Set<Digest> = []
        for _ in 0..<12 {
            let order = history.randomOrder(&random)
            let fed = random.below(order.count + 1)
            var state = RecordState(id: recordID(1), kind: 1)
            for (place, index) in order.enumerated() {
                state.fold(history.op(index), dot: history.edits[index].dot, position: place < fed ? UInt64(place + 1) : 0)
            }
            digests.insert(state.digest())
            #expect(wrong(state, history, fields: [2, 3, 4, 5]).isEmpty, "seed \(seed): \(history) in order \(order)")
        }
        #expect(digests.count == 1, "seed \(seed)")
    }

    @Test func `an op touches no register but those it writes, keyed ones included`() {
        var state = RecordState(id: recordID(1), kind: 1)
        var op = note([2: .text("a")])
        op.writes.append(Op.FieldWrite(9, key: "2026", .integer(1)))
        op.writes.append(Op.FieldWrite(9, key: "2027", .integer(2)))
        state.fold(op, dot: dot(1, 1), position: 1)
        var second = note(seen: 1, [:])
        second.writes = [Op.FieldWrite(9, key: "2026", .integer(3))]
        state.fold(second, dot: dot(2, 1), position: 2)
        #expect(state.live(9, key: "2026") == [dot(2, 1): .integer(3)])
        #expect(state.live(9, key: "2027") == [dot(1, 1): .integer(2)])
        #expect(state.live(2) == [dot(1, 1): .text("a")])
        #expect(state.origins.map(\.dot) == [dot(1, 1), dot(2, 1)])
    }

    @Test func `an op that has lost its last value leaves no origin behind`() {
        var state = RecordState(id: recordID(1), kind: 1)
        state.fold(note([2: .text("a")]), dot: dot(1, 1), position: 1)
        state.fold(note(seen: 1, [2: .text("b")]), dot: dot(2, 1), position: 2)
        #expect(state.origins.map(\.dot) == [dot(2, 1)])
    }
}
