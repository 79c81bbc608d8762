import SyncCore
import Testing

@testable import WijkDomain

@Suite("What in a plan's order waits for the body that orders (C6)")
struct PlanRankingTests {
    private let plan = id(100)

    private func item(_ number: Int, after: Int? = nil, status: String = "geprioriteerd") -> RecordValues {
        record(
            number, "plan_item",
            ["plan": reference(100), "title": .text("M\(number)"), "status": .text(status), "rank_after": after.map(reference) ?? .null])
    }

    private func ranking(_ items: RecordValues..., torn: Int...) -> PlanRanking {
        PlanRanking(plan: plan, items: items, torn: Set(torn.map { id($0) }))
    }

    @Test func `S-AMF 8: two separate moves are no conflict`() {
        let ranking = ranking(item(1), item(2), item(3), item(4), item(5, after: 1), item(6, after: 2))
        #expect(ranking.ranked == [1, 5, 2, 6, 3, 4].map { id($0) })
        #expect(ranking.clashes.isEmpty)
    }

    @Test func `S-DEV 7: two items that both want to be first clash, and the place they want is named`() {
        let ranking = ranking(item(1), item(4, after: 100), item(7, after: 100))
        #expect(ranking.clashes == [.init(cause: .place, plan: plan, anchor: plan, items: [id(4), id(7)])])
    }

    @Test func `S-DEV 7: one that was moved to two places, of which one is claimed by another too, is named once`() {
        #expect(ranking(item(1), item(4, after: 100), item(7, after: 100), torn: 7).clashes.map(\.items) == [[id(4), id(7)]])
    }

    @Test func `two that come after each other clash`() {
        let clashes = ranking(item(1), item(2, after: 3), item(3, after: 2)).clashes
        #expect(clashes.map(\.cause) == [.circle] && clashes[0].items == [id(2), id(3)] && clashes[0].anchor == nil)
    }

    @Test func `one that was moved to two places is named, and saying a place again decides it`() {
        let ranking = ranking(item(1), item(2, after: 1), item(3), torn: 2)
        #expect(ranking.clashes == [.init(cause: .item, plan: plan, anchor: nil, items: [id(2)])])
        #expect(ranking.moves(of: id(2), after: id(1)).map { $0.0 } == [id(2)])
        #expect(ranking.moves(of: id(2), after: id(2)).isEmpty)
        #expect(ranking.moves(of: id(2), after: id(9)).isEmpty)
    }

    @Test func `what was passed on or refused claims no place, and holds its own`() {
        for status in PlanItemKind.left {
            let ranking = ranking(item(1), item(2, after: 1, status: status), item(3, after: 1), item(4, after: 2))
            #expect(ranking.clashes.isEmpty, "\(status)")
            #expect(ranking.ranked == [id(1), id(4), id(3)], "\(status)")
        }
        #expect(ranking(item(1), item(2, after: 1), item(3, after: 1)).clashes.count == 1)
    }

    @Test func `a whole order puts the rest behind it, and writes only what is not so yet`() {
        let ranking = ranking(item(1, after: 100), item(2, after: 1), item(3, after: 2), item(4, after: 3))
        let moves = ranking.moves(setting: [id(2), id(1)])
        #expect(moves.map { $0.0 } == [id(2), id(1), id(3)])
        #expect(moves.map { $0.1 } == [plan, id(2), id(1)])
        #expect(ranking.moves(setting: [id(1), id(2)]).isEmpty)
    }

    @Test func `a whole order decides what was torn, also where it says what is shown`() {
        let ranking = ranking(item(1, after: 100), item(2, after: 1), torn: 2)
        #expect(ranking.moves(setting: [id(1), id(2)]).map { $0.0 } == [id(2)])
    }
}
