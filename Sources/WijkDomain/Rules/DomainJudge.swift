public import SyncCore

/// Judges a transaction by the rights of its writer and the rules of the municipality. The same at the server, where it counts, and on
/// a device, which says beforehand what the server will say.
public struct DomainJudge {
    let profile: Profile
    let writer: Writer
    let facts: any RecordFacts

    public init(profile: Profile, writer: Writer, facts: any RecordFacts) {
        self.profile = profile
        self.writer = writer
        self.facts = facts
    }

    /// The first rule that is broken, and by which op of the transaction; `nil` when none is.
    public func refusal(of transaction: [Op]) throws -> (index: Int, rule: RuleBreak)? {
        let seen = TransactionFacts(beneath: facts)
        if let broken = WithheldText.refusal(of: transaction, account: writer.account) { return broken }
        let rights = Rights(profile: profile, writer: writer, facts: facts)
        for (index, op) in transaction.enumerated() {
            guard let kind = Wijk.schema.kind(op.kind) else { continue }
            // Looked up also for an op that says it creates its record: whoever says so of one that is there does not thereby get the
            // rights of its maker.
            let before = try seen.record(op.record, kind: kind)
            var after = before ?? RecordValues(new: op, kind: kind)
            after.apply(op)
            // A record that is only now made has no conflict to settle; most ops make one.
            switch before == nil ? .none : try settling(op, kind, before) {
            case .refused(let rule): return (index, rule)
            case .allowed: break
            case .none: if let rule = try rights.refusal(of: op, kind, before: before, after: after) { return (index, rule) }
            }
            seen.note(after)
            let rules = DomainRules(profile: profile, facts: seen)
            if let rule = try rules.refusal(of: op, before: before, after: after) { return (index, rule) }
        }
        return try MoneyRules(profile: profile, facts: seen).refusal(of: transaction)
    }

    private enum SettlingAnswer {
        /// It settles nothing, or does more than that: the rights over fields count.
        case none
        case allowed
        case refused(RuleBreak)
    }

    /// I18: whoever settles a conflict has to be the one it belongs to, or to speak for that person by a decision.
    private func settling(_ op: Op, _ kind: Kind, _ before: RecordValues?) throws -> SettlingAnswer {
        let written = Set(op.writes.map(\.field))
        let settled =
            try facts.settled(by: op, kind: kind).filter { !written.isDisjoint(with: $0.fields) } + reopened(by: op, kind, before)
        if settled.isEmpty { return .none }
        for conflict in settled {
            let isOwn = try facts.creator(of: op.record, kind: kind) == writer.account
            func refusal(_ writer: Writer) -> RuleBreak? {
                Settling.refusal(
                    ConflictClass(of: conflict, kind: kind), kind: kind, fields: kind.subject(of: conflict), writer: writer,
                    profile: profile,
                    isOwnText: isOwn)
            }
            guard let own = refusal(writer) else { continue }
            guard let proxy = Proxy(note: op.note), writer.roles.contains(.beheerder), try isMandate(proxy.mandate) else {
                return .refused(own)
            }
            let principal = Writer(
                account: "", name: proxy.person, grants: try facts.grants(ofPersonNamed: proxy.person, in: op.area))
            if let theirs = refusal(principal) { return .refused(theirs) }
        }
        let scope = Set(settled.flatMap(\.fields))
        let together = kind.groups.filter { !scope.isDisjoint(with: $0.fields) }.flatMap(\.fields)
        return written.isSubset(of: scope.union(together)) ? .allowed : .none
    }

    /// What was settled and is a question again: that too is up to whom it belongs to.
    private func reopened(by op: Op, _ kind: Kind, _ before: RecordValues?) -> [Conflict] {
        guard let question = kind.question, let names = op.writes.last(where: { $0.field == question })?.value.text else { return [] }
        let asked = Set((before?.text("question") ?? "").split(separator: "\n"))
        return names.split(separator: "\n").filter { !asked.contains($0) }.compactMap { kind.reopened(String($0)) }
    }

    private func isMandate(_ id: String) throws -> Bool {
        try RecordID(id).flatMap { try facts.record($0, kind: DecidingKinds.decision) } != nil
    }
}

/// Records as they are with what a transaction has written so far.
final class TransactionFacts: RecordFacts {
    private let beneath: any RecordFacts
    private var written: [RecordID: RecordValues] = [:]

    init(beneath: any RecordFacts) { self.beneath = beneath }

    func note(_ record: RecordValues) { written[record.id] = record }

    func record(_ id: RecordID, kind: Kind) throws -> RecordValues? {
        if let own = written[id] { return own }
        return try beneath.record(id, kind: kind)
    }

    func records(_ kind: Kind, referringTo id: RecordID, in field: String) throws -> [RecordValues] {
        let before = try beneath.records(kind, referringTo: id, in: field).filter { written[$0.id] == nil }
        return before + written.values.filter { $0.kind.number == kind.number && $0.reference(field) == id }
    }

    func creator(of id: RecordID, kind: Kind) throws -> String? { try beneath.creator(of: id, kind: kind) }

    func settled(by op: Op, kind: Kind) throws -> [Conflict] { try beneath.settled(by: op, kind: kind) }

    func replaces(_ field: String, by op: Op, kind: Kind) throws -> Bool { try beneath.replaces(field, by: op, kind: kind) }

    func grants(ofPersonNamed name: String, in area: String) throws -> [Writer.Grant] {
        try beneath.grants(ofPersonNamed: name, in: area)
    }
}
