import SyncCore
import Testing

@testable import WijkDomain

@Suite("Money: never more than there is, in whatever order people sync (C5, I17, U3)")
struct MoneyRuleTests {
    @Test func `S-DEV 9–12: two requests in either order end equal after the same decision`() throws {
        var ends: [[String]] = []
        for order in [[5, 6], [6, 5]] {
            var site = Site(.deventer, granted: 11_000_000)
            site.request(1, 9_650_000)
            #expect(site.balance.room == 1_350_000)
            for item in order { site.request(item, item == 5 ? 1_200_000 : 900_000) }
            let held = order[1]
            #expect(site.text(held, "state") == "vastgehouden")
            #expect(site.facts.records[id(held)]?["shortfall_cents"] == .integer(750_000))
            #expect(try site.decide([(5, "geaccepteerd", 450_000), (6, "geaccepteerd", 900_000)]) == nil)
            #expect(site.balance.room == 0)
            #expect(site.balance.accepted == 11_000_000)
            ends.append([5, 6].map { "\(site.text($0, "state")) \(site.facts.records[id($0)]?["granted_cents"].integer ?? -1)" })
        }
        #expect(ends[0] == ends[1])
    }

    @Test func `S-UTR 9–10: no decision about the residents' money without the residents`() throws {
        var site = Site(.utrecht, granted: 50_000_000)
        site.request(1, 47_000_000)
        site.request(2, 2_000_000)
        site.request(3, 1_500_000)
        #expect(site.facts.records[id(3)]?["shortfall_cents"] == .integer(500_000))
        #expect(try site.decide([(3, "geaccepteerd", 1_000_000)])?.rule == .coDecision)
        site.facts.records[id(90)] = record(90, "decision", ["body": .text("wijkcommissie"), "binding": .integer(1)])
        #expect(try site.decide([(3, "geaccepteerd", 1_000_000)], by: 90)?.rule == .coDecision)
        site.facts.records[id(91)] = record(91, "decision", ["body": .text("bewonersavond"), "binding": .integer(0)])
        #expect(try site.decide([(3, "geaccepteerd", 1_000_000)], by: 91)?.rule == .coDecision)
        site.facts.records[id(92)] = record(92, "decision", ["body": .text("bewonersavond"), "binding": .integer(1)])
        #expect(try site.decide([(3, "geaccepteerd", 1_500_000)], by: 92)?.rule == .overdraft)
        #expect(try site.decide([(3, "geaccepteerd", 1_000_000)], by: 92) == nil)
        #expect(site.balance.room == 0)
    }

    @Test func `more than was asked, nothing, or back to a request is no decision`() throws {
        var site = Site(.deventer, granted: 1_000)
        site.request(1, 600)
        site.request(2, 500)
        #expect(try site.decide([(1, "geaccepteerd", 601)])?.rule == .amount)
        #expect(try site.decide([(1, "geaccepteerd", 0)])?.rule == .amount)
        #expect(try site.decide([(1, "aangevraagd", nil)])?.rule == .ledger)
        #expect(try site.decide([(2, "geaccepteerd", 500)])?.rule == .overdraft)
        #expect(try site.decide([(2, "geaccepteerd", 401)])?.arguments == ["f 0,01"], "a cent too much")
        #expect(try site.decide([(1, "teruggedraaid", nil), (2, "geaccepteerd", 500)]) == nil)
        #expect(site.balance.accepted == 500)
    }

    @Test func `a decision is written whole: a state without its sum is refused, and a sum without its state`() throws {
        var site = Site(.deventer, granted: 1_000)
        site.request(1, 600)
        let judge = DomainJudge(profile: site.profile, writer: writer(.budgethouder), facts: site.facts)
        func refusal(_ fields: [String: Value]) throws -> Rule? { try judge.refusal(of: [op(1, "booking", fields)])?.rule.rule }
        #expect(try refusal(["state": .text("teruggedraaid")]) == .ledger, "it would still show what was granted")
        #expect(try refusal(["granted_cents": .integer(500)]) == .ledger)
        #expect(try refusal(["state": .text("afgewezen"), "granted_cents": .integer(600)]) == .ledger)
        #expect(try refusal(["state": .text("teruggedraaid"), "granted_cents": .null]) == nil)
    }

    @Test func `where the profile refuses what is too much, it is not held`() throws {
        let text =
            ProfileErrorTests.sound
            + "coordinator = leider\n[budget]\nsoort = wijkbudget\nbeheerder = budgethouder\nbeslisser = wijkteam\nbij_overschrijding = weigeren"
        var site = Site(try Profile(parsing: text), granted: 1_000)
        #expect(site.request(1, 1_000) == nil)
        #expect(site.request(2, 1)?.rule == .overdraft)
        #expect(site.facts.records[id(2)] == nil)
    }

    @Test func `a budget of another area, a deleted one, or none is nothing to book on`() {
        var site = Site(.deventer, granted: 1_000)
        site.facts.records[id(800)] = record(800, "budget", ["granted_cents": .integer(1_000)], area: "UTR-2")
        #expect(site.request(1, 1)?.rule == .noBudget)
        site.facts.records[id(800)] = record(800, "budget", ["granted_cents": .integer(1_000), "deleted": .integer(1)])
        #expect(site.request(1, 1)?.rule == .noBudget)
        site.facts.records[id(800)] = nil
        #expect(site.request(1, 1)?.rule == .noBudget)
    }

    @Test(arguments: 0..<200)
    func `I17: whatever is asked and decided, what is accepted never exceeds the grant`(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        // Small sums, so that what is granted is often met exactly.
        var site = Site(.deventer, granted: Int64.random(in: 0...30, using: &random))
        var (made, taken, refused) = (0, 0, 0)
        for _ in 0..<60 {
            if made == 0 || Int.random(in: 0..<3, using: &random) == 0 {
                made += 1
                site.request(made, Int64.random(in: 1...12, using: &random))
            } else {
                let states = ["geaccepteerd", "geaccepteerd", "geaccepteerd", "vastgehouden", "afgewezen", "teruggedraaid", "aangevraagd"]
                let changes = Set((0...1).map { _ in Int.random(in: 1...made, using: &random) }).sorted().map { number in
                    let state = states.randomElement(using: &random) ?? ""
                    return (number, state, state == "geaccepteerd" ? Int64.random(in: -1...12, using: &random) : nil)
                }
                let before = site.balance
                let refusal = try site.decide(changes)
                if refusal == nil { taken += 1 } else { refused += 1 }
                if refusal != nil { #expect(site.balance == before, "a refused decision changes nothing") }
            }
            #expect(site.balance.room >= 0)
            #expect(site.balance.accepted >= 0)
        }
        #expect(taken + refused + made == 60)
    }

    @Test(arguments: 0..<50)
    func `C5: many requests in any order, and the same decision, end equal`(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        let amounts = (1...8).map { ($0, Int64.random(in: 1...500, using: &random)) }
        let granted = Int64.random(in: 100...2_000, using: &random)
        var rest = granted
        let decision = amounts.map { number, asked -> (Int, String, Int64?) in
            let share = min(asked, rest)
            rest -= share
            return share > 0 ? (number, "geaccepteerd", share) : (number, "afgewezen", nil)
        }
        var ends: Set<[String]> = []
        for _ in 0..<4 {
            var site = Site(.deventer, granted: granted)
            for (number, amount) in amounts.shuffled(using: &random) { site.request(number, amount) }
            let refusal = try site.decide(decision)
            #expect(refusal == nil)
            ends.insert(amounts.map { "\(site.text($0.0, "state")) \(site.facts.records[id($0.0)]?["granted_cents"] ?? .null)" })
        }
        #expect(ends.count == 1)
    }
}

/// A budget with its judge and arbiter, as a server has them.
private struct Site {
    var facts: Facts
    let profile: Profile

    init(_ municipality: Municipality, granted: Int64) { self.init(.standard(municipality), granted: granted) }

    init(_ profile: Profile, granted: Int64) {
        self.profile = profile
        facts = Facts([record(800, "budget", ["granted_cents": .integer(granted), "currency": .text("NLG")])])
    }

    var bookings: [RecordValues] { facts.records.values.filter { $0.kind.name == "booking" } }
    var balance: BudgetBalance { BudgetBalance(granted: facts.records[id(800)]?.cents("granted_cents") ?? 0, bookings: bookings) }

    func text(_ number: Int, _ field: String) -> String { facts.records[id(number)]?.text(field) ?? "" }

    /// The rule that refuses it, if one does; otherwise it is applied and answered.
    @discardableResult mutating func request(_ number: Int, _ amount: Int64) -> RuleBreak? {
        let asked = op(
            number, "booking", creates: true,
            ["budget": reference(800), "sort": .text("reservering"), "amount_cents": .integer(amount), "state": .text("aangevraagd")])
        let judge = DomainJudge(profile: profile, writer: writer(.coordinator), facts: facts)
        if let refusal = try? judge.refusal(of: [asked]) { return refusal.rule }
        facts.apply(asked)
        for answer in BookingArbiter.answers(granted: balance.granted, bookings: bookings, written: [id(number)]) {
            facts.apply(
                op(
                    number, "booking",
                    [
                        "state": .text(answer.state), "granted_cents": answer.granted.map(Value.integer) ?? .null,
                        "shortfall_cents": answer.shortfall.map(Value.integer) ?? .null,
                    ]))
        }
        return nil
    }

    mutating func decide(_ changes: [(number: Int, state: String, granted: Int64?)], by decision: Int? = nil) throws -> RuleBreak? {
        let ops = changes.map { change in
            var fields: [String: Value] = [
                "state": .text(change.state), "granted_cents": change.granted.map(Value.integer) ?? .null, "shortfall_cents": .null,
            ]
            if let decision { fields["decision"] = reference(decision) }
            return op(change.number, "booking", fields)
        }
        let judge = DomainJudge(profile: profile, writer: writer(.budgethouder), facts: facts)
        if let refusal = try judge.refusal(of: ops) { return refusal.rule }
        for op in ops { facts.apply(op) }
        return nil
    }
}
