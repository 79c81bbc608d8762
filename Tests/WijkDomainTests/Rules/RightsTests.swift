import SyncCore
import Testing

@testable import WijkDomain

@Suite("Rights that a table of single writes does not show")
struct RightsTests {
    private let deventer = Profile.standard(.deventer)
    private let dordrecht = Profile.standard(.dordrecht)

    @Test func `S-DEV 16: the wijkwethouder is told that it is process, not content`() throws {
        let item = record(1, "plan_item", ["plan": reference(9), "status": .text("op_groslijst")])
        let refusal = try judge(deventer, writer(.bestuurder), [item]).refusal(of: [op(1, "plan_item", ["title": .text("x")])])
        #expect(refusal?.rule.rule == .processOnly)
        #expect(
            refusal?.rule.message(dutch: true)
                == "als wijkwethouder gaat het om het proces, niet om de inhoud (maatregel) (§6.7); "
                + "beslist: wijkambtenaar, opbouwwerker, beheercoördinator")
    }

    @Test func `a role given for the process only writes no content, whatever its name`() throws {
        let finding = record(1, "finding", ["status": .text("nieuw")])
        let change = [op(1, "finding", ["description": .text("x")])]
        #expect(try judge(deventer, writer(.coordinator), [finding]).refusal(of: change) == nil)
        #expect(
            try judge(deventer, writer(.coordinator, isProcessOnly: true), [finding]).refusal(of: change)?.rule.rule == .processOnly)
        let decision = op(2, "decision", creates: true, ["body": .text("college"), "title": .text("x")])
        #expect(try judge(deventer, writer(.coordinator, isProcessOnly: true), []).refusal(of: [decision]) == nil)
    }

    @Test func `U4: who claims to create a record that is there has the rights of an editor, not of a maker`() throws {
        let finding = record(1, "finding", ["status": .text("gerouteerd"), "destination": .text("plan")])
        let forged = op(1, "finding", creates: true, ["description": .text("x"), "status": .text("ingetrokken")])
        #expect(try judge(deventer, writer(.schouwer), [finding]).refusal(of: [forged])?.rule.rule == .mayNotChange)
        let booking = record(2, "booking", ["state": .text("vastgehouden"), "amount_cents": .integer(5), "budget": reference(8)])
        let rebooked = op(2, "booking", creates: true, ["state": .text("aangevraagd"), "amount_cents": .integer(9)])
        #expect(try judge(deventer, writer(.coordinator), [booking]).refusal(of: [rebooked])?.rule.rule == .mayNotChange)
    }

    @Test func `S-DOR 3: a service writes its own sector; what services share names them all`() throws {
        let plan = record(9, "plan", ["sort": .text("sectorplan"), "theme": .text("wijkwelzijn"), "status": .text("concept")])
        let a1 = writer(.dienstcontact, organisation: "Onderhoud")
        for (service, may) in [("welzijn", false), ("onderhoud", true), ("", true), ("welzijn, onderhoud", true)] {
            let item = record(
                1, "plan_item",
                ["plan": reference(9), "status": .text("voorgesteld"), "service": service.isEmpty ? .null : .text(service)])
            let refusal = try judge(dordrecht, a1, [plan, item]).refusal(of: [op(1, "plan_item", ["estimate_cents": .integer(5)])])
            #expect((refusal == nil) == may, "\(service)")
        }
        let finding = record(2, "finding", ["status": .text("gerouteerd"), "responsible": .text("welzijn")])
        let close = [op(2, "finding", ["status": .text("afgehandeld")])]
        #expect(try judge(dordrecht, a1, [finding]).refusal(of: close)?.rule.rule == .mayNotChange)
        #expect(try judge(dordrecht, writer(.dienstcontact, organisation: "welzijn"), [finding]).refusal(of: close) == nil)
    }

    @Test func `two roles give the rights of both, each under its own conditions`() throws {
        let finding = record(1, "finding", ["status": .text("gerouteerd"), "responsible": .text("welzijn")])
        let both = Writer(
            account: "p-ria", name: "Ria",
            grants: [.init(role: .dienstcontact, organisation: "onderhoud"), .init(role: .coordinator, isProcessOnly: true)])
        #expect(
            try judge(deventer, both, [finding]).refusal(of: [op(1, "finding", ["status": .text("wacht")])])?.rule.rule == .mayNotChange)
        let guide = writer(.schouwer, .bewonersbegeleider)
        let item = record(3, "plan_item", ["plan": reference(9), "status": .text("op_groslijst")])
        let plan = record(9, "plan", ["sort": .text("wijkplan"), "status": .text("concept")])
        #expect(try judge(deventer, guide, [plan, item]).refusal(of: [op(3, "plan_item", ["rank_after": reference(9)])]) == nil)
    }

    @Test func `the refused op is named by its place, and what came before it in the transaction counts`() throws {
        let made = op(1, "finding", creates: true, ["description": .text("x"), "status": .text("nieuw")])
        var facts = Facts()
        facts.creators = [id(1): "p-ria"]
        let judge = DomainJudge(profile: deventer, writer: writer(.schouwer), facts: facts)
        let edit = op(1, "finding", ["category": .text("afval/grofvuil")])
        #expect(try judge.refusal(of: [made, edit]) == nil)
        let refusal = try judge.refusal(of: [made, edit, op(1, "finding", ["destination": .text("plan")]), edit])
        #expect(refusal?.index == 3, "routed by its maker in the same transaction, it is not the maker's any more")
    }

    private func judge(_ profile: Profile, _ writer: Writer, _ records: [RecordValues]) -> DomainJudge {
        DomainJudge(profile: profile, writer: writer, facts: Facts(records))
    }
}
