/// What stands at a position of an area's feed.
///
/// In the chain every form but the first is marked by a k of 0, which no op has:
/// Fₙ = SHA-256(Fₙ₋₁ ‖ incarnation (16) ‖ 0 (8) ‖ form (1) ‖ k (8) ‖ length of extra (8) ‖ extra ‖ bytes of the op), where zeros stand for
/// an incarnation and k that an entry does not have.
public enum FeedForm: UInt8, Sendable {
    /// An op as its device wrote it.
    case op = 0
    /// An op whose writer did not know that the record had moved. Extra: its context, written out (`Context`).
    case late = 1
    /// A record is in this area no longer: moved away, or collected. No op. Extra: a `Departure`.
    case left = 2
    /// A record came into this area. The op moved it; none when it came back after it was collected. Extra: the whole record
    /// (`WholeRecord`), whose values all take this position.
    case entered = 3
}
