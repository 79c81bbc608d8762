@testable import SyncCore
@testable import WijkDomain

/// What must hold, always and once everybody has synced.
extension Town {
    /// I17: never is more accepted than was granted, and nothing is accepted and held at once.
    func checkMoney() throws {
        var accepted: [RecordID: Int64] = [:]
        for id in journal.made["booking"] ?? [] {
            guard let booking = try facts.record(id, kind: MoneyKinds.booking), !booking.isDeleted, let budget = booking.reference("budget")
            else { continue }
            let (granted, asked) = (booking["granted_cents"].integer, booking.cents("amount_cents"))
            switch booking.text("state") {
            case "geaccepteerd":
                guard booking["shortfall_cents"].isNull else { throw Broken("I17: \(id) is accepted and held") }
                guard let granted, granted > 0, granted <= asked else {
                    throw Broken("I17: of \(asked) for \(id) \(granted ?? 0) are granted")
                }
                accepted[budget, default: 0] += granted
            default:
                guard granted == nil else { throw Broken("I17: \(id) is \(booking.text("state")), and has \(granted ?? 0)") }
            }
        }
        for (budget, sum) in accepted {
            let granted = try facts.record(budget, kind: MoneyKinds.budget)?.cents("granted_cents") ?? 0
            guard sum <= granted else { throw Broken("I17: \(sum) of \(granted) are accepted") }
        }
    }

    /// What was refused is taken out of what the device shows in the same sync.
    func checkRefused(on device: Device) throws {
        for (op, verdict) in try device.replica.refusals() {
            guard let ref = try device.store.find(Op(decoding: op.op).record, kind: Op(decoding: op.op).kind),
                let state = try device.replica.shown(ref)?.state
            else { continue }
            let dot = Dot(try device.store.actor(number: op.actor).incarnation, verdict.k)
            guard !state.origins.contains(where: { $0.dot == dot }) else {
                throw Broken("U2: \(device.name) shows \(dot), which was refused")
            }
        }
    }

    /// C6: an order has every item once, and no two claim one place unseen.
    func check(_ ranking: PlanRanking, of name: String) throws {
        let ids = ranking.order.ids
        guard ids.count == ranking.items.count, Set(ids) == Set(ranking.items.keys) else {
            throw Broken("C6: the order at \(name) is not one of the plan's items")
        }
        // What comes after each other in a circle is told as that.
        let circling = Set(ranking.clashes.filter { $0.cause == .circle }.flatMap(\.items))
        let claims = Dictionary(
            grouping: ranking.items.values.filter {
                // A client that obeys nobody shows an item after itself, until the server has refused it.
                !$0.hasLeftPlan && !circling.contains($0.id) && $0.reference("rank_after") != $0.id
            }
        ) { $0.reference("rank_after") }
        for (anchor, items) in claims where items.count > 1 {
            guard let anchor, anchor == ranking.plan || ranking.items[anchor] != nil else { continue }
            let told = ranking.clashes.filter { $0.cause == .place && $0.anchor == anchor }.flatMap(\.items)
            guard Set(told) == Set(items.map(\.id)) else {
                throw Broken("C6: \(name) does not tell that \(items.count) items come right after \(anchor)")
            }
            count("one place claimed twice")
        }
    }

    func check() throws {
        let server = try rows(of: store)
        for device in devices {
            guard try device.replica.pendingCount() == 0 else { throw Broken("A13: \(device.name) has work pending") }
            let here = try rows(of: device.store)
            for code in Self.areas {
                guard device.areas.contains(code) else {
                    if here[code] != nil { throw Broken("I12: \(device.name) shows records of \(code)") }
                    continue
                }
                guard let own = try device.store.area(code), let there = try store.area(code), own.position == there.position,
                    own.digest == there.digest
                else { throw Broken("I1: \(device.name) and the server differ in \(code)") }
                guard here[code] == server[code] else { throw Broken("I1: \(device.name) shows \(code) otherwise than the server") }
            }
            if device.areas == Self.areas { try checkOrders(on: device) }
            try checkRefused(on: device)
        }
        try checkMoney()
        try checkAccounts()
    }

    /// By area, every record as a list shows it, conflicts included.
    private func rows(of store: SQLiteStore) throws -> [String: [String]] {
        var rows: [String: [String]] = [:]
        let codes = Dictionary(uniqueKeysWithValues: try store.areas().map { ($0.number, $0.code) })
        for number in try store.kindNumbers() {
            guard let kind = Wijk.schema.kind(number) else { continue }
            try store.list(RecordQuery(kind)) { row in
                let conflicts = try store.load(row.ref)?.state.present(kind).conflicts.map { "\($0.cause) \($0.name) \($0.key)" } ?? []
                rows[codes[row.area] ?? "", default: []].append("\(row.id) \(row.values) \(row.isConflicted) \(conflicts.sorted())")
                return true
            }
        }
        return rows.mapValues { $0.sorted() }
    }

    private func checkOrders(on device: Device) throws {
        for plan in journal.made["plan"] ?? [] {
            let (here, there) = (try PlanRanking(of: plan, in: device.store), try PlanRanking(of: plan, in: store))
            try check(here, of: device.name)
            guard here.order.ids == there.order.ids, here.clashes == there.clashes else {
                throw Broken("C6: \(device.name) has another order than the server")
            }
        }
    }

    /// I2 and U2: every op stands in a feed, or in the quarantine with a rule that people can read; what is shown are just the accepted
    /// writes that nobody replaced.
    private func checkAccounts() throws {
        let (applied, foreign) = try feeds()
        var refused: [Dot: String] = [:]
        for refusal in try store.verdicts(actor: nil, after: 0) {
            refused[Dot(try store.actor(number: refusal.actor).incarnation, refusal.verdict.k)] = refusal.verdict.code
        }
        for transaction in journal.transactions {
            let fates = transaction.dots.map { (applied.contains($0), refused[$0]) }
            guard fates.allSatisfy({ $0.0 != ($0.1 != nil) }) else {
                throw Broken("U2: \(transaction.ops.map(telling)) is nowhere, or twice")
            }
            guard Set(fates.map(\.0)).count == 1 else { throw Broken("I16: \(transaction.ops.map(telling)) is torn") }
            if let code = fates[0].1, Rule(rawValue: code) == nil, !Self.engineRules.contains(code) {
                throw Broken("U2: \(code) is no rule: \(transaction.ops.map(telling))")
            }
        }
        guard foreign.isSubset(of: applied) else { throw Broken("I3: an op stands twice") }
        var found: [Journal.Register: Set<Dot>] = [:]
        for area in try store.areas() {
            try store.records(area: area.number, after: nil) { _, state in
                for sibling in state.siblings {
                    found[Journal.Register(record: state.id, field: sibling.field, key: sibling.key), default: []]
                        .insert(state.origins[sibling.origin].dot)
                }
                return true
            }
        }
        let expected = journal.expected(applied)
        for (register, dots) in expected where found[register] != dots {
            throw Broken("I2: field \(register.field) of \(register.record) should show \(dots), and shows \(found[register] ?? [])")
        }
        guard expected.count == found.count else { throw Broken("I4: something is shown that nobody wrote") }
    }

    static let engineRules: Set<String> = ["area.forbidden", "record.unknown", "record.elsewhere", "area.move"]

    /// All ops in the feeds, and those that the server wrote itself, which the journal hears of now.
    private func feeds() throws -> (applied: Set<Dot>, served: Set<Dot>) {
        let devices = Set(journal.transactions.flatMap { $0.dots.map(\.incarnation) })
        var (applied, served): (Set<Dot>, Set<Dot>) = ([], [])
        for area in try store.areas() {
            var earlier: [RecordID: Set<Dot>] = [:]
            try store.feed(area: area.number, after: 0, skipping: nil) { entry in
                guard entry.k > 0, !entry.op.isEmpty else { return true }
                let (dot, op) = (Dot(try store.actor(number: entry.actor).incarnation, entry.k), try Op(decoding: entry.op))
                guard applied.insert(dot).inserted else { throw Broken("I3: \(dot) stands twice") }
                if !devices.contains(dot.incarnation) {
                    served.insert(dot)
                    journal.served(op, as: dot, after: earlier[op.record] ?? [])
                }
                earlier[op.record, default: []].insert(dot)
                return true
            }
        }
        return (applied, served)
    }
}
