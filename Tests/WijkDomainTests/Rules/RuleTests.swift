import SyncCore
import Testing

@testable import WijkDomain

@Suite("Each rule broken once, in the words of both languages")
struct RuleTests {
    struct Case {
        let rule: Rule
        var profile = Municipality.utrecht
        var roles: [Role] = [.coordinator]
        var records: [RecordValues] = []
        let ops: [Op]
        let dutch: String
        let english: String
    }

    private static let concept = record(9, "plan", ["sort": .text("beleidskader"), "status": .text("concept")])
    private static let wijkplan = record(9, "plan", ["sort": .text("wijkplan"), "status": .text("concept")])

    private static func budget(_ granted: Int64) -> RecordValues {
        record(8, "budget", ["sort": .text("leefbaarheidsbudget"), "granted_cents": .integer(granted)])
    }

    private static func request(_ cents: Int64, state: String = "aangevraagd", item: Int? = nil) -> Op {
        var fields: [String: Value] = [
            "budget": reference(8), "sort": .text("reservering"), "amount_cents": .integer(cents), "state": .text(state),
        ]
        if let item { fields["item"] = reference(item) }
        return op(1, "booking", creates: true, fields)
    }

    private static func held(_ cents: Int64) -> RecordValues {
        record(1, "booking", ["budget": reference(8), "amount_cents": .integer(cents), "state": .text("vastgehouden")])
    }

    private static func item(_ number: Int, _ fields: [String: Value] = [:]) -> RecordValues {
        record(number, "plan_item", ["plan": reference(9), "status": .text("op_groslijst")].merging(fields) { $1 })
    }

    private static func newItem(_ fields: [String: Value] = [:]) -> Op {
        op(
            1, "plan_item", creates: true,
            ["plan": reference(9), "title": .text("bank"), "status": .text("op_groslijst")].merging(fields) { $1 })
    }

    static let cases: [Case] = [
        Case(
            rule: .withheld, roles: [.schouwer], ops: [op(1, "confidence", creates: true, ["text": .text("schulden")])],
            dutch: "vertrouwelijke tekst ligt in het eigen deel van wie haar schrijft, en niets anders ligt daar (§6.5)",
            english: "confidential text lies in its writer's own part of the area, and nothing else lies there (§6.5)"),
        Case(
            rule: .noRole, roles: [], ops: [op(1, "finding", creates: true, ["status": .text("nieuw")])],
            dutch: "Ria heeft in UTR-1 geen rol (§6.4); beslist: technisch beheer",
            english: "Ria has no role in UTR-1 (§6.4); decided by: technisch beheer"),
        Case(
            rule: .mayNotCreate, roles: [.raadscontact], ops: [op(1, "finding", creates: true, ["status": .text("nieuw")])],
            dutch: "als lid wijkcommissie mag je geen bevinding vastleggen (§6.4); "
                + "beslist: medewerker wijkbureau, wijkmanager, gedetacheerd of gemandateerd ambtenaar",
            english: "as lid wijkcommissie you may not record a finding (§6.4); "
                + "decided by: medewerker wijkbureau, wijkmanager, gedetacheerd of gemandateerd ambtenaar"),
        Case(
            rule: .mayNotChange, roles: [.schouwer], records: [record(1, "finding", ["status": .text("gerouteerd")])],
            ops: [op(1, "finding", ["destination": .text("plan")])],
            dutch: "als medewerker wijkbureau mag je bestemming van bevinding hier niet wijzigen (§6.4); beslist: wijkmanager",
            english: "as medewerker wijkbureau you may not change destination of finding here (§6.4); decided by: wijkmanager"),
        Case(
            rule: .processOnly, profile: .amersfoort, roles: [.bestuurder], records: [record(1, "schouw", ["status": .text("gepland")])],
            ops: [op(1, "schouw", ["title": .text("x")])],
            dutch: "als wijkwethouder gaat het om het proces, niet om de inhoud (schouw) (§6.7); "
                + "beslist: buurtbeheerder, wijkmanager, opbouwwerk",
            english: "as wijkwethouder it is process, not content (schouw) (§6.7); decided by: buurtbeheerder, wijkmanager, opbouwwerk"),
        Case(
            rule: .serverOnly, roles: [.beheerder], ops: [op(1, "budget", creates: true, ["title": .text("x")])],
            dutch: "budget wordt alleen op de server vastgelegd (§6.4); beslist: technisch beheer",
            english: "budget is recorded on the server only (§6.4); decided by: technisch beheer"),
        Case(
            rule: .destination, profile: .amersfoort, records: [record(1, "finding", ["status": .text("nieuw")])],
            ops: [op(1, "finding", ["destination": .text("wijkbudget")])],
            dutch: "bestemming wijkbudget is er hier niet; wel: regulier_onderhoud, plan, vakdienst, partner, bovenwijks, buiten_scope "
                + "(§5.5); beslist: wijkmanager",
            english: "there is no destination wijkbudget here; there are: regulier_onderhoud, plan, vakdienst, partner, bovenwijks, "
                + "buiten_scope (§5.5); decided by: wijkmanager"),
        Case(
            rule: .converted, records: [record(1, "finding", ["item": reference(2)]), item(2)],
            ops: [op(1, "finding", ["item": reference(3)])],
            dutch: "van de bevinding is al een maatregel gemaakt (00000002) (§3.2); beslist: wijkmanager",
            english: "the finding was made into a plan item already (00000002) (§3.2); decided by: wijkmanager"),
        Case(
            rule: .sortNotInUse, ops: [op(1, "plan", creates: true, ["sort": .text("stadsprogramma")])],
            dutch: "een plan van soort stadsprogramma is er hier niet; wel: beleidskader, wijkprogramma, project (§5.1, §4.3); "
                + "beslist: technisch beheer",
            english: "there is no plan of sort stadsprogramma here; there are: beleidskader, wijkprogramma, project (§5.1, §4.3); "
                + "decided by: technisch beheer"),
        Case(
            rule: .parentMissing, records: [concept],
            ops: [op(1, "plan", creates: true, ["sort": .text("project"), "parent": reference(9), "theme": .text("orde_veiligheid")])],
            dutch: "een project hoort in een wijkprogramma (§5.1, §4.3); beslist: wijkmanager",
            english: "a project lies in a wijkprogramma (§5.1, §4.3); decided by: wijkmanager"),
        Case(
            rule: .themeUnknown, profile: .tilburg,
            ops: [op(1, "plan", creates: true, ["sort": .text("stadsprogramma"), "theme": .text("sport")])],
            dutch: "veld sport is er hier niet; kies uit: economie_werk, onderwijs, veiligheid, zorg_opvang, leefbaarheid "
                + "(§5.1, §4.3); beslist: projectmanager",
            english: "there is no field sport here; choose from: economie_werk, onderwijs, veiligheid, zorg_opvang, leefbaarheid "
                + "(§5.1, §4.3); decided by: projectmanager"),
        Case(
            rule: .planComputed, profile: .dordrecht, roles: [.dienstcontact], records: [wijkplan], ops: [newItem()],
            dutch: "een wijkplan wordt berekend uit andere plannen (§3.2); beslist: wijkcoördinator",
            english: "a wijkplan is computed from other plans (§3.2); decided by: wijkcoördinator"),
        Case(
            rule: .planClosed, profile: .deventer,
            records: [record(9, "plan", ["sort": .text("wijkplan"), "status": .text("vastgesteld")])], ops: [newItem()],
            dutch: "het plan is vastgesteld: nieuwe maatregelen worden alleen voorgesteld (§4.3); beslist: wijkambtenaar",
            english: "the plan is vastgesteld: new items can only be proposed (voorgesteld) (§4.3); decided by: wijkambtenaar"),
        Case(
            rule: .cycle, profile: .deventer,
            records: [
                record(1, "plan", ["sort": .text("wijkplan"), "title": .text("Wijk 3")]), record(2, "plan", ["parent": reference(1)]),
            ],
            ops: [op(1, "plan", ["parent": reference(2)])],
            dutch: "Wijk 3 zou in zichzelf liggen (§5.1, §4.3); beslist: wijkambtenaar",
            english: "Wijk 3 would lie in itself (§5.1, §4.3); decided by: wijkambtenaar"),
        Case(
            rule: .rankSelf, profile: .deventer, records: [wijkplan, item(1)],
            ops: [op(1, "plan_item", ["rank_after": reference(1)])],
            dutch: "een maatregel komt niet na zichzelf (§2.2(2), §3.5); beslist: wijkteam",
            english: "an item does not come after itself (§2.2(2), §3.5); decided by: wijkteam"),
        Case(
            rule: .notReported, records: [concept, item(1, ["service": .text("volkshuisvesting"), "status": .text("voorgesteld")])],
            ops: [op(1, "plan_item", ["status": .text("in_uitvoering")])],
            dutch: "dienst volkshuisvesting heeft dit nog niet aangemeld (§5.3); beslist: wijkmanager",
            english: "service volkshuisvesting has not reported this yet (§5.3); decided by: wijkmanager"),
        Case(
            rule: .notBinding,
            ops: [op(1, "decision", creates: true, ["body": .text("wijkcommissie"), "binding": .integer(1)])],
            dutch: "een besluit van wijkcommissie bindt niet (§5.4, §6.3); beslist: college, gemeenteraad, bewonersavond",
            english: "a decision of wijkcommissie does not bind (§5.4, §6.3); decided by: college, gemeenteraad, bewonersavond"),
        Case(
            rule: .noBudget, profile: .amersfoort, records: [budget(100)], ops: [request(1)],
            dutch: "hier is geen budget om van te boeken (§6.3); beslist: staf wijkbeheer",
            english: "there is no budget to book on here (§6.3); decided by: staf wijkbeheer"),
        Case(
            rule: .amount, records: [budget(100)], ops: [request(0)],
            dutch: "een boeking is meer dan nul (§2.2(5)); beslist: bewonersavond",
            english: "a booking is more than nothing (§2.2(5)); decided by: bewonersavond"),
        Case(
            rule: .overdraft, profile: .deventer, roles: [.budgethouder], records: [budget(100_000), held(850_000)],
            ops: [op(1, "booking", ["state": .text("geaccepteerd"), "granted_cents": .integer(850_000)])],
            dutch: "het budget komt f 7.500,00 tekort (§2.2(5)); beslist: wijkteam",
            english: "the budget is short by f 7.500,00 (§2.2(5)); decided by: wijkteam"),
        Case(
            rule: .coDecision, roles: [.budgethouder], records: [budget(100), held(50)],
            ops: [op(1, "booking", ["state": .text("geaccepteerd"), "granted_cents": .integer(50)])],
            dutch: "hier is een besluit van bewonersavond voor nodig (§5.5); beslist: bewonersavond",
            english: "this needs a decision of bewonersavond (§5.5); decided by: bewonersavond"),
        Case(
            rule: .ledger, records: [budget(100)], ops: [request(1, state: "geaccepteerd")],
            dutch: "een boeking wordt niet herschreven (stand) (§2.2(5)); beslist: bewonersavond",
            english: "a booking is not rewritten (state) (§2.2(5)); decided by: bewonersavond"),
        Case(
            rule: .unwanted, profile: .deventer, records: [budget(100), item(2, ["wanted": .text("ongewenst")])],
            ops: [request(1, item: 2)],
            dutch: "wat ongewenst is krijgt geen geld (§2.5); beslist: wijkteam",
            english: "what is unwanted gets no money (§2.5); decided by: wijkteam"),
        Case(
            rule: .notThere, ops: [newItem()], dutch: "plan is er niet (§6.5); beslist: wijkmanager",
            english: "there is no such plan (§6.5); decided by: wijkmanager"),
    ]

    /// What no municipality of the report comes to: its rights refuse it first, or it is a conflict's.
    private static let elsewhere: Set<Rule> = [.rankNone, .settle]

    @Test(arguments: cases.indices)
    func `its words name the rule, its section and who decides`(index: Int) throws {
        let one = Self.cases[index]
        let judge = DomainJudge(
            profile: .standard(one.profile), writer: Writer(account: "p-ria", name: "Ria", grants: one.roles.map { .init(role: $0) }),
            facts: Facts(one.records))
        let broken = try #require(try judge.refusal(of: one.ops)?.rule)
        #expect(broken.rule == one.rule)
        #expect(broken.message(dutch: true) == one.dutch)
        #expect(broken.message(dutch: false) == one.english)
        let wired = RuleBreak(code: broken.rule.rawValue, arguments: broken.wireArguments, decider: broken.decider)
        #expect(wired == broken, "a device says the same words")
    }

    @Test func `every rule has its case`() {
        #expect(Set(Self.cases.map(\.rule)).union(Self.elsewhere) == Set(Rule.allCases))
        #expect(Set(Rule.allCases.map(\.rawValue)).count == Rule.allCases.count)
    }

    @Test func `where nobody orders, a rank is refused also to whom the table would let`() throws {
        let item = Self.item(1)
        let rules = DomainRules(profile: .standard(.dordrecht), facts: Facts([record(9, "plan", ["sort": .text("sectorplan")]), item]))
        var after = item
        let move = op(1, "plan_item", ["rank_after": reference(9)])
        after.apply(move)
        #expect(
            try rules.refusal(of: move, before: item, after: after)?.message(dutch: true)
                == "hier is geen volgorde van maatregelen (§2.2(2), §3.5); beslist: wijkcoördinator")
    }

    @Test func `C12: a judgement by another version of the profile names both`() throws {
        var broken = RuleBreak(.noBudget, decider: "staf wijkbeheer")
        (broken.knew, broken.inForce) = (1, 2)
        let wired = RuleBreak(code: "budget.none", arguments: broken.wireArguments, decider: broken.decider)
        #expect(wired == broken)
        #expect(broken.message(dutch: true).hasSuffix("; beoordeeld naar profiel versie 2, jij had versie 1"))
        #expect(broken.message(dutch: false).hasSuffix("; judged by profile version 2, you had version 1"))
        #expect(RuleBreak(code: "from.the.future", arguments: [], decider: "") == nil)
    }
}
