/// The kinds of record a replica knows, as data: from these tables come validation, projection tables, merge policy and
/// output columns. Adding a field is one line; numbers are for ever.
public struct Schema: Sendable {
    /// Goes up with every change; a newer schema reads everything an older one wrote.
    public let version: UInt32
    public let kinds: [Kind]
    private let indexByNumber: [UInt32: Int]
    private let indexByName: [String: Int]

    /// - Precondition: numbers and names are unique, and names are lower-case words (they become SQL names).
    public init(version: UInt32, kinds: [Kind]) {
        self.version = version
        self.kinds = kinds
        indexByNumber = Dictionary(uniqueKeysWithValues: kinds.enumerated().map { ($1.number, $0) })
        indexByName = Dictionary(uniqueKeysWithValues: kinds.enumerated().map { ($1.name, $0) })
    }

    public func kind(_ number: UInt32) -> Kind? { indexByNumber[number].map { kinds[$0] } }

    public func kind(named name: String) -> Kind? { indexByName[name].map { kinds[$0] } }
}

/// One kind of record: `finding`, `plan_item`.
public struct Kind: Sendable {
    public let number: UInt32
    public let name: String
    public let fields: [Field]
    /// Columns that lists sort or filter by, each an index of the kind's table: `["status"]`, `["observed_at"]`.
    public let indexes: [[String]]
    /// Fields of which concurrent writes are a conflict also when they went to different ones.
    public let groups: [Group]
    /// Pairs of fields of which concurrent writes are a conflict when the first says one of some words.
    public let clashes: [Clash]
    /// The field that names settled conflicts which somebody has opened again, by field, group or clash; none where that cannot be done.
    public let question: UInt32?
    private let indexByNumber: [UInt32: Int]
    private let indexByName: [String: Int]
    /// The words of a `choice` or `slug` field, by place in `fields`.
    private let words: [Set<String>?]

    public struct Group: Sendable {
        public let name: String
        public let fields: [UInt32]
    }

    /// Something said of a record while others, unseen, did what does not go with it: closed, and seen again. Neither wrote the
    /// other's field, so that no register shows it. It is settled by saying it again, or something else, with the other in sight.
    public struct Clash: Sendable {
        public let name: String
        /// The field that says it, and the words of it that do.
        public let field: UInt32
        public let words: Set<String>
        public let against: [UInt32]

        public init(_ name: String, field: UInt32, words: [String], against: [UInt32]) {
            self.name = name
            self.field = field
            self.words = Set(words)
            self.against = against
        }
    }

    /// Field number 1 belongs to the engine: it is `deleted` in every kind.
    ///
    /// - Parameter question: the number of the field that names conflicts which were opened again.
    public init(
        _ number: UInt32, _ name: String, indexes: [[String]] = [], clashes: [Clash] = [], question: UInt32? = nil, fields: [Field]
    ) {
        self.number = number
        self.name = name
        self.indexes = indexes
        self.clashes = clashes
        self.question = question
        let all = [Field.deleted] + fields + (question.map { [Field($0, "question", .set(maximum: 400), policy: .union)] } ?? [])
        self.fields = all
        var names: [String] = []
        for name in all.flatMap(\.groups) where !names.contains(name) { names.append(name) }
        groups = names.map { name in Group(name: name, fields: all.filter { $0.groups.contains(name) }.map(\.number)) }
        indexByNumber = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.number, $0) })
        indexByName = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.name, $0) })
        words = all.map { field in
            switch field.type {
            case .choice(let words), .slug(let words): Set(words)
            default: nil
            }
        }
    }

    /// What is wrong with a value for the field at this place; `nil` when nothing is.
    func violation(of value: Value, at position: Int) -> Violation.Rule? {
        if let words = words[position], let text = value.text, words.contains(text) { return nil }
        return fields[position].type.violation(of: value)
    }

    public func field(_ number: UInt32) -> Field? { indexByNumber[number].map { fields[$0] } }

    public func field(named name: String) -> Field? { indexByName[name].map { fields[$0] } }

    /// The place of a field in `fields`, and so of its column in the kind's table.
    public func position(of number: UInt32) -> Int? { indexByNumber[number] }
}
