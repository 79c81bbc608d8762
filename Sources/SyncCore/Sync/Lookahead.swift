/// The next request of a long push or pull, known before the reply at hand is applied: so the server can work on it while the
/// device stores this reply.
///
/// It is a guess that costs nothing when it is wrong: whoever uses it compares it with the request that the replica then
/// really makes, a reply is applied only to the state it was asked for, and ops that the server has already are a retry to it.
extension SyncRequest {
    /// `nil` unless the reply takes everything that was sent, only moves cursors, and there is more to do.
    ///
    /// - Parameter nextOps: the own ops after a k, as `Replica.request` would take them.
    public func following(_ reply: SyncReply, nextOps: (UInt64) throws -> [[UInt8]]) rethrows -> SyncRequest? {
        guard reply.acknowledged == base + UInt64(ops.count), reply.granted.isEmpty, !reply.renews, epoch == nil || epoch == reply.epoch
        else {
            return nil
        }
        var next = self
        next.epoch = reply.epoch
        next.base = reply.acknowledged
        next.baseHash = reply.acknowledgedHash
        next.ops = []
        var goesOn = false
        for page in reply.areas {
            guard let index = areas.firstIndex(where: { $0.area == page.area }), !page.isClosed, page.bucketSums.isEmpty,
                page.buckets.isEmpty
            else {
                return nil
            }
            if page.isSnapshot {
                // The last page of a snapshot leads to a position that only the first one named.
                guard !page.resume.isEmpty else { return nil }
                next.areas[index] = AreaCursor(area: page.area, want: .resume(page.resume))
                goesOn = true
            } else {
                next.areas[index] = AreaCursor(area: page.area, want: .feed(page.to))
                goesOn = goesOn || page.to < page.head
            }
        }
        let isSeeding = next.areas.contains { cursor in
            switch cursor.want {
            case .seed, .resume: true
            default: false
            }
        }
        if !isSeeding, written > next.base {
            next.ops = try nextOps(next.base)
            goesOn = true
        }
        return goesOn ? next : nil
    }

    /// Whether the other asks the very same; when it was asked does not matter.
    public func asksTheSame(as other: SyncRequest) -> Bool {
        var other = other
        other.deviceTime = deviceTime
        // What follows on a page was asked before its chain was known; the request before it was checked.
        for index in other.areas.indices where areas.indices.contains(index) && areas[index].check.isEmpty { other.areas[index].check = [] }
        return self == other
    }
}
