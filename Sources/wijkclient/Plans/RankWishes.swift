import SyncCore
import WijkDomain

/// What somebody wants in the order of a plan.
struct RankWish {
    let item: RecordID
    /// What it is to come right after, the plan for the first place; `nil` for no place of its own.
    let after: RecordID?
    /// `nil` when not known here.
    let person: String?
    let device: String
    /// Milliseconds since 1970 by that device's clock.
    let deviceTime: Int64
}

extension PlanRanking.Clash {
    /// Every wish that stands against another, with who wrote it.
    func wishes(_ device: Device) throws -> [RankWish] {
        let kind = PlanItemKind.kind
        guard let field = kind.field(named: "rank_after")?.number else { return [] }
        let writers = Writers(device: device)
        return try items.flatMap { item -> [RankWish] in
            guard let ref = try device.store.find(item, kind: kind.number), let shown = try device.replica.shown(ref) else { return [] }
            let history = try device.replica.history(of: ref)
            return try shown.state.register(field).map { sibling in
                let origin = shown.state.origins[sibling.origin]
                let actor = try device.store.actor(origin.dot.incarnation)
                let author = history.first { $0.dot == origin.dot }?.op.author ?? ""
                var after: RecordID?
                if case .bytes(let bytes) = sibling.value { after = RecordID(bytes: bytes) }
                return RankWish(
                    item: item, after: after, person: writers.name(person: actor.person, author: author, of: origin.dot),
                    device: writers.name(device: actor.device, of: origin.dot), deviceTime: origin.deviceTime)
            }
        }
    }
}
