/// Makes record ids: UUIDv7 (RFC 9562 §5.7), ascending within one process, so that new records land at an index's end.
///
/// The clock in an id is a hint for the index and never decides anything (I7); a clock outside 1970…10889 is clamped.
public struct RecordIDs {
    private var last = ID128(high: 0x7000, low: 0)

    public init() {}

    public mutating func next(now: Int64, random: () -> UInt64) -> RecordID {
        let time = UInt64(min(max(now, 0), 1 << 48 - 1))
        var high = time << 16 | 0x7000 | random() & 0x03ff
        // The same millisecond, or a clock that went back: count on, and when the counter is full, in the next millisecond (§6.2).
        if high <= last.high || high >> 16 == last.high >> 16 {
            high = last.high & 0xfff < 0xfff ? last.high + 1 : (last.high >> 16 + 1) << 16 | 0x7000
        }
        let low = random() & (1 << 62 - 1) | 1 << 63
        last = ID128(high: high, low: low)
        return RecordID(last)
    }
}
