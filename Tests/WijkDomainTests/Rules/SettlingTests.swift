import SyncCore
import Testing

@testable import WijkDomain

@Suite("Who settles which conflict (I18, DOMAIN 7.2)")
struct SettlingTests {
    /// `municipality | class | kind | fields | roles that settle it`, all others being refused. S is the schouwer of an own record.
    static let table = """
        deventer|C1|finding|description|coordinator S
        deventer|C1|finding|status closed_at|coordinator dienstcontact
        deventer|C1|finding|number|beheerder
        deventer|C1|attachment|exif_removed|beheerder
        deventer|C1|plan_item|end_date|coordinator bewonersbegeleider dienstcontact
        deventer|C2|plan_item|estimate_cents status|coordinator bewonersbegeleider dienstcontact
        deventer|C3|finding|status|coordinator dienstcontact
        deventer|C4|finding|deleted|coordinator
        deventer|C5|booking|state granted_cents shortfall_cents|budgethouder
        deventer|C6|plan_item|rank_after|bewonersbegeleider coordinator
        deventer|C7|plan_item|plan|coordinator bewonersbegeleider dienstcontact
        deventer|C8|finding||beheerder coordinator
        deventer|C9|finding|destination item|coordinator
        deventer|C9|finding|status|coordinator dienstcontact
        deventer|C10|finding||beheerder coordinator
        deventer|C11|finding||coordinator stadscoordinator
        deventer|C12|booking||coordinator stadscoordinator
        deventer|C13|attachment||beheerder coordinator
        deventer|C14|measurement||coordinator stadscoordinator
        dordrecht|C1|plan_item|estimate_cents|dienstcontact
        dordrecht|C5|booking|state|dienstcontact
        dordrecht|C9|finding|status|coordinator dienstcontact
        tilburg|C5|booking|state|budgethouder
        tilburg|C9|finding|status|coordinator
        utrecht|C1|plan_item|description|coordinator dienstcontact S
        utrecht|C5|booking|state|budgethouder
        amersfoort|C2|plan_item|status estimate_cents|coordinator dienstcontact stadscoordinator
        amersfoort|C5|booking|state|
        amersfoort|C6|plan_item|rank_after|bewonersbegeleider coordinator stadscoordinator
        """

    @Test(arguments: table.split(separator: "\n").map(String.init))
    func `the table holds, role by role`(line: String) throws {
        let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.split(separator: " ").map(String.init) }
        let profile = Profile.standard(try #require(Municipality(rawValue: cells[0][0])))
        let conflict = try #require(ConflictClass(rawValue: cells[1][0]))
        let kind = try #require(Wijk.schema.kind(named: cells[2][0]))
        let fields = try cells[3].map { try #require(kind.field(named: $0)).number }
        for role in Role.allCases {
            for isOwn in [true, false] {
                let writer = Writer(account: "p-1", name: "Ria", grants: [.init(role: role)])
                let refusal = Settling.refusal(
                    conflict, kind: kind, fields: fields, writer: writer, profile: profile, isOwnText: isOwn)
                let may = cells[4].contains(role.rawValue) || role == .schouwer && isOwn && cells[4].contains("S")
                #expect((refusal == nil) == may, "\(role) \(isOwn ? "own" : ""): \(refusal?.message(dutch: false) ?? "may")")
            }
        }
    }

    @Test func `S-DEV 7: the administrator does not settle the residents' order, and is told whose it is`() throws {
        let refusal = Settling.refusal(
            .c6, kind: PlanItemKind.kind, fields: [18], writer: writer(.beheerder), profile: .standard(.deventer), isOwnText: true)
        #expect(refusal?.message(dutch: true) == "dit conflict (C6) is niet aan technisch beheer (§6.4); beslist: wijkteam")
        #expect(refusal?.message(dutch: false) == "this conflict (C6) is not for technisch beheer to settle (§6.4); decided by: wijkteam")
    }

    @Test func `S-UTR 10: nor the residents' money`() {
        let refusal = Settling.refusal(
            .c5, kind: MoneyKinds.booking, fields: [6], writer: writer(.beheerder), profile: .standard(.utrecht), isOwnText: false)
        #expect(refusal?.decider == "bewonersavond")
    }

    @Test func `a role for the process only settles nothing of the content`() {
        for (role, isProcessOnly, may) in [(Role.coordinator, false, true), (.coordinator, true, false), (.bestuurder, false, false)] {
            let writer = Writer(account: "p-1", name: "Ria", grants: [.init(role: role, isProcessOnly: isProcessOnly)])
            let refusal = Settling.refusal(
                .c1, kind: FindingKind.kind, fields: [5], writer: writer, profile: .standard(.deventer), isOwnText: true)
            #expect((refusal == nil) == may)
        }
    }

    @Test func `who has no role in the area settles nothing`() {
        let nobody = Writer(account: "p-1", name: "Ria", grants: [])
        let refusal = Settling.refusal(
            .c1, kind: FindingKind.kind, fields: [5], writer: nobody, profile: .standard(.deventer), isOwnText: true)
        #expect(refusal?.rule == .noRole)
    }

    private func writer(_ role: Role) -> Writer { Writer(account: "p-1", name: "Ria", grants: [.init(role: role)]) }
}
