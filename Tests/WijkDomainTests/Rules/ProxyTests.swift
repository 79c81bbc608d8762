import SyncCore
import Testing

@testable import WijkDomain

@Suite("In somebody's name (I18)")
struct ProxyTests {
    private let decision = 900

    /// What the judge says of a plan's description that was in conflict, settled by a role with a reason.
    private func judged(by role: Role, _ note: String) throws -> Rule? {
        var facts = Facts([
            record(1, "plan", ["sort": .text("beleidskader"), "title": .text("Kader"), "status": .text("concept")]),
            record(decision, "decision", ["body": .text("college"), "sort": .text("vaststelling"), "title": .text("Mandaat")]),
        ])
        facts.conflicts = [id(1): [Conflict(cause: .values, name: "description", fields: [11])]]
        facts.persons = ["Mirjam": [.init(role: .coordinator)], "Tom": [.init(role: .schouwer)]]
        var settling = op(1, "plan", ["description": .text("Zo is het")])
        settling.note = note
        return try DomainJudge(profile: .standard(.utrecht), writer: writer(role), facts: facts).refusal(of: [settling])?.rule.rule
    }

    private func note(_ person: String, _ mandate: Int) -> String { Proxy(person: person, mandate: "\(id(mandate))").note("Ziek") }

    @Test func `an administrator settles another's conflict in the name of who may, by a decision that is there`() throws {
        #expect(try judged(by: .coordinator, "") == nil)
        #expect(try judged(by: .beheerder, "") == .settle)
        #expect(try judged(by: .beheerder, note("Mirjam", decision)) == nil)
        #expect(try judged(by: .beheerder, note("Mirjam", 901)) == .settle, "no such decision")
        #expect(try judged(by: .beheerder, note("Tom", decision)) == .settle, "Tom may not either")
        #expect(try judged(by: .beheerder, note("Niemand", decision)) != nil, "nobody of that name")
        #expect(try judged(by: .schouwer, note("Mirjam", decision)) == .settle, "only an administrator acts for others")
    }

    @Test func `the line with the name is read back as it was written, and no other`() {
        let proxy = Proxy(person: "Mirjam van Dijk", mandate: "01a2")
        #expect(Proxy(note: proxy.note("Ziek\nThuis")) == proxy)
        for note in ["", "Ziek", "[namens Mirjam]", "[namens Mirjam, mandaat 1", "Ziek\n[namens Mirjam, mandaat 1]"] {
            #expect(Proxy(note: note) == nil, "\(note)")
        }
    }
}
