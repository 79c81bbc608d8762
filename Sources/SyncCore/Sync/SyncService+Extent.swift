/// What fetching an area costs, about.
public struct AreaExtent: Sendable, Equatable {
    /// Records that the area has.
    public var records = 0
    /// Entries of the feed that are to be fetched; none when a snapshot takes their place.
    public var ops: UInt64 = 0
    /// Of these entries, or of the snapshot, before packing.
    public var bytes = 0

    public init() {}
}

extension SyncService {
    /// What a device that has folded an area up to `position` has still to fetch of it; `nil` for one that holds nothing.
    public func extent(of area: AreaState, after position: UInt64?) throws -> AreaExtent {
        var extent = AreaExtent()
        var size = 0
        try store.records(area: area.number, after: nil) { _, state in
            extent.records += 1
            size += state.size
            return true
        }
        if position == nil, area.position > feedInsteadOfSnapshot {
            extent.bytes = size
            return extent
        }
        try store.feed(area: area.number, after: position ?? 0, skipping: nil) { entry in
            extent.ops += 1
            extent.bytes += entry.op.count
            return true
        }
        return extent
    }

    /// How far the newest life of a device that is noted in an area had folded it; `nil` when it is not known to hold any of it.
    public func acknowledged(area: AreaState, device: String) throws -> UInt64? {
        let noted = try store.acknowledgements(area: area.number)
        return try lives(of: device).last { noted[$0.number] != nil }.flatMap { noted[$0.number] }
    }
}
