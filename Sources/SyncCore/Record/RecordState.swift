/// A record as a replica holds it: for every register the siblings that no later write has covered.
///
/// All values stand in one array, ascending by (field, key) and within a register in the order of folding, so that a
/// record costs a few allocations and not one per field.
public struct RecordState: Sendable, Equatable {
    /// Where values came from: an op, what its writer had seen, and when.
    public struct Origin: Sendable, Equatable {
        public var dot: Dot
        /// Where the op stands in the area's feed; 0 while it is in no feed that this replica has folded.
        public var position: UInt64
        public let context: Context
        public let deviceTime: Int64
        /// The dot under which the op was first written, when it stands under another one.
        public var first: Dot?

        public init(dot: Dot, position: UInt64, context: Context, deviceTime: Int64, first: Dot? = nil) {
            self.dot = dot
            self.position = position
            self.context = context
            self.deviceTime = deviceTime
            self.first = first
        }

        /// Whether this op's writer had seen the other op.
        public func covers(_ other: Origin) -> Bool { context.covers(other.dot, at: other.position, writer: first == nil ? dot : nil) }
    }

    public struct Sibling: Sendable, Equatable {
        public let field: UInt32
        public let key: String
        /// Index in `origins`.
        public var origin: Int
        public let value: Value
    }

    public let id: RecordID
    public let kind: UInt32
    public var origins: [Origin] = []
    public var siblings: [Sibling] = []

    public init(id: RecordID, kind: UInt32) {
        self.id = id
        self.kind = kind
    }

    public var isEmpty: Bool { siblings.isEmpty }

    /// The feed position of the last entry folded into this record. (That entry's values are live, since nothing folded
    /// after it can have covered them; so it need not be kept apart.)
    public var sequence: UInt64 { origins.lazy.map(\.position).max() ?? 0 }

    /// The siblings of one register; empty when nothing was ever written to it.
    public func register(_ field: UInt32, key: String = "") -> ArraySlice<Sibling> {
        guard let start = siblings.firstIndex(where: { $0.field == field && $0.key == key }) else { return [] }
        var end = start
        while end < siblings.count, siblings[end].field == field, siblings[end].key == key { end += 1 }
        return siblings[start..<end]
    }

    /// Applies an op: removes the siblings that its context covers and adds its values (DESIGN, "Folding and conflicts").
    ///
    /// Folding an entry of the feed again, or any that stands at or before `sequence`, changes nothing (I5). Otherwise ops must
    /// come in an order that respects causality; every feed does, and a device's own ops after the feed do too.
    ///
    /// - Parameter position: where the op stands in the feed; 0 for an own op that is not in the folded feed.
    public mutating func fold(_ op: Op, dot: Dot, position: UInt64) {
        if position > 0, position <= sequence { return }
        if origins.contains(where: { $0.dot == dot }) { return }
        let origin = Origin(dot: dot, position: position, context: op.context, deviceTime: op.deviceTime, first: op.first)
        if siblings.isEmpty {
            origins = [origin]
            siblings = op.writes.map { Sibling(field: $0.field, key: $0.key, origin: 0, value: $0.value) }
            return
        }
        let covered = origins.map { origin.covers($0) }
        origins.append(origin)
        merge(op.writes, origin: origins.count - 1, covered: covered)
        dropUnusedOrigins()
    }

    /// Merges two sorted lists; per register first the siblings that stay, then the new one.
    private mutating func merge(_ writes: [Op.FieldWrite], origin: Int, covered: [Bool]) {
        var merged: [Sibling] = []
        merged.reserveCapacity(siblings.count + writes.count)
        var index = 0
        for write in writes {
            while index < siblings.count, (siblings[index].field, siblings[index].key) < (write.field, write.key) {
                merged.append(siblings[index])
                index += 1
            }
            while index < siblings.count, siblings[index].field == write.field, siblings[index].key == write.key {
                if !covered[siblings[index].origin] { merged.append(siblings[index]) }
                index += 1
            }
            merged.append(Sibling(field: write.field, key: write.key, origin: origin, value: write.value))
        }
        merged.append(contentsOf: siblings[index...])
        siblings = merged
    }

    private mutating func dropUnusedOrigins() {
        var used = [Bool](repeating: false, count: origins.count)
        for sibling in siblings { used[sibling.origin] = true }
        if used.allSatisfy({ $0 }) { return }
        var renumbered = [Int](repeating: 0, count: origins.count)
        var kept: [Origin] = []
        for index in origins.indices where used[index] {
            renumbered[index] = kept.count
            kept.append(origins[index])
        }
        origins = kept
        for index in siblings.indices { siblings[index].origin = renumbered[siblings[index].origin] }
    }
}
