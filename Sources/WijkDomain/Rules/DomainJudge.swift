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
        let rights = Rights(profile: profile, writer: writer, facts: facts)
        for (index, op) in transaction.enumerated() {
            guard let kind = Wijk.schema.kind(op.kind) else { continue }
            // Looked up also for an op that says it creates its record: whoever says so of one that is there does not thereby get the
            // rights of its maker.
            let before = try seen.record(op.record, kind: kind)
            var after = before ?? RecordValues(new: op, kind: kind)
            after.apply(op)
            if let rule = try rights.refusal(of: op, kind, before: before, after: after) { return (index, rule) }
            seen.note(after)
            let rules = DomainRules(profile: profile, facts: seen)
            if let rule = try rules.refusal(of: op, before: before, after: after) { return (index, rule) }
        }
        return try MoneyRules(profile: profile, facts: seen).refusal(of: transaction)
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
}
