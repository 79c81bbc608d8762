/// What went wrong, to which thing, and what to do now. The code is stable, also on the wire; the words may change.
public struct SyncError: Error, Sendable, Equatable {
    /// When trying the very same thing again can help.
    public enum Retry: String, Sendable { case now, later, never }

    /// Dotted and lower case, most general word first: `wire.truncated`, `identity.fork`.
    public let code: String
    public let message: String
    public let hint: String
    public let retry: Retry
    /// The HTTP status under which the server sends it.
    public let status: Int

    public init(_ code: String, _ message: String, hint: String = "", retry: Retry = .never, status: Int = 400) {
        self.code = code
        self.message = message
        self.hint = hint
        self.retry = retry
        self.status = status
    }
}

extension SyncError: CustomStringConvertible {
    public var description: String { hint.isEmpty ? "\(message) [\(code)]" : "\(message) \(hint) [\(code)]" }
}
