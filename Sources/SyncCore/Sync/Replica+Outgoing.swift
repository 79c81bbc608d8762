/// What one request is to do; decided by `SyncSession`, carried out here.
public struct SyncPlan: Sendable, Equatable {
    /// Whether own ops go along. Not while an area is being seeded: its records have to be here before own ops on them go.
    public var pushes = true
    /// Areas of which the bucket sums, or the records of some buckets, are wanted: their digests differ.
    public var probes: [String: [UInt8]?] = [:]

    public init(pushes: Bool = true, probes: [String: [UInt8]?] = [:]) {
        self.pushes = pushes
        self.probes = probes
    }
}

extension Replica {
    /// The request for a plan, on the replica's state of this moment.
    public func request(_ plan: SyncPlan, pageBytes: Int = Limits.pageBytes) throws -> SyncRequest {
        try store.reading {
            let own = try own()
            var request = SyncRequest(
                epoch: try epoch(), incarnation: own.incarnation, base: own.chain.k, baseHash: own.chain.hash, written: try written())
            request.deviceTime = now()
            request.schema = schema.version
            request.pageBytes = UInt64(pageBytes)
            request.areas = try store.areas().compactMap { $0.cursor(probe: plan.probes[$0.code]) }
            if plan.pushes { request.ops = try nextOps(after: own.chain.k, own: own, bytes: pageBytes) }
            return request
        }
    }

    /// Own ops after k, in order, whole transactions, until they make a page.
    public func nextOps(after k: UInt64, pageBytes: Int = Limits.pageBytes) throws -> [[UInt8]] {
        try store.reading { try nextOps(after: k, own: try own(), bytes: pageBytes) }
    }

    private func nextOps(after k: UInt64, own: Actor, bytes limit: Int) throws -> [[UInt8]] {
        var ops: [[UInt8]] = []
        var bytes = 0
        try store.ownOps(after: k, actor: own.number) { row in
            ops.append(row.op)
            bytes += row.op.count
            let isFull = bytes >= limit || ops.count >= Limits.opsPerRequest - Int(Limits.opsPerTransaction)
            return row.more > 0 || !isFull
        }
        return ops
    }
}
