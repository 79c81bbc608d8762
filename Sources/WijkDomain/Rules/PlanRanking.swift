public import SyncCore

/// The order of one plan's items as everybody sees it, and what in it waits for the body that orders (C6).
///
/// A record's own conflict shows that one item was moved to two places. That two items claim one place, or that they come after each
/// other, no record shows by itself: it is seen here, over all items of the plan, and the same on every replica.
public struct PlanRanking: Sendable {
    /// Wishes for the order that do not go together.
    public struct Clash: Sendable, Equatable {
        public enum Cause: String, Sendable {
            /// Several items say that they come right after the same one.
            case place
            /// Items come after each other.
            case circle
            /// One item was moved to several places.
            case item
        }

        public let cause: Cause
        public let plan: RecordID
        /// What all of them want to come right after, the plan itself for the first place; `nil` where that is not one thing.
        public let anchor: RecordID?
        /// Those that somebody has to decide about, in the order in which they are shown meanwhile.
        public let items: [RecordID]
    }

    public let plan: RecordID
    public let order: RankOrder
    /// Every item of the plan that was not deleted.
    public let items: [RecordID: RecordValues]
    public let clashes: [Clash]
    private let torn: Set<RecordID>

    /// - Parameters:
    ///   - items: every item of the plan that was not deleted, in any order.
    ///   - torn: those of them that have been moved to several places at once.
    public init(plan: RecordID, items: [RecordValues], torn: Set<RecordID> = []) {
        let order = RankOrder(plan: plan, items: items.map { (id: $0.id, after: $0.reference("rank_after")) })
        let byID = Dictionary(items.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.plan = plan
        self.order = order
        self.items = byID
        self.torn = torn
        // What has left the plan holds a place and claims none.
        func counted(_ ids: [RecordID]) -> [RecordID] { ids.filter { byID[$0].map { !$0.hasLeftPlan } ?? false } }
        let places = order.clashes.map { ids in
            Clash(cause: .place, plan: plan, anchor: byID[ids[0]]?.reference("rank_after"), items: counted(ids))
        }
        let circles = order.circles.map { Clash(cause: .circle, plan: plan, anchor: nil, items: counted($0)) }
        let claims = (places + circles).filter { $0.items.count > 1 }
        // Whose wishes stand in a claim already is not named twice.
        let named = Set(claims.flatMap(\.items))
        let moved = counted(order.ids.filter { torn.contains($0) && !named.contains($0) })
        clashes = claims + moved.map { Clash(cause: .item, plan: plan, anchor: nil, items: [$0]) }
    }

    /// The items that have a place to speak of, first to last: those that have not left the plan.
    public var ranked: [RecordID] { order.ids.filter { items[$0].map { !$0.hasLeftPlan } ?? false } }

    /// What is written so that exactly this item moves; nothing when it stands there and nobody contests it.
    ///
    /// - Parameter anchor: the item it is to come right after; the plan's id for the first place.
    public func moves(of item: RecordID, after anchor: RecordID) -> [(RecordID, RecordID)] {
        let moves = order.moves(of: item, after: anchor)
        guard item != anchor, torn.contains(item), !moves.contains(where: { $0.0 == item }),
            anchor == plan || items[anchor] != nil
        else { return moves }
        // It shows one of its places already: said again, that place is what was decided.
        return [(item, anchor)] + moves
    }

    /// What is written so that these items come first, in this order, and all others after them as they stand.
    public func moves(setting ids: [RecordID]) -> [(RecordID, RecordID)] {
        let first = Set(ids)
        let wanted = ids + order.ids.filter { !first.contains($0) }
        return RankOrder.moves(setting: wanted, plan: plan).filter { item, anchor in
            torn.contains(item) || items[item]?.reference("rank_after") != anchor
        }
    }
}

extension PlanRanking {
    /// A plan's order as a replica shows it.
    public init(of plan: RecordID, in store: SQLiteStore) throws {
        var query = RecordQuery(PlanItemKind.kind)
        query.equal = [("plan", .bytes(plan.bytes))]
        try self.init(plan: plan, Self.rows(query, store).map(\.row), store)
    }

    private init(plan: RecordID, _ rows: [RecordQuery.Row], _ store: SQLiteStore) throws {
        let torn = try rows.filter { try $0.isConflicted && Self.isTorn($0.ref, store) }.map(\.id)
        self.init(
            plan: plan, items: rows.map { RecordValues(id: $0.id, kind: PlanItemKind.kind, area: "", values: $0.values) }, torn: Set(torn))
    }

    /// Everything in the orders of all plans that waits for a decision.
    ///
    /// - Parameter areas: numbers of areas; all when empty.
    public static func clashes(in store: SQLiteStore, areas: [Int] = []) throws -> [Clash] {
        var query = RecordQuery(PlanItemKind.kind)
        query.areas = areas
        // Bytes come after every other value; without an anchor nothing is claimed.
        query.ranges = [("rank_after", .bytes([]), nil)]
        let plans = Set(try rows(query, store).compactMap(\.plan))
        return try plans.sorted().flatMap { try PlanRanking(of: $0, in: store).clashes }
    }

    private static func rows(_ query: RecordQuery, _ store: SQLiteStore) throws -> [(row: RecordQuery.Row, plan: RecordID?)] {
        let place = PlanItemKind.kind.field(named: "plan").flatMap { PlanItemKind.kind.position(of: $0.number) } ?? 0
        var found: [(row: RecordQuery.Row, plan: RecordID?)] = []
        try store.list(query) { row in
            var plan: RecordID?
            if case .bytes(let bytes) = row.values[place] { plan = RecordID(bytes: bytes) }
            found.append((row, plan))
            return true
        }
        return found
    }

    private static func isTorn(_ ref: RecordRef, _ store: SQLiteStore) throws -> Bool {
        try store.load(ref)?.state.present(PlanItemKind.kind).conflicts.contains {
            ConflictClass(of: $0, kind: PlanItemKind.kind) == .c6
        } ?? false
    }
}
