import ArgumentParser
import SyncCore
import WijkDomain

/// A kind of record that needs no options of its own: its fields are given with `--set`. Five lines make one.
protocol PlainNoun: Noun where Fields == NoFields {
    static var alias: String { get }
    /// Commands that only this noun has.
    static var verbs: [any ParsableCommand.Type] { get }
}

struct NoFields: FieldOptions {
    var given: [(field: String, text: String?)] { [] }
}

extension PlainNoun {
    static var verbs: [any ParsableCommand.Type] { [] }
    static var dateField: String? { nil }
    static var searched: [String] {
        columns.filter { kind.field(named: $0).map { if case .text = $0.type { true } else { false } } ?? false }
    }
    static var sort: (field: String, descending: Bool) { (columns[0], false) }
    static func defaults(now: Int64) -> [(field: String, text: String)] { [] }
}

enum DecisionNoun: PlainNoun {
    static let kind = DecidingKinds.decision
    static let (word, alias) = ("decision", "besluit")
    static var verbs: [any ParsableCommand.Type] { [DecisionRecord.self] }
    static let columns = ["date", "body", "sort", "binding", "title"]
    static func defaults(now: Int64) -> [(field: String, text: String)] { [("date", LocalTime.today(now))] }
}

enum ProposalNoun: PlainNoun {
    static let kind = DecidingKinds.proposal
    static let (word, alias) = ("proposal", "voorstel")
    static var verbs: [any ParsableCommand.Type] { [ProposalSubmit.self] }
    static let columns = ["to", "status", "shortfall_cents", "title"]
    static func defaults(now: Int64) -> [(field: String, text: String)] { [("status", "concept")] }
}

enum ConsultationNoun: PlainNoun {
    static let kind = DecidingKinds.consultation
    static let (word, alias) = ("consultation", "inspraak")
    static let columns = ["from_date", "to_date", "status", "title"]
    static func defaults(now: Int64) -> [(field: String, text: String)] { [("status", "gepland")] }
}

enum ReactionNoun: PlainNoun {
    static let kind = DecidingKinds.reaction
    static let (word, alias) = ("reaction", "reactie")
    static let columns = ["status", "from", "text", "reply"]
    static func defaults(now: Int64) -> [(field: String, text: String)] { [("status", "open")] }
}

enum NotificationNoun: PlainNoun {
    static let kind = TellingKinds.notification
    static let (word, alias) = ("notification", "aanmelding")
    static let columns = ["date", "service", "item"]
    static func defaults(now: Int64) -> [(field: String, text: String)] { [("date", LocalTime.today(now))] }
}

enum IndicatorNoun: PlainNoun {
    static let kind = TellingKinds.indicator
    static let (word, alias) = ("indicator", "kerngegeven")
    static let columns = ["theme", "name", "unit"]
}

enum MeasurementNoun: PlainNoun {
    static let kind = TellingKinds.measurement
    static let (word, alias) = ("measurement", "meting")
    static var verbs: [any ParsableCommand.Type] { [MeasurementSettle.self] }
    static let columns = ["year", "indicator", "value_milli", "source", "standing"]
    static func defaults(now: Int64) -> [(field: String, text: String)] { [("standing", "voorlopig")] }
}

enum FeedbackNoun: PlainNoun {
    static let kind = TellingKinds.feedback
    static let (word, alias) = ("feedback", "terugkoppeling")
    static var verbs: [any ParsableCommand.Type] { [FeedbackSend.self] }
    static let columns = ["sent_at", "audience", "channel", "text"]
    static func defaults(now: Int64) -> [(field: String, text: String)] {
        [("sent_at", FieldOutput.text(.integer(now), .instant))]
    }
}

enum CovenantNoun: PlainNoun {
    static let kind = TellingKinds.covenant
    static let (word, alias) = ("covenant", "convenant")
    static let columns = ["since", "until", "title", "partners"]
}

enum SketchNoun: PlainNoun {
    static let kind = TellingKinds.sketch
    static let (word, alias) = ("sketch", "wijkschets")
    static let columns = ["view", "text"]
}

enum PurchaseNoun: PlainNoun {
    static let kind = MoneyKinds.purchase
    static let (word, alias) = ("purchase", "inkooporder")
    static let columns = ["status", "department", "amount_cents", "description"]
    static func defaults(now: Int64) -> [(field: String, text: String)] { [("status", "besteld")] }
}

enum AttachmentNoun: PlainNoun {
    static let kind = TellingKinds.attachment
    static let (word, alias) = ("attachment", "bijlage")
    static let columns = ["sort", "standing", "media_type", "bytes", "finding"]
    static func defaults(now: Int64) -> [(field: String, text: String)] { [("standing", "metadata")] }
}

enum BookingNoun: PlainNoun {
    static let kind = MoneyKinds.booking
    static let (word, alias) = ("booking", "boeking")
    static let columns = ["state", "sort", "amount_cents", "granted_cents", "shortfall_cents", "item"]
}

enum BudgetNoun: PlainNoun {
    static let kind = MoneyKinds.budget
    static let (word, alias) = ("budget", "budgetten")
    static let columns = ["year", "sort", "granted_cents", "currency", "title"]
}

/// `decision add|edit|list|show|delete|history`.
struct PlainCommand<N: PlainNoun>: ParsableCommand {
    static var configuration: CommandConfiguration {
        let (en, nl) = (Labels.label(kind: N.kind.name, dutch: false), Labels.label(kind: N.kind.name))
        return CommandConfiguration(
            N.word, [N.alias], en: "Records of the kind \(en).", nl: "Gegevens van de soort \(nl).",
            subcommands: [
                RecordAdd<N>.self, RecordEdit<N>.self, RecordList<N>.self, RecordShow<N>.self, RecordDelete<N>.self, RecordHistory<N>.self,
            ] + N.verbs)
    }
}
