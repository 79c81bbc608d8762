public import SyncCore

/// The order of a plan's items (§2.2(2)), from what each of them says it comes right after. Only anchors are stored and never
/// positions, so that the order does not depend on who synced first (ADR 0015, item 4).
public struct RankOrder: Sendable {
    /// First the items that follow the plan itself, then those that follow nothing; each is followed by what is anchored to it.
    public let ids: [RecordID]
    /// Items that say they come right after the same one (C6). They stand in the order of their ids until a body decides.
    public let clashes: [[RecordID]]
    /// Items that come after each other in a circle, as two people make it who move unseen of each other (C6). A circle starts
    /// with its lowest id, at that id's place.
    public let circles: [[RecordID]]

    private let plan: RecordID
    /// As it is written, also where it leads nowhere.
    private let anchors: [RecordID: RecordID]
    /// Items by the anchor that counts.
    private let followers: [RecordID: [RecordID]]

    /// - Parameter items: every item of the plan that is alive, in any order. An anchor that is not among them counts as none:
    ///   the item stands at its id's place.
    public init(plan: RecordID, items: [(id: RecordID, after: RecordID?)]) {
        let sorted = items.sorted { $0.id < $1.id }
        let known = Set(sorted.map(\.id))
        var anchors: [RecordID: RecordID] = [:]
        var counted: [RecordID: RecordID] = [:]
        for item in sorted {
            guard let after = item.after else { continue }
            anchors[item.id] = after
            if after == plan || known.contains(after) { counted[item.id] = after }
        }
        circles = Self.circles(sorted.map(\.id), counted)
        for circle in circles { counted[circle[0]] = nil }
        var followers: [RecordID: [RecordID]] = [:]
        var roots: [RecordID] = []
        for item in sorted {
            if let anchor = counted[item.id] { followers[anchor, default: []].append(item.id) } else { roots.append(item.id) }
        }
        var pending: [RecordID] = ((followers[plan] ?? []) + roots).reversed()
        var ids: [RecordID] = []
        while let next = pending.popLast() {
            ids.append(next)
            pending += (followers[next] ?? []).reversed()
        }
        self.plan = plan
        self.ids = ids
        self.anchors = anchors
        self.followers = followers
        clashes = followers.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    }

    /// Each circle from its lowest id on, in the order in which its items say that they follow each other.
    private static func circles(_ ids: [RecordID], _ anchors: [RecordID: RecordID]) -> [[RecordID]] {
        var seen: Set<RecordID> = []
        var circles: [[RecordID]] = []
        for start in ids where !seen.contains(start) {
            var path: [RecordID] = []
            var places: [RecordID: Int] = [:]
            var next: RecordID? = start
            while let id = next, anchors[id] != nil, seen.insert(id).inserted {
                places[id] = path.count
                path.append(id)
                next = anchors[id]
            }
            guard let id = next, let place = places[id] else { continue }
            let circle = Array(path[place...].reversed())
            let lowest = circle.firstIndex(of: circle.min() ?? id) ?? 0
            circles.append(Array(circle[lowest...] + circle[..<lowest]))
        }
        return circles
    }
}

extension RankOrder {
    /// What is written so that exactly this item moves and all others keep their order.
    ///
    /// - Parameter anchor: the item it is to come right after; the plan's id for the first place.
    /// - Returns: items and the anchor each gets; nothing when one of the two is not in the plan, or when the item stands there
    ///   already and nobody contests it. Where somebody does, saying it again settles the clash.
    public func moves(of item: RecordID, after anchor: RecordID) -> [(RecordID, RecordID)] {
        guard item != anchor, let place = ids.firstIndex(of: item) else { return [] }
        let predecessor = place == 0 ? plan : ids[place - 1]
        if predecessor == anchor { return confirmed(item) }
        var wanted = ids
        wanted.remove(at: place)
        if anchor == plan {
            wanted.insert(item, at: 0)
        } else {
            guard let target = wanted.firstIndex(of: anchor) else { return [] }
            wanted.insert(item, at: target + 1)
        }
        // What followed the item follows what it stood behind; what followed its new neighbour follows the item.
        var changed: [RecordID: RecordID] = [item: anchor]
        for follower in followers[item] ?? [] { changed[follower] = predecessor }
        for follower in followers[anchor] ?? [] where follower != item { changed[follower] = item }
        return settled(changed, wanted)
    }

    /// The item and those that contest its place, each linked to the one it stands behind.
    private func confirmed(_ item: RecordID) -> [(RecordID, RecordID)] {
        let contested = Set((clashes + circles).filter { $0.contains(item) }.joined())
        let links = zip(ids, [plan] + ids).filter { contested.contains($0.0) }
        return settled(Dictionary(uniqueKeysWithValues: links.map { ($0.0, $0.1) }), ids)
    }

    /// Adds links until the order is the wanted one. Where two items claim one place their ids decide, so that neighbours of such
    /// items need a link of their own. Each round links one item more to the one before it, so it ends.
    private func settled(_ first: [RecordID: RecordID], _ wanted: [RecordID]) -> [(RecordID, RecordID)] {
        var changed = first
        let places = Dictionary(uniqueKeysWithValues: wanted.enumerated().map { ($1, $0) })
        while true {
            let order = RankOrder(plan: plan, items: wanted.map { (id: $0, after: changed[$0] ?? anchors[$0]) })
            guard let wrong = wanted.indices.first(where: { order.ids[$0] != wanted[$0] }) else { break }
            for id in [wanted[wrong], order.ids[wrong]] {
                let place = places[id] ?? 0
                changed[id] = place == 0 ? plan : wanted[place - 1]
            }
        }
        return wanted.compactMap { id in changed[id].flatMap { $0 == anchors[id] ? nil : (id, $0) } }
    }

    /// What is written to set a whole order: the list that a body made (§2.2(2)).
    public static func moves(setting ids: [RecordID], plan: RecordID) -> [(RecordID, RecordID)] {
        zip(ids, [plan] + ids).map { ($0, $1) }
    }
}
