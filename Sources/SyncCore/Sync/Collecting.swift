/// Collecting tombstones: a record that is deleted, and known so to everybody, leaves its area for good. On replicas nothing of it
/// stays; the server keeps its history, and brings it back when somebody turns out to have worked on it (F9, F44, F45).
extension SyncService {
    /// What collecting did, or would do, in one area.
    public struct Collection: Sendable, Equatable {
        public let area: String
        /// Up to this position everybody has the feed.
        public let acknowledged: UInt64
        public var collected = 0
        /// Deleted, and not everybody has it yet.
        public var waiting = 0
    }

    /// Each collected record is one "left" entry of its area's feed, so that all replicas drop it at the same position (I1).
    ///
    /// - Parameter acknowledged: up to which position of an area's feed every replica has come that is not retired.
    public func collect(isTrial: Bool = false, acknowledged: (String) throws -> UInt64) throws -> [Collection] {
        try store.areas().map { area in
            var area = area
            var result = Collection(area: area.code, acknowledged: try acknowledged(area.code))
            var found: [RecordRef] = []
            try store.records(area: area.number, after: nil) { ref, state in
                if state.isTombstone {
                    if state.sequence <= result.acknowledged { found.append(ref) } else { result.waiting += 1 }
                }
                return true
            }
            result.collected = found.count
            if isTrial || found.isEmpty { return result }
            for ref in found {
                guard let state = try store.load(ref)?.state else { continue }
                try store.appendFeed(try leave(ref, state, &area))
                try store.update(ref, state.gone(moves: state.moves + 1), area: 0)
            }
            try store.save(area)
            return result
        }
    }

    /// A collected record as it was, and the area that it was in; `nil` when it is in an area.
    func collected(_ ref: RecordRef) throws -> (area: Int, state: RecordState)? {
        guard let stored = try store.load(ref), stored.area == 0, stored.state.moves > 0 else { return nil }
        let entries = try store.entries(of: ref)
        let end = try entries.last { try $0.form == .left && Departure(decoding: $0.extra).moves == stored.state.moves }
        guard let end else { return nil }
        var state = stored.state.gone(moves: 0)
        for entry in entries where entry.area == end.area && entry.position < end.position {
            switch entry.form {
            case .entered: state = try WholeRecord.decode(entry.extra)
            case .left: state = state.gone(moves: state.moves + 1)
            case .op, .late:
                let dot = Dot(try store.actor(number: entry.actor).incarnation, entry.k)
                let context = entry.form == .late ? try Context(decoding: entry.extra) : nil
                state.fold(try Op(decoding: entry.op), context: context, dot: dot, position: entry.position)
            }
        }
        return (end.area, state)
    }

    /// Brings a collected record back into its area, as it was: an op has come of somebody who did not know that it was deleted.
    func bringBack(_ ref: RecordRef, in areas: inout [String: AreaState]) throws -> FeedEntry? {
        guard let (number, state) = try collected(ref), let code = try replica.area(number: number)?.code else { return nil }
        var area = try self.state(code, areas)
        let moves = try store.load(ref)?.state.moves ?? 0
        let entry = try enter(ref, state, moves: moves + 1, by: nil, &area)
        areas[code] = area
        return entry
    }
}
