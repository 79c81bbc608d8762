/// Why the server did not apply an op. The op is kept, here and there.
public struct Verdict: Sendable, Equatable {
    public let k: UInt64
    /// Stable: `schema.range`, `area.forbidden`, `record.unknown`…
    public let code: String
    public let detail: String
    /// What a client needs to say the detail in another language.
    public let arguments: [String]
    public let decider: String
    /// Milliseconds since 1970 by the server's clock.
    public let decidedAt: Int64

    public init(k: UInt64, code: String, detail: String, arguments: [String] = [], decider: String, decidedAt: Int64) {
        self.k = k
        self.code = code
        self.detail = detail
        self.arguments = arguments
        self.decider = decider
        self.decidedAt = decidedAt
    }
}

extension Verdict {
    /// Not a refusal: says what became of an own op when the replica began a new life.
    public enum Fate: String, Sendable {
        /// Written anew, under a dot of the new life.
        case moved = "identity.moved"
        /// The server had it already, under another dot.
        case known = "identity.known"
        /// In no feed of the server any more, and what it said had been replaced: kept for the history.
        case superseded = "identity.superseded"
    }

    public var fate: Fate? { Fate(rawValue: code) }

    public var isOfIdentity: Bool { fate != nil }

    init(_ fate: Fate, k: UInt64, detail: String, at now: Int64) {
        self.init(k: k, code: fate.rawValue, detail: detail, decider: "", decidedAt: now)
    }
}

public struct RefusedOp: Sendable, Equatable {
    public let actor: Int
    public let verdict: Verdict
    /// At the server, the op itself; a device finds its own by k.
    public let op: [UInt8]

    public init(actor: Int, verdict: Verdict, op: [UInt8]) {
        self.actor = actor
        self.verdict = verdict
        self.op = op
    }
}
