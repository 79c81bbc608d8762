extension AreaState {
    /// Where this replica stands in the area, and what it wants of it; `nil` when it wants nothing.
    ///
    /// A closed area of which something is still held, for the sake of work in it that is still to go, may have been given back: before
    /// any of that work is judged, the server must see whether it is still the feed that the work was written on.
    ///
    /// - Parameter probe: the records of which buckets it wants, or the sums of all, instead of the feed.
    func cursor(probe: [UInt8]??) -> AreaCursor? {
        var cursor: AreaCursor
        if stage == .closed, position == 0, anchor == nil { return nil }
        switch (holding, stage == .closed ? nil : probe) {
        case (_, .some(let buckets)):
            cursor = AreaCursor(area: code, want: buckets.map { .buckets(position, $0) } ?? .probe(position))
            cursor.check = standing.check
        case (.new, _): cursor = AreaCursor(area: code, want: .seed)
        case (.seeding(_, _, let resume), _):
            cursor = AreaCursor(area: code, want: .resume(resume))
            cursor.check = standing.check
        case (.live, _), (.closed, _):
            cursor = AreaCursor(area: code, want: .feed(position))
            cursor.check = standing.check
        }
        cursor.anchor = anchor.map { FeedCheck($0.position, $0.chain) }
        return cursor
    }

    /// The place up to which it holds the feed, or the snapshot it is taking in.
    var standing: FeedCheck {
        if case .seeding(let position, let chain, _) = stage { return FeedCheck(position, chain) }
        return position == 0 ? FeedCheck(position: 0, check: []) : FeedCheck(position, chain)
    }
}
