/// In whose name, and by which decision, an administrator settles what is not his to settle (I18). It stands in the first line of the
/// op's reason, so that the history shows it for ever.
public struct Proxy: Sendable, Equatable {
    /// The name of who may settle it.
    public let person: String
    /// The id of the decision that gives the mandate.
    public let mandate: String

    public init(person: String, mandate: String) {
        self.person = person
        self.mandate = mandate
    }

    /// `nil` when the reason names nobody.
    public init?(note: String) {
        guard let line = note.split(separator: "\n", omittingEmptySubsequences: false).first, line.hasPrefix(Self.head), line.hasSuffix("]")
        else { return nil }
        let parts = line.dropFirst(Self.head.count).dropLast().split(separator: Self.middle, maxSplits: 1)
        guard parts.count == 2 else { return nil }
        person = String(parts[0])
        mandate = String(parts[1])
    }

    private static let head = "[namens "
    private static let middle = ", mandaat "

    /// The reason with it in front.
    public func note(_ reason: String) -> String { "\(Self.head)\(person)\(Self.middle)\(mandate)]\n\(reason)" }
}
