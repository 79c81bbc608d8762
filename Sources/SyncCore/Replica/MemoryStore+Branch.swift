/// What a device keeps and forgets when it turns out to stand on a part of a feed that the server lost.
extension MemoryStore {
    public func runs(area: Int, after position: UInt64) -> [Run] {
        state.positions.filter { $0.value.area == area && $0.value.position > position }
            .map { Run(actor: $0.key.actor, k: $0.key.k, count: 1, area: area, position: $0.value.position) }
            .sorted { $0.position < $1.position }
    }

    public func addFeedMark(area: Int, _ mark: FeedMark) {
        state.marks[area, default: []].removeAll { $0.position == mark.position }
        state.marks[area]?.append(mark)
    }

    public func feedMark(area: Int, atOrBefore position: UInt64) -> FeedMark? {
        state.marks[area]?.filter { $0.position <= position }.max { $0.position < $1.position }
    }

    public func settle(area: Int, actor: Int, through k: UInt64) {
        let key = Place(actor: actor, k: UInt64(area))
        state.settled[key] = max(k, state.settled[key] ?? 0)
    }

    public func settled(area: Int, actor: Int) -> UInt64 { state.settled[Place(actor: actor, k: UInt64(area))] ?? 0 }

    public func leaveBranch(area: Int) {
        state.feeds[area] = nil
        state.marks[area] = nil
        state.vectors[area] = nil
        state.positions = state.positions.filter { $0.value.area != area }
        for (ref, row) in state.records {
            let home = state.overlays[ref]?.area ?? 0
            if home == area || home == 0 && row.area == area { state.stale[ref] = area }
        }
    }

    public func isStale(_ ref: RecordRef) -> Bool { state.stale[ref] != nil }

    public func clearStale(_ ref: RecordRef) { state.stale[ref] = nil }

    public func staleRecords(area: Int) -> [RecordRef] { state.stale.filter { $0.value == area }.keys.sorted() }
}
