extension MemoryStore {
    public func acknowledge(actor: Int, area: Int, position: UInt64?) { state.acknowledged[area, default: [:]][actor] = position }

    public func acknowledgements(area: Int) -> [Int: UInt64] { state.acknowledged[area] ?? [:] }

    public func standing(actor: Int) -> Standing { state.standings[actor] ?? Standing() }

    public func save(_ standing: Standing, actor: Int) { state.standings[actor] = standing }

    public func dropArea(_ number: Int) -> Int {
        leaveBranch(area: number)
        let here = state.order.filter { state.records[$0]?.area == number }
        let referred = Set(state.own.map(\.record) + state.feeds.values.flatMap { $0.map(\.record) })
        for ref in here {
            state.overlays[ref] = nil
            state.stale[ref] = nil
            guard let record = state.records[ref]?.state else { continue }
            if referred.contains(ref) {
                state.records[ref] = Row(area: 0, state: RecordState(id: record.id, kind: record.kind))
            } else {
                state.records[ref] = nil
                state.index[Key(id: record.id, kind: record.kind)] = nil
            }
        }
        state.order = state.order.filter { state.records[$0] != nil }
        return here.count
    }
}
