import SyncCore
import Testing
import WijkDomain

@Suite("The order of a plan's items: anchored moves (ADR 0015, C6)")
struct RankOrderTests {
    private let plan = id(1_000)

    @Test func `items that nobody moved stand in the order of their ids`() {
        #expect(order([(3, nil), (1, nil), (2, nil)]) == [1, 2, 3])
    }

    @Test func `S-AMF 8: 5 after 1 and 6 after 2 give 1,5,2,6,3,4 in both orders`() {
        let six = Board(plan, 1...6)
        let w1 = six.order.moves(of: id(5), after: id(1))
        let r1 = six.order.moves(of: id(6), after: id(2))
        #expect(w1.map { [number($0.0), number($0.1)] } == [[5, 1]])
        #expect(r1.map { [number($0.0), number($0.1)] } == [[6, 2]])
        for sync in [w1 + r1, r1 + w1] {
            var board = six
            board.apply(sync)
            #expect(board.numbers == [1, 5, 2, 6, 3, 4])
            #expect(board.order.clashes.isEmpty)
        }
    }

    @Test func `the plan's id means first`() {
        #expect(order([(1, nil), (2, nil), (3, 1_000)]) == [3, 1, 2])
    }

    @Test func `an item whose anchor is not there stands at its id's place`() {
        #expect(order([(1, nil), (2, 77), (3, nil)]) == [1, 2, 3])
    }

    @Test func `C6: one anchor claimed twice is a clash, shown in the order of the ids`() {
        let board = Board(plan, 1...4, [3: 1, 4: 1])
        #expect(board.numbers == [1, 3, 4, 2])
        #expect(board.order.clashes.map { $0.map(number) } == [[3, 4]])
    }

    @Test func `C6: saying again where an item stands settles the clash`() {
        for (item, anchor) in [(3, 1), (4, 3)] {
            var board = Board(plan, 1...4, [3: 1, 4: 1])
            board.apply(board.order.moves(of: id(item), after: id(anchor)))
            #expect(board.numbers == [1, 3, 4, 2])
            #expect(board.order.clashes.isEmpty)
        }
    }

    @Test func `two who move unseen of each other after the other's item make a circle, which starts at its lowest id`() {
        let board = Board(plan, 1...5, [2: 4, 4: 2, 5: 4])
        #expect(board.numbers == [1, 2, 4, 5, 3])
        #expect(board.order.circles.map { $0.map(number) } == [[2, 4]])
        var settled = board
        settled.apply(board.order.moves(of: id(4), after: id(2)))
        #expect(settled.numbers == [1, 2, 4, 5, 3])
        #expect(settled.order.circles.isEmpty)
    }

    @Test func `an item after itself stands at its id's place`() {
        #expect(order([(1, nil), (2, 2), (3, nil)]) == [1, 2, 3])
    }

    @Test func `moving an item to where it stands writes nothing`() {
        let board = Board(plan, 1...3)
        #expect(board.order.moves(of: id(2), after: id(1)).isEmpty)
        #expect(board.order.moves(of: id(1), after: plan).isEmpty)
        #expect(board.order.moves(of: id(2), after: id(2)).isEmpty)
        #expect(board.order.moves(of: id(2), after: id(99)).isEmpty)
        #expect(board.order.moves(of: id(99), after: id(1)).isEmpty)
    }

    @Test(arguments: 0..<200)
    func `exactly the moved item moves, whatever was written before`(seed: Int) {
        var random = Seeded(UInt64(seed))
        let count = Int.random(in: 1...9, using: &random)
        var board = Board(plan, 1...count)
        for item in 1...count where Bool.random(using: &random) {
            board.anchors[id(item)] = [plan, id(Int.random(in: 1...(count + 1), using: &random))].randomElement(using: &random)
        }
        for _ in 0..<6 {
            let item = id(Int.random(in: 1...count, using: &random))
            let anchor = ([plan] + board.order.ids.filter { $0 != item }).randomElement(using: &random) ?? plan
            var wanted = board.order.ids.filter { $0 != item }
            wanted.insert(item, at: anchor == plan ? 0 : (wanted.firstIndex(of: anchor) ?? 0) + 1)
            let before = board.order
            let moves = before.moves(of: item, after: anchor)
            board.apply(moves)
            #expect(board.order.clashes.count <= before.clashes.count, "a move makes no clash by itself")
            #expect(board.order.circles.count <= before.circles.count)
            #expect(board.order.ids == wanted, "\(moves.map { [number($0.0), number($0.1)] })")
            #expect(Set(moves.map(\.0)).count == moves.count)
            #expect(moves.allSatisfy { $0.0 != $0.1 })
        }
    }

    @Test(arguments: 0..<50)
    func `a whole order is set as it is said, and then every move writes at most three`(seed: Int) {
        var random = Seeded(UInt64(seed))
        let wanted = (1...11).map(id).shuffled(using: &random)
        var board = Board(plan, 1...11)
        board.apply(RankOrder.moves(setting: wanted, plan: plan))
        #expect(board.order.ids == wanted)
        #expect(board.order.clashes.isEmpty)
        let moves = board.order.moves(of: wanted[7], after: wanted[2])
        #expect((2...3).contains(moves.count))
        board.apply(moves)
        #expect(board.order.clashes.isEmpty)
    }

    @Test(arguments: 0..<100)
    func `the order depends on what is said and not on who says it first`(seed: Int) {
        var random = Seeded(UInt64(seed))
        let items = (1...12).map { (id: id($0), after: Bool.random(using: &random) ? id(Int.random(in: 1...14, using: &random)) : nil) }
        let expected = RankOrder(plan: plan, items: items)
        #expect(Set(expected.ids) == Set(items.map(\.id)))
        #expect(expected.ids.count == items.count)
        for _ in 0..<5 {
            let other = RankOrder(plan: plan, items: items.shuffled(using: &random))
            #expect(other.ids == expected.ids)
            #expect(other.clashes == expected.clashes)
            #expect(other.circles == expected.circles)
        }
    }

    @Test(arguments: 0..<100)
    func `moves of two people that write different items merge to the same order whoever syncs first`(seed: Int) {
        var random = Seeded(UInt64(seed))
        var board = Board(plan, 1...10)
        if Bool.random(using: &random) { board.apply(RankOrder.moves(setting: (1...10).map(id).shuffled(using: &random), plan: plan)) }
        let both = (0..<2).map { _ in
            board.order.moves(of: id(Int.random(in: 1...10, using: &random)), after: id(Int.random(in: 1...10, using: &random)))
        }
        guard Set(both[0].map(\.0)).isDisjoint(with: both[1].map(\.0)) else { return }
        var (left, right) = (board, board)
        left.apply(both[0] + both[1])
        right.apply(both[1] + both[0])
        #expect(left.order.ids == right.order.ids)
    }

    private func order(_ items: [(Int, Int?)]) -> [Int] {
        RankOrder(plan: plan, items: items.map { (id: id($0.0), after: $0.1.map(id)) }).ids.map(number)
    }
}

/// The items of a plan with what each is written to follow.
private struct Board {
    let plan: RecordID
    let items: [RecordID]
    var anchors: [RecordID: RecordID]

    init(_ plan: RecordID, _ numbers: ClosedRange<Int>, _ anchors: [Int: Int] = [:]) {
        self.plan = plan
        items = numbers.map(id)
        self.anchors = Dictionary(uniqueKeysWithValues: anchors.map { (id($0), id($1)) })
    }

    var order: RankOrder { RankOrder(plan: plan, items: items.map { (id: $0, after: anchors[$0]) }) }
    var numbers: [Int] { order.ids.map(number) }

    mutating func apply(_ moves: [(RecordID, RecordID)]) {
        for (item, anchor) in moves { anchors[item] = anchor }
    }
}
