/// The causal context of an op: what its writer was shown.
///
/// In the normal case one number, the writer's cursor in the op's area: the area's vector at that position, plus the
/// writer's own earlier ops. Dots are written out only where that shorthand is not exact: after a fork or a change of
/// epoch, and for siblings that a half-fetched snapshot brought from beyond the cursor (DESIGN, "context").
public struct Context: Hashable, Sendable {
    /// The feed position up to which the writer had folded the op's area; 0 when it had folded nothing.
    public var seen: UInt64
    /// Dots seen besides; empty in the normal case.
    public var vector: VersionVector

    public init(seen: UInt64 = 0, vector: VersionVector = VersionVector()) {
        self.seen = seen
        self.vector = vector
    }

    /// Whether an op written with this context, under this dot, had seen the op `other`, which stands at a feed position.
    ///
    /// - Parameters:
    ///   - position: where `other` stands in the area's feed; 0 when it is in no feed yet.
    ///   - writer: the op's own dot, which implies that its writer's earlier ops were seen; `nil` for an op that was first written
    ///     under another dot: who wrote it anew may have written others' ops before, so all it had seen is written out.
    public func covers(_ other: Dot, at position: UInt64, writer: Dot?) -> Bool {
        if let writer, other.incarnation == writer.incarnation { return other.k < writer.k }
        if position > 0, position <= seen { return true }
        return !vector.isEmpty && vector.contains(other)
    }
}
