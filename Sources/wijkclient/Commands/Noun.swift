import ArgumentParser
import SyncCore
import WijkDomain

/// A kind of record as a word on the command line: `finding`, `item`. The commands on it are the same for every noun.
protocol Noun {
    /// The options for its fields.
    associatedtype Fields: FieldOptions
    static var kind: Kind { get }
    /// As typed: `finding`.
    static var word: String { get }
    /// The columns of its list.
    static var columns: [String] { get }
    /// The field that `--from` and `--to` look at, if any.
    static var dateField: String? { get }
    static var searched: [String] { get }
    static var sort: (field: String, descending: Bool) { get }
    /// Values of a new record that its writer did not give.
    static func defaults(now: Int64) -> [(field: String, text: String)]
}

/// Options that give fields their values.
protocol FieldOptions: ParsableArguments {
    /// The fields by name, with text where it was given.
    var given: [(field: String, text: String?)] { get }
}

enum FindingNoun: Noun {
    typealias Fields = FindingFields
    static let kind = FindingKind.kind
    static let word = "finding"
    static let columns = ["observed_at", "status", "severity", "category", "description"]
    static let dateField: String? = "observed_at"
    static let searched = ["description", "remark", "address", "responsible", "external_id"]
    static let sort = (field: "observed_at", descending: true)
    static func defaults(now: Int64) -> [(field: String, text: String)] {
        [("status", "nieuw"), ("observed_at", FieldOutput.text(.integer(now), .instant))]
    }
}

enum ItemNoun: Noun {
    typealias Fields = ItemFields
    static let kind = PlanItemKind.kind
    static let word = "item"
    static let columns = ["status", "theme", "estimate_cents", "executor", "title"]
    static let dateField: String? = "start_date"
    static let searched = ["title", "description", "theme", "executor", "financing_note", "decision_note"]
    static let sort = (field: "status", descending: false)
    static func defaults(now: Int64) -> [(field: String, text: String)] { [("status", "voorgesteld")] }
}

enum PlanNoun: Noun {
    typealias Fields = PlanFields
    static let kind = PlanKind.kind
    static let word = "plan"
    static let columns = ["sort", "from_year", "to_year", "status", "title"]
    static let dateField: String? = nil
    static let searched = ["title", "description", "theme", "phase"]
    static let sort = (field: "title", descending: false)
    static func defaults(now: Int64) -> [(field: String, text: String)] { [("status", "concept")] }
}

enum SchouwNoun: Noun {
    typealias Fields = SchouwFields
    static let kind = SchouwKind.kind
    static let word = "schouw"
    static let columns = ["date", "status", "leader", "resident_count", "title"]
    static let dateField: String? = "date"
    static let searched = ["title", "leader", "participants", "route_note"]
    static let sort = (field: "date", descending: true)
    static func defaults(now: Int64) -> [(field: String, text: String)] {
        [
            ("status", "bezig"), ("date", LocalTime.today(now)), ("started_at", FieldOutput.text(.integer(now), .instant)),
        ]
    }
}
