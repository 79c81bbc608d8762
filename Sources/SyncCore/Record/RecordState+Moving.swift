/// What becomes of a record that goes from one area's feed into another's. Positions of the one mean nothing in the other, so
/// what they said is written out.
extension RecordState {
    /// The same record with every context written out, and every value at one position of the new feed.
    func entering(at position: UInt64, moves: UInt64) -> RecordState {
        var moved = self
        moved.moves = moves
        for index in origins.indices {
            moved.origins[index].context = Context(vector: seen(by: origins[index]))
            moved.origins[index].position = position
        }
        return moved
    }

    /// Nothing of it, but how often it moved.
    func gone(moves: UInt64) -> RecordState {
        var gone = RecordState(id: id, kind: kind)
        gone.moves = moves
        return gone
    }

    /// Those dots of this record that an op had seen, without what its own dot implies.
    func seen(by op: Origin) -> VersionVector {
        var seen = VersionVector()
        for other in origins where op.covers(other) && (op.first != nil || other.dot.incarnation != op.dot.incarnation) {
            seen.insert(other.dot)
        }
        return seen
    }
}
