/// The name of one op for ever: the k-th op of one incarnation, over all areas (I3).
///
/// `k` is contiguous from 1 and below 2⁵³, so that it survives JSON and JavaScript.
public struct Dot: Hashable, Comparable, Sendable, CustomStringConvertible {
    public static let maximum: UInt64 = 1 << 53 - 1

    public let incarnation: Incarnation
    public let k: UInt64

    public init(_ incarnation: Incarnation, _ k: UInt64) {
        self.incarnation = incarnation
        self.k = k
    }

    public static func < (left: Dot, right: Dot) -> Bool {
        left.incarnation == right.incarnation ? left.k < right.k : left.incarnation < right.incarnation
    }

    public var description: String { "\(incarnation.description.prefix(8)):\(k)" }
}
