internal import SyncCore
internal import WijkDomain

/// The municipality's rules at the server's door, and what the server answers in its own name.
final class DomainService: Judge {
    private let rules: AreaRules
    private let numbers: NumberSeries

    init(_ store: SQLiteStore, access: AccessStore) throws {
        rules = AreaRules(store) { try access.account(of: $0.device) ?? $0.person }
        numbers = NumberSeries(access: access)
    }

    func objection(to transaction: [Op], from grant: DeviceGrant, of incarnation: Incarnation) throws -> Objection? {
        let broken = try rules.refusal(
            of: transaction, account: grant.account, name: grant.person, today: String(Instant.text(Clock.now()).prefix(10)),
            incarnation: incarnation)
        return broken.map { index, rule in
            Objection(
                index: index, code: rule.rule.rawValue, detail: rule.message(dutch: false), arguments: rule.wireArguments,
                decider: rule.decider)
        }
    }

    func isConfidant(account: String, in area: String, today: String) throws -> Bool {
        try rules.isConfidant(account: account, in: area, today: today)
    }

    func answers(to transaction: [Op], from grant: DeviceGrant) throws -> [Draft] {
        try numbers.drafts(for: transaction) + rules.answers(to: transaction)
    }
}

/// Numbers that people name records by, `UTR-3-2026-0012`. Given once, on receipt; one that has a number in another system keeps that.
struct NumberSeries {
    let access: AccessStore

    static let tables = """
        CREATE TABLE IF NOT EXISTS number_series (series TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
        """

    func drafts(for transaction: [Op]) throws -> [Draft] {
        var drafts: [Draft] = []
        for op in transaction where op.creates {
            guard let kind = Wijk.schema.kind(op.kind), let number = kind.field(named: "number") else { continue }
            let outside = kind.field(named: "external_id")?.number
            if op.writes.contains(where: { $0.field == outside && !$0.value.isNull }) { continue }
            let year = Instant.text(Clock.now()).prefix(4)
            let series = "\(op.area)-\(year)-\(kind.number == PlanItemKind.kind.number ? "M" : "")"
            let last = try next(series)
            let digits = String(last)
            let text = series + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            drafts.append(
                Draft(record: op.record, kind: op.kind, area: op.area, writes: [Op.FieldWrite(number.number, .text(text))]))
        }
        return drafts
    }

    private func next(_ series: String) throws -> Int64 {
        let statement = try access.connection.prepare(
            "INSERT INTO number_series VALUES (?1, 1) ON CONFLICT (series) DO UPDATE SET last = last + 1 RETURNING last")
        statement.bind(1, series)
        guard try statement.step() else { return 0 }
        let last = statement.integer(0)
        _ = try statement.step()
        return last
    }
}
