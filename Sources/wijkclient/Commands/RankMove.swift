import ArgumentParser
import SyncCore
import WijkDomain

/// Puts one item in its place: stored as what it comes right after, never as a number, so that two separate moves go together
/// whoever syncs first (S-AMF 8).
struct RankMove: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "move", ["verplaats"], en: "Put an item right after another, or first.",
            nl: "Zet een maatregel direct na een andere, of als eerste.",
            example: ["rank move 1a2b3c4d --after 5e6f7a8b", "rank move 1a2b3c4d --first"],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}",
            more: (
                en: "Saying again where an item stands settles a conflict about that place.",
                nl: "Nog eens zeggen waar een maatregel staat, beslist een conflict over die plaats."
            ))
    }

    @Argument(help: .both("The item's id.", "Het nummer van de maatregel.")) var id: String
    @Option(name: .long, help: .both("The item that it comes right after (id).", "De maatregel waar hij direct na komt (nummer)."))
    var after: String?
    @Flag(name: .long, help: .both("It comes first.", "Hij komt als eerste.")) var first = false
    @Option(name: .long, parsing: .unconditional, help: .both("Why.", "Waarom.")) var reason: String?
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (after == nil) == first else {
            throw ValidationError(Language.ofHelp(en: "Give --after ID, or --first.", nl: "Geef --after NUMMER, of --first."))
        }
    }

    func run(_ client: Client) throws {
        let ranks = try RankVerb(client)
        let moved = try ranks.verb.device.store.transaction {
            let item = try ranks.item(id)
            let plan = try ranks.plan(of: item)
            let anchor = try after.map { try ranks.item($0).id } ?? plan
            if anchor == item.id { throw ranks.refusal(.rankSelf, item) }
            let ranking = try PlanRanking(of: plan, in: ranks.verb.device.store)
            guard anchor == plan || ranking.items[anchor] != nil else { throw ranks.otherPlan() }
            let moves = ranking.moves(of: item.id, after: anchor)
            return (item: item, record: try ranks.write(moves, reason: reason))
        }
        let (en, nl) = moved.record == nil ? ("stands there already", "staat daar al") : ("put in its place", "op zijn plaats gezet")
        try ranks.verb.writing.tell(try ranks.item("\(moved.item.id)"), en: en, nl: nl)
    }
}

/// What the commands that change an order share.
struct RankVerb {
    let verb: FindingVerb

    init(_ client: Client) throws { verb = try FindingVerb(client) }

    private var language: Language { verb.client.language }

    func item(_ id: String) throws -> RecordView { try verb.lookup.shown(id, in: [PlanItemKind.kind]) }

    func plan(of item: RecordView) throws -> RecordID {
        if case .bytes(let bytes) = item.value("plan"), let id = RecordID(bytes: bytes) { return id }
        throw otherPlan()
    }

    /// A rule that is broken whatever the profile says, in the words in which the server says it.
    func refusal(_ rule: Rule, _ item: RecordView) -> ClientError {
        let body = verb.device.profile(in: item.area)?.orderBody ?? ""
        return ClientError(
            .refused, rule.rawValue, RuleBreak(rule, decider: body).message(dutch: language == .dutch),
            hint: language(en: "Nothing was changed.", nl: "Er is niets gewijzigd."))
    }

    func otherPlan() -> ClientError {
        ClientError(
            .usage, "rank.plan",
            language(en: "Items of one plan have an order together.", nl: "Maatregelen van één plan hebben samen een volgorde."))
    }

    /// Writes an order in one transaction.
    ///
    /// - Returns: the first item that was written; `nil` when there was nothing to write.
    func write(_ moves: [(RecordID, RecordID)], reason: String?) throws -> RecordView? {
        if moves.isEmpty { return nil }
        let note = try reason.map { try verb.lookup.input.note($0) } ?? ""
        let drafts = try moves.map { id, anchor in
            let item = try item("\(id)")
            var draft = try verb.writing.draft(
                item, PlanItemKind.kind.writes([(field: "rank_after", value: .bytes(anchor.bytes))] + answered(item)))
            draft.note = note
            return draft
        }
        return try verb.writing.writeAll(drafts)
    }

    /// Whoever says where an item belongs answers whoever asked for another decision about that.
    private func answered(_ item: RecordView) -> [(field: String, value: Value)] {
        guard let asked = item.value("question").text?.split(separator: "\n"), asked.contains("rank_after") else { return [] }
        let left = asked.filter { $0 != "rank_after" }.joined(separator: "\n")
        return [("question", left.isEmpty ? .null : .text(left))]
    }
}
