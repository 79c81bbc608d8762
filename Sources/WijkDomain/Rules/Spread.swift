/// An amount in cents as far as it is decided: one figure, or from the least to the most that people wrote down while nobody has
/// decided between them (S-DOR 9: a marked spread, not a silently picked number).
public struct Spread: Sendable, Equatable {
    public let low: Int64
    public let high: Int64

    public init(_ cents: Int64) { (low, high) = (cents, cents) }

    /// - Parameter cents: what each side wrote.
    public init(sides cents: [Int64]) {
        low = cents.min() ?? 0
        high = cents.max() ?? 0
    }

    private init(low: Int64, high: Int64) { (self.low, self.high) = (low, high) }

    public var isDecided: Bool { low == high }

    public static func + (left: Spread, right: Spread) -> Spread {
        Spread(low: sum(left.low, right.low), high: sum(left.high, right.high))
    }

    /// Left and right being independent of each other: the least is the least of one without the most of the other.
    public static func - (left: Spread, right: Spread) -> Spread {
        Spread(low: sum(left.low, -right.high), high: sum(left.high, -right.low))
    }

    /// An amount is at most 10¹³ cents, so that it takes a million of the largest to reach the end of the numbers.
    private static func sum(_ left: Int64, _ right: Int64) -> Int64 {
        let (value, isTooMuch) = left.addingReportingOverflow(right)
        return isTooMuch ? (left > 0 ? .max : .min) : value
    }
}
