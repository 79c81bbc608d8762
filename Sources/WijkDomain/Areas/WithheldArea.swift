/// The part of an area that holds what one person wrote about a household (S-AMF 3). It is an area of its own to the engine, so that what
/// lies in it never reaches a device that has no right to it: only its author and those whom the profile names (`rollen.vertrouwelijk`)
/// hold it (ADR 0016).
public struct WithheldArea: Sendable, Hashable {
    /// The code of the area that it is a part of: its roles and profile hold here as well.
    public let area: String
    /// The account of who writes in it.
    public let account: String

    public init(area: String, account: String) {
        self.area = area
        self.account = account
    }

    /// `nil` for the code of an ordinary area.
    public init?(code: String) {
        guard let mark = code.firstIndex(of: Self.mark) else { return nil }
        self.init(area: String(code[..<mark]), account: String(code[code.index(after: mark)...]))
    }

    public var code: String { "\(area)\(Self.mark)\(account)" }

    /// What people read: where the author is not known, only that it is withheld.
    public static func name(of area: String, author: String = "") -> String {
        "\(area) (vertrouwelijk\(author.isEmpty ? "" : ": ")\(author))"
    }

    /// The code of the ordinary area that a code is about.
    public static func base(of code: String) -> String { WithheldArea(code: code)?.area ?? code }

    /// In no code of CBS or of a municipality.
    private static let mark: Character = "~"
}
