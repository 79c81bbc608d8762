/// Decides what a device asks next, and when it is done. Pure: it is told what happened and answers what to do.
public struct SyncSession: Sendable {
    public enum Action: Sendable, Equatable {
        case send(SyncPlan)
        case finish
        case fail(SyncError)
    }

    /// What was done so far, over all requests.
    public private(set) var total = Applied()
    public private(set) var requests = 0
    private var stale = 0
    private var repairs = 0
    private var idle = 0

    public init() {}

    /// - Parameter areas: as they are now; one that is being seeded keeps own ops back until it is whole.
    public mutating func start(_ areas: [AreaState]) -> Action {
        requests += 1
        let differing = areas.filter { $0.differs && $0.stage == .live }.map { ($0.code, [UInt8]?.none) }
        if !differing.isEmpty { return .send(SyncPlan(pushes: false, probes: Dictionary(uniqueKeysWithValues: differing))) }
        return .send(SyncPlan(pushes: !Self.isSeeding(areas)))
    }

    /// A reply was applied.
    public mutating func applied(_ result: Applied, areas: [AreaState]) -> Action {
        stale = 0
        total.acknowledged += result.acknowledged
        total.refused += result.refused
        total.received += result.received
        total.records += result.records
        total.repaired += result.repaired
        total.closed += result.closed
        total.released.merge(result.released) { $0 + $1 }
        total.isRenewed = total.isRenewed || result.isRenewed
        total.pending = result.pending
        total.differing = result.differing
        let probes = Dictionary(uniqueKeysWithValues: result.differing.map { ($0, [UInt8]?.none) })
        let buckets = result.buckets.filter { !$0.value.isEmpty }.mapValues { Optional($0) }
        let wanted = probes.merging(buckets) { $1 }
        if !wanted.isEmpty {
            repairs += 1
            guard repairs <= 40 else {
                return .fail(
                    SyncError(
                        "sync.differs",
                        "Records of \(wanted.keys.sorted().joined(separator: ", ")) still differ from the server's after repair.",
                        hint: "The work on this device is safe. Run `wijkclient verify`, and tell the administrator.", retry: .later))
            }
            requests += 1
            return .send(SyncPlan(pushes: false, probes: wanted))
        }
        let isSeeding = Self.isSeeding(areas)
        if !result.unfinished.isEmpty || result.isRetired || isSeeding || result.pending > 0 || !result.buckets.isEmpty {
            let moved =
                result.acknowledged > 0 || result.received > 0 || result.records > 0 || result.hasFoldedOwn || result.isRenewed
                || !result.closed.isEmpty || result.opened > 0
            idle = moved ? 0 : idle + 1
            guard idle <= 3 else {
                return .fail(
                    SyncError(
                        "sync.stuck", "The server takes and gives nothing although there is work to do.",
                        hint: "The work on this device is safe. Tell the administrator.", retry: .later))
            }
            requests += 1
            // A retired life is shown nothing more: it does not wait for a snapshot before it hands in.
            return .send(SyncPlan(pushes: !isSeeding || result.isRetired && !result.isRenewed))
        }
        return .finish
    }

    /// The replica had moved on when the reply came: another process synced meanwhile.
    public mutating func wasStale(_ error: SyncError, areas: [AreaState]) -> Action {
        stale += 1
        if stale > 10 { return .fail(error) }
        requests += 1
        return .send(SyncPlan(pushes: !Self.isSeeding(areas)))
    }

    private static func isSeeding(_ areas: [AreaState]) -> Bool {
        areas.contains { area in
            switch area.stage {
            case .new, .seeding: true
            case .live, .closed: false
            }
        }
    }
}
