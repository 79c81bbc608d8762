/// Makes record ids: UUIDv7 (RFC 9562 §5.7), ascending within one process, so that new records land at an index's end.
///
/// The clock in an id is a hint for the index and never decides anything (I7); a clock outside 1970…10889 is clamped.
public struct RecordIDs {
    /// Time, version and counter of the last id: the upper word.
    private var last: UInt64 = 0

    public init() {}

    public mutating func next(now: Int64, random: () -> UInt64) -> RecordID {
        let time = UInt64(min(max(now, 0), 1 << 48 - 1))
        // Half of the counter's room is kept, so that a thousand ids a millisecond need not borrow time (RFC 9562 §6.2, method 1).
        let fresh = time << 16 | 0x7000 | random() & 0x07ff
        if fresh > last {
            last = fresh
        } else if last & 0xfff < 0xfff {
            last += 1
        } else {
            last = (last >> 16 + 1) << 16 | 0x7000
        }
        return RecordID(ID128(high: last, low: random() & (1 << 62 - 1) | 1 << 63))
    }
}
