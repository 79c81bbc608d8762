import SyncCore
import Testing

@testable import WijkDomain

@Suite("Who may write what: role × kind × field × state (DOMAIN 7.2, U4)")
struct RightsMatrixTests {
    /// Written by hand from DOMAIN 7.2, in Deventer, where the residents order and the wijkteam holds the budget. One line is a
    /// state of a record and a write; then a mark for each role:
    ///
    ///     Sch  Coo  Bew  Die  Uit  Bud  Sta  Bes  Raa  Beh
    ///
    /// `+` may, `.` may not.
    static let deventer = """
        finding     new                           description status              + + + + . . . . . .
        finding     new                           description status source       + + + + . . . . . .
        finding     nieuw own                     description                     + + + . . . . . . .
        finding     nieuw own                     category latitude longitude     + + + . . . . . . .
        finding     nieuw own                     deleted                         + + + . . . . . . .
        finding     dubbel                        deleted                         . + . . . . . . . +
        finding     nieuw                         description                     . + . . . . . . . .
        finding     gerouteerd own                description                     . + . . . . . . . .
        finding     gerouteerd                    remark                          + + + + + . . . . .
        finding     gerouteerd                    seen_at severity                + + + + + . . . . .
        finding     afgehandeld                   remark seen_at                  + + + + + . . . . .
        finding     gerouteerd                    destination responsible         . + . . . . . . . .
        finding     gerouteerd                    item                            . + . . . . . . . .
        finding     gerouteerd                    status=wacht                    . + . + . . . . . .
        finding     gerouteerd                    status=in_uitvoering            . + . + + . . . . .
        finding     gerouteerd                    status=afgehandeld closed_at    . + . + + . . . . .
        finding     gerouteerd                    status=niet_uitvoerbaar         . + . + . . . . . .
        finding     afgehandeld                   status=heropend closed_at       . + . + . . . . . .
        finding     gerouteerd                    responsible due_date            . + . + . . . . . .
        finding     gerouteerd                    status=dubbel duplicate_of      . + . . . . . . . +
        finding     gerouteerd                    distinct_from                   . + . . . . . . . +
        finding     gerouteerd                    number                          . . . . . . . . . .
        finding     gerouteerd                    >UTR-2                          . + . . . . . . . +
        finding     nieuw own                     >UTR-2                          + + + . . . . . . +
        schouw      new                           date status                     + + + . . . . . . .
        schouw      gepland                       status=bezig participants       + + + . . . . . . .
        attachment  new                           finding sha256 standing         + + + + + . . . . .
        attachment  deels                         standing                        + + + + + . . . . .
        attachment  deels                         sha256                          . . . . . . . . . .
        routing     new                           finding destination step=gestuurd    . + . . . . . . . .
        routing     new                           finding destination step=aanvaard    . + . + . . . . . .
        routing     gestuurd                      destination                     . . . . . . . . . .
        plan        new                           sort title status               . + . + . . . . . .
        plan        concept                       title                           . + . + . . . . . .
        plan        concept                       phase status                    . + . + . . . . . .
        plan_item   new                           plan title status=op_groslijst  . + + + . . . . . .
        plan_item   new                           plan title status=voorgesteld   + + + + . . . . . .
        plan_item   new                           plan title status=voorgesteld rank_after   . + + . . . . . . .
        plan_item   op_groslijst                  description                     . + + + . . . . . .
        plan_item   op_groslijst                  estimate_cents financing_note   . + + + . . . . . .
        plan_item   op_groslijst                  status=gehonoreerd              . + + + . . . . . .
        plan_item   op_groslijst                  rank_after                      . + + . . . . . . .
        plan_item   gehonoreerd                   status=in_uitvoering            . + + + + . . . . .
        plan_item   gehonoreerd                   status=uitgevoerd end_date      . + + + + . . . . .
        plan_item   gehonoreerd self              status=uitgevoerd end_date      + + + + + . . . . .
        plan_item   op_groslijst                  number                          . . . . . . . . . .
        plan_item   op_groslijst                  >UTR-2                          . . . . . . . . . .
        booking     new                           budget sort amount_cents state  . + + + . + . . . .
        booking     vastgehouden                  state granted_cents decision    . . . . . + . . . .
        booking     vastgehouden                  amount_cents                    . . . . . . . . . .
        booking     vastgehouden                  deleted                         . . . . . . . . . .
        proposal    new                           title to status                 . + + + . . + . . .
        proposal    concept                       status decision                 . + . + . . + . . .
        decision    new                           body date sort title            . + . . . + . + . .
        decision    advies                        text                            . + . . . . . + . .
        decision    advies                        binding                         . . . . . . . . . .
        consultation new                          title status                    . + + . . . . . . .
        reaction    new                           text status                     + + + + . . . . + .
        reaction    open                          reply status                    . + . + . . . . . .
        reaction    open                          text                            . . . . . . . . . .
        ranking     new                           plan round body status          . + + . . . . . . .
        ranking     open                          status                          . + + . . . . . . .
        covenant    new                           title                           . + . . . . + . . .
        purchase    new                           budget department amount_cents  . . . . . + . . . .
        notification new                          item service date               . + . + . . . . . .
        indicator   new                           name unit                       . + . . . . + . . .
        measurement new                           indicator year value_milli      + + . + . . + . . .
        measurement voorlopig                     standing                        . + . . . . + . . .
        measurement voorlopig                     value_milli                     . . . . . . . . . .
        feedback    new                           audience text                   . + + . . . . . . .
        sketch      new                           view text                       . + . . . . + . . .
        confidence  new                           text                            + + + . . . . . . .
        confidence  -                             text                            . . . . . . . . . .
        confidence  - own                         text                            + + + . . . . . . .
        area        new                           code name level                 . . . . . . . . . .
        organisation new                          name sort                       . . . . . . . . . .
        account     new                           account name                    . . . . . . . . . .
        role        new                           account name role               . . . . . . . . . .
        team        new                           name sort                       . . . . . . . . . .
        budget      new                           title granted_cents             . . . . . . . . . .
        budget      -                             granted_cents                   . . . . . . . . . .
        profile     new                           name version text               . . . . . . . . . .
        """

    /// Where a municipality's profile says otherwise: the same marks.
    static let elsewhere = """
        dordrecht   plan_item   op_groslijst      description                     . . . + . . . . . .
        dordrecht   plan_item   op_groslijst      rank_after                      . . . . . . . . . .
        dordrecht   plan        concept           phase                           . + . + . . . . . .
        dordrecht   plan        concept           title                           . . . + . . . . . .
        dordrecht   booking     vastgehouden      state granted_cents             . . . + . . . . . .
        tilburg     plan_item   op_groslijst      description                     . + . . . . + . . .
        tilburg     plan_item   op_groslijst      rank_after                      . + . . . . . . . .
        tilburg     booking     vastgehouden      state granted_cents             . . . . . + . . . .
        utrecht     plan_item   op_groslijst      description                     . + . + . . . . . .
        utrecht     plan_item   op_groslijst      rank_after                      . + . . . . . . . .
        utrecht     booking     vastgehouden      state granted_cents             . . . . . + . . . .
        amersfoort  plan_item   op_groslijst      description                     . + . + . . + . . .
        amersfoort  plan_item   op_groslijst      rank_after                      . + . . . . + . . .
        amersfoort  booking     vastgehouden      state granted_cents             . . . . . . . . . .
        """

    private static let roles: [Role] = [
        .schouwer, .coordinator, .bewonersbegeleider, .dienstcontact, .uitvoerder, .budgethouder, .stadscoordinator, .bestuurder,
        .raadscontact, .beheerder,
    ]

    @Test(arguments: (deventer.split(separator: "\n").map { "deventer \($0)" } + elsewhere.split(separator: "\n").map(String.init)))
    func `the table holds for every role`(line: String) throws {
        let words = line.split(separator: " ").map(String.init)
        let marks = words.suffix(10)
        try #require(marks.allSatisfy { ["+", "."].contains($0) })
        let profile = Profile.standard(try #require(Municipality(rawValue: words[0])))
        let one = try Case(words.dropLast(10).dropFirst())
        for (role, mark) in zip(Self.roles, marks) {
            let refusal = try one.refusal(writer(role), profile)
            #expect((refusal == nil) == (mark == "+"), "\(role): \(refusal?.message(dutch: false) ?? "may")")
        }
    }

    @Test func `every kind has its line, and a table that says no to somebody about every field of a finding`() {
        let named = Set(Self.deventer.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) })
        #expect(named == Set(Wijk.schema.kinds.map(\.name)))
    }

    /// A record in a state, and what is written to it.
    private struct Case {
        let kind: Kind
        var before: RecordValues?
        var op: Op
        var isOwn = false

        init(_ words: ArraySlice<String>) throws {
            var words = words
            kind = try #require(Wijk.schema.kind(named: words.removeFirst()))
            op = Op(record: id(1), kind: kind.number, area: "UTR-1", writes: [])
            let state = words.removeFirst()
            var fields: [String: Value] = ["plan": reference(9), "sort": .text("wijkplan"), "standing": .text("voorlopig")]
            for name in ["status", "state", "step"] { fields[name] = .text(state) }
            if state == "gerouteerd" { fields["destination"] = .text("regulier_onderhoud") }
            if words.first == "own" { isOwn = words.removeFirst() == "own" }
            if words.first == "self" { fields["self_managed"] = .integer(words.removeFirst() == "self" ? 1 : 0) }
            if state == "new" {
                op.creates = true
            } else {
                before = record(1, kind.name, fields.filter { kind.field(named: $0.key) != nil })
            }
            var written: [(field: String, value: Value)] = []
            for word in words {
                let parts = word.split(separator: "=").map(String.init)
                if word.hasPrefix(">") {
                    op.toArea = String(word.dropFirst())
                } else {
                    // A status that is not named stays as it is, or begins as `nieuw`.
                    let value = parts.count > 1 ? parts[1] : ["status", "state"].contains(word) ? (op.creates ? "nieuw" : state) : "x"
                    written.append((parts[0], word == "deleted" ? .integer(1) : .text(value)))
                }
            }
            op.writes = kind.writes(written)
        }

        func refusal(_ writer: Writer, _ profile: Profile) throws -> RuleBreak? {
            var facts = Facts(before.map { [$0] } ?? [])
            facts.creators = [id(1): isOwn ? writer.account : "p-other"]
            var after = before ?? RecordValues(new: op, kind: kind)
            after.apply(op)
            return try Rights(profile: profile, writer: writer, facts: facts).refusal(of: op, kind, before: before, after: after)
        }
    }
}
