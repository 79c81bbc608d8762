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
        public var context: Context
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

    /// The writer of a value that still stands had not seen something that was written to a field, and somebody who had seen both has
    /// written over that since. No two values that stand show it any more, so it is kept: what was closed, or deleted, without sight of
    /// it stays a question for whoever may answer it, and not for whoever edits next (C3, C4).
    public struct Missed: Sendable, Hashable {
        /// Index in `origins`.
        public var origin: Int
        /// What the writer missed was written to this field, under whatever key.
        public let field: UInt32
    }

    public let id: RecordID
    public let kind: UInt32
    /// How often it left an area, or came back after it was collected: tells a late "left" or "entered" from the newest, in
    /// whatever order a device hears of them.
    public var moves: UInt64 = 0
    public var origins: [Origin] = []
    public var siblings: [Sibling] = []
    /// Ascending by (origin, field), each once; nothing that a value in that field, still standing, shows by itself.
    public var missed: [Missed] = []

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
    /// - Parameters:
    ///   - context: what the op's writer had seen, where its own words do not say it: the record has moved since.
    ///   - position: where the op stands in the feed; 0 for an own op that is not in the folded feed.
    public mutating func fold(_ op: Op, context: Context? = nil, dot: Dot, position: UInt64) {
        if position > 0, position <= sequence { return }
        if origins.contains(where: { $0.dot == dot }) { return }
        let origin = Origin(
            dot: dot, position: position, context: context ?? op.context, deviceTime: op.deviceTime, first: op.first)
        if siblings.isEmpty {
            origins = [origin]
            siblings = op.registers.map { Sibling(field: $0.field, key: $0.key, origin: 0, value: $0.value) }
            missed = op.missed.map { Missed(origin: 0, field: $0) }
            return
        }
        let covered = origins.map { origin.covers($0) }
        origins.append(origin)
        let replaced = merge(op.registers, origin: origins.count - 1, covered: covered)
        missed += op.missed.map { Missed(origin: origins.count - 1, field: $0) }
        if origins.count > 2 { note(replaced, covered: covered) }
        if !missed.isEmpty { tidyMissed() }
        dropUnusedOrigins()
    }

    /// Merges two sorted lists; per register first the siblings that stay, then the new one.
    ///
    /// - Returns: the siblings that do not stay.
    private mutating func merge(_ writes: [Op.FieldWrite], origin: Int, covered: [Bool]) -> [Sibling] {
        var merged: [Sibling] = []
        var replaced: [Sibling] = []
        merged.reserveCapacity(siblings.count + writes.count)
        var index = 0
        for write in writes {
            while index < siblings.count, (siblings[index].field, siblings[index].key) < (write.field, write.key) {
                merged.append(siblings[index])
                index += 1
            }
            while index < siblings.count, siblings[index].field == write.field, siblings[index].key == write.key {
                if covered[siblings[index].origin] { replaced.append(siblings[index]) } else { merged.append(siblings[index]) }
                index += 1
            }
            merged.append(Sibling(field: write.field, key: write.key, origin: origin, value: write.value))
        }
        merged.append(contentsOf: siblings[index...])
        siblings = merged
        return replaced
    }

    /// Whose writer, of those whose values stand, had not seen what has just been written over. Only of those that the new writer had
    /// seen: the others do not know the new value either, and that shows.
    private mutating func note(_ replaced: [Sibling], covered: [Bool]) {
        for gone in replaced {
            for other in covered.indices
            where covered[other] && areConcurrent(gone.origin, other) && !(deletes(gone.origin) && deletes(other)) {
                missed.append(Missed(origin: other, field: gone.field))
            }
        }
    }

    private func deletes(_ origin: Int) -> Bool {
        siblings.contains { $0.origin == origin && $0.field == Field.deleted.number && $0.value == .integer(1) }
    }

    private mutating func tidyMissed() {
        let shown = Set(missed).filter { each in
            siblings.contains { $0.field == each.field && areConcurrent($0.origin, each.origin) }
        }
        missed = Set(missed).subtracting(shown).sorted { ($0.origin, $0.field) < ($1.origin, $1.field) }
    }

    /// Whether neither of two writers had seen the other's op.
    public func areConcurrent(_ left: Int, _ right: Int) -> Bool {
        left != right && !origins[left].covers(origins[right]) && !origins[right].covers(origins[left])
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
        missed = missed.filter { used[$0.origin] }.map { Missed(origin: renumbered[$0.origin], field: $0.field) }
    }
}
