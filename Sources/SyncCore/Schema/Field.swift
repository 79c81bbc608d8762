/// One field of a kind: one register per record.
public struct Field: Sendable {
    public let number: UInt32
    /// The column's name and the JSON key: lower case, words joined by `_`.
    public let name: String
    public let type: FieldType
    /// A record cannot be created without it, nor set to nothing later.
    public let required: Bool
    /// The schema's version that made it required: records of writers who know only older ones are taken without it.
    public let requiredSince: UInt32
    public let policy: MergePolicy
    /// Concurrent writes to different fields of one group are a conflict too (amount + financing, status + end date). A field may
    /// belong together with others in more than one way.
    public let groups: [String]

    public init(
        _ number: UInt32, _ name: String, _ type: FieldType, required: Bool = false, since: UInt32 = 0, policy: MergePolicy = .review,
        group: String? = nil, and others: [String] = []
    ) {
        self.number = number
        self.name = name
        self.type = type
        self.required = required
        requiredSince = since
        self.policy = policy
        groups = (group.map { [$0] } ?? []) + others
    }

    /// Delete is a register of every record (DESIGN, "Moving, deleting, forgetting"): 1 = deleted, nothing = not.
    public static let deleted = Field(1, "deleted", .flag)

    /// Where a record was moved to: the register that `Op.toArea` writes, and no field of any kind. Its value is the area's code;
    /// a record that was never moved has none.
    public static let place = Field(.max, "area", .text(maximum: Limits.areaBytes, lines: false))
}

/// What values a field takes.
public enum FieldType: Sendable {
    /// Text of at most `maximum` UTF-8 bytes; `lines` allows line breaks and tabs. Never other control characters.
    case text(maximum: Int, lines: Bool)
    /// One of these words.
    case choice([String])
    /// A word `main/sub`, or `main`: one of the keys of a two-level list (categories).
    case slug([String])
    case integer(ClosedRange<Int64>)
    /// 0 or 1.
    case flag
    /// A calendar day, `2026-11-24`, from year 1900 to 9999.
    case date
    /// Milliseconds since 1970-01-01T00:00Z; for display, never for deciding.
    case instant
    /// Coordinates of WGS84 in 10⁻⁷ degree.
    case latitude, longitude
    /// The id of a record of the named kind, as 16 bytes.
    case reference(kind: String)
    /// Words of the list or free short words, kept sorted and unique, joined by line breaks.
    case set(maximum: Int)
    /// A whole number a year: a map, each year a register of its own with the year as its key (a plan item's tranches).
    case yearly(ClosedRange<Int64>)

    /// Whether the field is a map, whose registers have keys.
    public var isKeyed: Bool {
        if case .yearly = self { return true }
        return false
    }
}

/// What to show of a register with several values, and whether a person must look. A pure function applied when
/// reading; it never writes (DESIGN, "Folding and conflicts").
public enum MergePolicy: Sendable, Equatable {
    /// Keep all and ask. Shown until settled: the value that reached the feed first.
    case review
    /// The furthest along the ladder wins; a value not on the ladder asks.
    case max([String])
    /// All words of all values together (fields of type `set`).
    case union
}
