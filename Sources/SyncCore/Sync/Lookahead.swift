/// The next request of a pull, known before the reply at hand is applied: so the server can make the next page while the
/// device stores this one.
///
/// It is a guess that costs nothing when it is wrong: whoever uses it compares it with the request that the replica then
/// really makes, and a reply is applied only to the state it was asked for.
extension SyncRequest {
    /// `nil` unless the reply only moves cursors and there is more to come.
    public func following(_ reply: SyncReply) -> SyncRequest? {
        guard ops.isEmpty, written == base, reply.acknowledged == base, reply.granted.isEmpty, epoch == nil || epoch == reply.epoch else {
            return nil
        }
        var next = self
        next.epoch = reply.epoch
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
        return goesOn ? next : nil
    }

    /// Whether the other asks the very same; when it was asked does not matter.
    public func asksTheSame(as other: SyncRequest) -> Bool {
        var other = other
        other.deviceTime = deviceTime
        return self == other
    }
}
