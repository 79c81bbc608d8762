/// Where the server has an op under another dot than the one its writer knows.
public struct KnownOp: Sendable, Hashable {
    public let dot: Dot
    /// In which area's feed it stands; empty when that is not said.
    public let area: String
    public let position: UInt64
    /// Only what was alive of the op may have come back: its writer is to bring the rest.
    public var isPart = false

    public init(_ dot: Dot, area: String = "", position: UInt64 = 0) {
        self.dot = dot
        self.area = area
        self.position = position
    }
}

extension Verdict {
    init(known op: KnownOp, k: UInt64, at now: Int64) {
        self.init(
            k: k, code: Fate.known.rawValue, detail: "\(op.dot.incarnation):\(op.dot.k)",
            arguments: op.area.isEmpty ? [] : [op.area, "\(op.position)"], decider: "", decidedAt: now)
    }

    /// Where the server has the op; `nil` when it is no known one, or when nothing will bring it.
    var knownOp: KnownOp? {
        let parts = detail.split(separator: ":")
        guard fate == .known, parts.count == 2, let bytes = Hex.decode(String(parts[0])), let k = UInt64(parts[1]),
            let incarnation = Incarnation(bytes: bytes)
        else { return nil }
        let dot = Dot(incarnation, k)
        guard arguments.count == 2, let position = UInt64(arguments[1]) else { return KnownOp(dot) }
        return KnownOp(dot, area: arguments[0], position: position)
    }
}
