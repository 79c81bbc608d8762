import SyncCore
import WijkDomain

/// A plan with what is in it: items of its own, or, where nobody writes it, those of the plans that it is the sum of (§3.2).
struct PlanContents {
    struct Item {
        let values: RecordValues
        let amount: PlanAmount
        let isConflicted: Bool

        var id: RecordID { values.id }
        var title: String { values["title"].text ?? "" }
        var status: String { values["status"].text ?? "" }
    }

    let plan: RecordView
    let ranking: PlanRanking
    /// In the order of the plan.
    let items: [Item]
    let parts: [PlanContents]
    let sums: PlanSums

    init(_ plan: RecordView, _ device: Device) throws {
        try self.init(plan, device, profile: device.profile(in: plan.area))
    }

    private init(_ plan: RecordView, _ device: Device, profile: Profile?) throws {
        let items = try Self.items(of: plan.id, device)
        let ranking = try PlanRanking(of: plan.id, in: device.store)
        let places = Dictionary(uniqueKeysWithValues: ranking.order.ids.enumerated().map { ($1, $0) })
        self.plan = plan
        self.ranking = ranking
        self.items = items.sorted { (places[$0.id] ?? .max) < (places[$1.id] ?? .max) }
        if let profile, !profile.computed.isEmpty, plan.value("sort").text == profile.computed {
            parts = try Self.summed(into: plan, profile.computedFrom, device).map { try PlanContents($0, device, profile: nil) }
        } else {
            parts = []
        }
        sums = PlanSums((self.items + parts.flatMap(\.items)).map(\.amount))
    }

    /// Its own and those of its parts.
    var allItems: [Item] { items + parts.flatMap(\.items) }

    /// The statuses that occur, along the ladder, each with its items.
    var byStatus: [(status: String, items: [Item])] {
        let groups = Dictionary(grouping: allItems, by: \.status)
        return PlanItemKind.statuses.compactMap { status in groups[status].map { (status, $0) } }
    }

    static func items(of plan: RecordID, _ device: Device) throws -> [Item] {
        var query = RecordQuery(PlanItemKind.kind)
        query.equal = [("plan", .bytes(plan.bytes))]
        let codes = Dictionary(uniqueKeysWithValues: try device.store.areas().map { ($0.number, $0.code) })
        var found: [Item] = []
        try device.store.list(query) { row in
            let values = RecordValues(id: row.id, kind: query.kind, area: codes[row.area] ?? "", values: row.values)
            let state = row.isConflicted ? try device.replica.shown(row.ref)?.state : nil
            found.append(Item(values: values, amount: PlanAmount(values, state: state), isConflicted: row.isConflicted))
            return true
        }
        return found
    }

    /// Plans of these sorts in the same area whose years are among the plan's.
    private static func summed(into plan: RecordView, _ sorts: [String], _ device: Device) throws -> [RecordView] {
        let years = PlanYears(plan)
        return try PlanList.all(device, areas: plan.area.map { [$0.number] } ?? []).filter { part in
            part.id != plan.id && sorts.contains(part.value("sort").text ?? "") && part.value("status").text != "vervallen"
                && years.overlaps(PlanYears(part))
        }
    }
}

/// The years that a plan is for; one that names none is for all.
struct PlanYears {
    let first: Int64?
    let last: Int64?

    init(_ plan: RecordView) {
        first = plan.value("from_year").integer
        last = plan.value("to_year").integer ?? first
    }

    func overlaps(_ other: PlanYears) -> Bool {
        (first ?? .min) <= (other.last ?? .max) && (other.first ?? .min) <= (last ?? .max)
    }

    func contains(_ year: Int64) -> Bool { (first ?? .min) <= year && year <= (last ?? .max) }

    /// `1997–2000`, `1998`, or nothing.
    var text: String {
        guard let first else { return last.map { "–\($0)" } ?? "" }
        return last == first || last == nil ? "\(first)" : "\(first)–\(last ?? first)"
    }
}
