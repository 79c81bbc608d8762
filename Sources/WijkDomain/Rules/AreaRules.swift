public import SyncCore

/// What holds in an area: the profile in force, and what a person is there. Both are records of the area (ADR 0015), so that a device
/// without network knows them too.
public final class AreaRules {
    private let store: SQLiteStore
    private let facts: StoredFacts
    /// Parsed profiles by record; a version is never rewritten.
    private var parsed: [RecordID: Profile] = [:]

    public init(_ store: SQLiteStore, account: @escaping (Actor) throws -> String) {
        self.store = store
        facts = StoredFacts(store, account: account)
    }

    /// The versions of the profile that an area's feed has brought, oldest first, each with the feed position it came at.
    private func versions(_ area: AreaState) throws -> [(record: RecordValues, position: UInt64)] {
        var query = RecordQuery(TellingKinds.profile)
        query.areas = [area.number]
        return try facts.list(query).map { record in
            let ref = try store.find(record.id, kind: record.kind.number)
            return (record, try ref.flatMap { try store.loadOrigins($0)?.origins.first?.position } ?? 0)
        }.sorted { $0.record.cents("version") < $1.record.cents("version") }
    }

    /// `nil` in an area that has no profile: it has no rules either.
    public func profile(in code: String) throws -> Profile? {
        guard let area = try store.area(WithheldArea.base(of: code)), let newest = try versions(area).last?.record else { return nil }
        return try profile(newest)
    }

    private func profile(_ record: RecordValues) throws -> Profile {
        if let known = parsed[record.id] { return known }
        let profile = try Profile(parsing: record.text("text"))
        parsed[record.id] = profile
        return profile
    }

    /// The version that a writer knew who had seen the feed up to a position; `nil` when it is the one in force.
    private func older(in code: String, seen: UInt64) throws -> Int64? {
        guard let area = try store.area(code) else { return nil }
        let versions = try versions(area)
        guard let last = versions.last, last.position > seen, versions.count > 1 else { return nil }
        let known = versions.last { $0.position > 0 && $0.position <= seen } ?? versions[0]
        return known.record.id == last.record.id ? nil : known.record.cents("version")
    }

    /// - Parameter today: `2026-11-24`, by the clock of whoever judges.
    public func writer(account: String, name: String, in code: String, today: String) throws -> Writer {
        var facts = facts
        facts.today = today
        return Writer(account: account, name: name, grants: try facts.grants(in: code, "account", account))
    }

    /// The account that made a record; the name of who did, where the account is not known.
    public func creator(of record: RecordID, kind: Kind) throws -> String? { try facts.creator(of: record, kind: kind) }

    /// Whether the profile names one of somebody's roles among those that hold text which others withhold.
    public func isConfidant(account: String, in code: String, today: String) throws -> Bool {
        guard let confidants = try profile(in: code)?.confidants, !confidants.isEmpty else { return false }
        return try !writer(account: account, name: "", in: code, today: today).roles.isDisjoint(with: confidants)
    }

    /// The first rule that a transaction breaks; `nil` when none is, or when its area has no rules.
    ///
    /// - Parameter incarnation: the life that wrote it.
    public func refusal(
        of transaction: [Op], account: String, name: String, today: String, incarnation: Incarnation
    ) throws -> (index: Int, rule: RuleBreak)? {
        guard let first = transaction.first, let profile = try profile(in: first.area) else { return nil }
        let writer = try writer(account: account, name: name, in: first.area, today: today)
        for (index, op) in transaction.enumerated() where !op.toArea.isEmpty {
            if try self.writer(account: account, name: name, in: op.toArea, today: today).grants.isEmpty {
                return (index, RuleBreak(.noRole, [name, op.toArea], decider: profile.localName(.beheerder)))
            }
        }
        var facts = facts
        facts.today = today
        facts.incarnation = incarnation
        guard var broken = try DomainJudge(profile: profile, writer: writer, facts: facts).refusal(of: transaction) else { return nil }
        if let knew = try older(in: first.area, seen: transaction[broken.index].context.seen) {
            broken.rule.knew = knew
            broken.rule.inForce = profile.version
        }
        return broken
    }

    /// What the arbiter says of the bookings among ops that were just applied: accepted, or held with its shortfall (C5).
    public func answers(to transaction: [Op]) throws -> [Draft] {
        var written: [RecordID: [RecordID]] = [:]
        var budgets: [RecordID] = []
        for op in transaction where op.kind == MoneyKinds.booking.number {
            guard let booking = try facts.record(op.record, kind: MoneyKinds.booking), booking.shows(op),
                let id = booking.reference("budget")
            else { continue }
            if written[id] == nil { budgets.append(id) }
            if written[id]?.contains(op.record) != true { written[id, default: []].append(op.record) }
        }
        return try budgets.flatMap { id -> [Draft] in
            guard let budget = try facts.record(id, kind: MoneyKinds.budget) else { return [] }
            let answers = BookingArbiter.answers(
                granted: budget.cents("granted_cents"),
                bookings: try facts.records(MoneyKinds.booking, referringTo: id, in: "budget"), written: written[id] ?? [])
            return answers.map { answer in
                Draft(
                    record: answer.booking, kind: MoneyKinds.booking.number, area: budget.area,
                    writes: MoneyKinds.booking.writes([
                        ("state", .text(answer.state)), ("granted_cents", answer.granted.map(Value.integer) ?? .null),
                        ("shortfall_cents", answer.shortfall.map(Value.integer) ?? .null),
                    ]))
            }
        }
    }
}

extension Kind {
    /// Writes by the names of fields.
    ///
    /// - Precondition: the kind has these fields.
    public func writes(_ values: [(field: String, value: Value)]) -> [Op.FieldWrite] {
        values.map { name, value in
            guard let field = field(named: name) else { preconditionFailure("\(self.name) has no field \(name)") }
            return Op.FieldWrite(field.number, value)
        }.sorted { $0.field < $1.field }
    }
}
