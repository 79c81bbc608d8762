import SyncCore
import Testing

@testable import WijkDomain

@Suite("How a plan goes through phases, bodies and years")
struct PlanRulesTests {
    private func refusal(_ profile: Profile, _ records: [RecordValues], _ op: Op, says: [String: String] = [:]) throws -> Rule? {
        var facts = Facts(records)
        facts.says = says
        return try DomainJudge(profile: profile, writer: writer(.coordinator), facts: facts).refusal(of: [op])?.rule.rule
    }

    private func phase(_ old: String?, _ new: String, _ municipality: Municipality = .deventer) throws -> Rule? {
        var fields: [String: Value] = ["sort": .text("wijkplan")]
        if let old { fields["phase"] = .text(old) }
        return try refusal(.standard(municipality), [record(9, "plan", fields)], op(9, "plan", ["phase": .text(new)]))
    }

    @Test func `§2.2(2): panels, priorities, execution: one on, one back, never past one`() throws {
        for (old, new) in [(nil, "panelen"), ("panelen", "prioriteren"), ("prioriteren", "uitvoering"), ("uitvoering", "prioriteren")]
            as [(String?, String)]
        { #expect(try phase(old, new) == nil, "\(old ?? "—") → \(new)") }
        for (old, new) in [(nil, "prioriteren"), ("panelen", "uitvoering"), ("uitvoering", "panelen"), ("panelen", "klaar")]
            as [(String?, String)]
        { #expect(try phase(old, new) == .phase, "\(old ?? "—") → \(new)") }
        #expect(try phase("van vroeger", "uitvoering") == nil, "an older version's phase is no trap")
        #expect(try phase(nil, "wat dan ook", .dordrecht) == nil, "a profile without phases orders none")
    }

    private static let programme = record(9, "plan", ["sort": .text("stadsprogramma"), "theme": .text("veiligheid")])

    private func decision(_ number: Int, _ body: String, _ date: String, _ sort: String = "advies") -> RecordValues {
        record(
            number, "decision",
            ["body": .text(body), "date": .text(date), "sort": .text(sort), "about": .text("\(id(9))"), "binding": .integer(0)])
    }

    private func round(_ status: String, _ date: String) -> RecordValues {
        record(20, "consultation", ["plan": reference(9), "status": .text(status), "to_date": .text(date)])
    }

    private func adopt(_ records: [RecordValues]) throws -> Rule? {
        try refusal(.standard(.tilburg), [Self.programme] + records, op(9, "plan", ["status": .text("vastgesteld")]))
    }

    @Test func `S-TIL 11: committee, residents, committee, council, in this order and each time anew`() throws {
        let first = decision(11, "commissie_ROOWS", "1997-02-01")
        let second = decision(12, "commissie_ROOWS", "1997-05-01")
        let council = decision(13, "gemeenteraad", "1997-06-01", "vaststelling")
        let heard = round("gesloten", "1997-04-01")
        #expect(try adopt([first, heard, second, council]) == nil)
        let wrong: [(String, [RecordValues])] = [
            ("no residents", [first, second, council]), ("the round is open", [first, round("open", "1997-04-01"), second, council]),
            ("the committee once only", [first, heard, council]),
            ("council before residents", [first, round("gesloten", "1997-07-01"), second, council]),
            ("the council only took note", [first, heard, second, decision(13, "gemeenteraad", "1997-06-01", "kennisneming")]),
            ("the committee said no", [first, heard, decision(12, "commissie_ROOWS", "1997-05-01", "afwijzing"), council]),
            (
                "about another plan",
                [
                    first, heard, second,
                    record(13, "decision", ["body": .text("gemeenteraad"), "date": .text("1997-06-01"), "sort": .text("vaststelling")]),
                ]
            ),
        ]
        for (what, records) in wrong { #expect(try adopt(records) == .route, "\(what)") }
        #expect(
            try refusal(
                .standard(.utrecht), [record(9, "plan", ["sort": .text("beleidskader"), "theme": .text("orde_veiligheid")])],
                op(9, "plan", ["status": .text("vastgesteld")])) == nil,
            "a profile without a route asks for none")
    }

    @Test func `C7: money outside the years of a plan is a wish, and inside them a plan`() throws {
        let plan = record(
            9, "plan",
            ["sort": .text("stadsprogramma"), "theme": .text("veiligheid"), "from_year": .integer(1998), "to_year": .integer(2001)])
        let tranches = try #require(PlanItemKind.kind.field(named: "tranches")).number
        func move(_ year: Int, _ status: String) throws -> Rule? {
            let item = record(1, "plan_item", ["plan": reference(9), "status": .text(status)])
            let write = Op(
                record: id(1), kind: PlanItemKind.kind.number, area: "UTR-1",
                writes: [Op.FieldWrite(tranches, key: "\(year)", .integer(100))])
            return try refusal(.standard(.tilburg), [plan, item], write)
        }
        #expect(try move(1997, "op_groslijst") == .horizon)
        #expect(try move(2002, "op_groslijst") == .horizon)
        #expect(try move(1997, "voorgesteld") == nil)
        #expect(try [1998, 2001].allSatisfy { try move($0, "op_groslijst") == nil })
    }

    @Test func `§6.3: money is decided about at the last step of the ladder only, and what was booked before stays`() throws {
        let text = Profile.standardText(.deventer) + "\n[zeggenschap]\nladder = klankbord, prioriteren, budget\nstart = klankbord\n"
        let profile = try Profile(parsing: text)
        let budget = record(8, "budget", ["sort": .text("wijkbudget"), "granted_cents": .integer(100_000)])
        let request = op(
            1, "booking", creates: true,
            ["budget": reference(8), "sort": .text("reservering"), "amount_cents": .integer(100), "state": .text("aangevraagd")])
        #expect(try refusal(profile, [budget], request) == .say)
        #expect(try refusal(profile, [budget], request, says: ["UTR-1": "prioriteren"]) == .say)
        #expect(try refusal(profile, [budget], request, says: ["UTR-1": "budget"]) == nil)
        #expect(try refusal(.standard(.deventer), [budget], request) == nil, "a profile without a ladder has no steps")
        let broken = try #require(
            try DomainJudge(profile: profile, writer: writer(.coordinator), facts: Facts([budget])).refusal(of: [request])?.rule)
        #expect(
            broken.message(dutch: true)
                == "de zeggenschap is hier klankbord, en een budget vraagt: budget (§6.3); beslist: wijkwethouder")
        #expect(
            broken.message(dutch: false) == "the say here is klankbord, and a budget takes: budget (§6.3); decided by: wijkwethouder")
    }

    @Test func `what another version says differently is named, old and new`() throws {
        let old = Profile.standard(.utrecht)
        let new = try Profile(
            parsing: old.text.replacing("versie = 1", with: "versie = 2").replacing("cent = 50_000_000", with: "cent = 60_000_000")
                .replacing("aanmelding_diensten = ja", with: ""))
        let changes = new.differences(from: old)
        #expect(changes.map(\.name) == ["budget.cent", "gemeente.versie", "plan.aanmelding_diensten"])
        #expect(changes[0].old == "50_000_000" && changes[0].new == "60_000_000")
        #expect(changes[2].old == "ja" && changes[2].new == nil)
        #expect(old.differences(from: old).isEmpty)
    }
}
