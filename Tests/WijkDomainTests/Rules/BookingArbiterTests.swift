import SyncCore
import Testing

@testable import WijkDomain

@Suite("What the arbiter says of bookings (C5, I17)")
struct BookingArbiterTests {
    @Test func `requests of one transaction do not both get what is there once`() {
        #expect(
            answers(1_000, [asked(1, 600), asked(2, 600), asked(3, 400)], written: [1, 2, 3]) == [
                "1 geaccepteerd 600 -", "2 vastgehouden - 200", "3 geaccepteerd 400 -",
            ])
    }

    @Test func `of two decisions that are too much together the later is held, with what it lacks`() {
        let bookings = [taken(1, 5_000), taken(2, 2_000)]
        #expect(answers(5_000, bookings, written: [1, 2]) == ["2 vastgehouden - 2000"])
        #expect(answers(6_000, bookings, written: [1, 2]) == ["2 vastgehouden - 1000"])
        #expect(answers(7_000, bookings, written: [1, 2]) == [])
    }

    @Test func `what others were granted before stays theirs`() {
        #expect(answers(5_000, [taken(1, 5_000), taken(2, 2_000)], written: [2]) == ["2 vastgehouden - 2000"])
        #expect(answers(5_000, [taken(1, 6_000), asked(2, 1)], written: [2]) == ["2 vastgehouden - 1001"])
    }

    @Test func `what is held, refused or deleted is not answered again`() {
        let bookings = [
            record(1, "booking", ["state": .text("vastgehouden"), "amount_cents": .integer(5)]),
            record(2, "booking", ["state": .text("afgewezen"), "amount_cents": .integer(5)]),
            record(3, "booking", ["state": .text("aangevraagd"), "amount_cents": .integer(5), "deleted": .integer(1)]),
        ]
        #expect(answers(100, bookings, written: [1, 2, 3]) == [])
    }

    @Test(arguments: 0..<200)
    func `I17: after its answers no more is accepted than there is, and nothing that fitted is held`(seed: Int) {
        var random = Seeded(UInt64(seed))
        let granted = Int64.random(in: 0...40, using: &random)
        // What was there before is within the grant; what the transaction wrote need not be.
        var rest = granted
        let before = (1...4).map { number in
            let share = Int64.random(in: 0...rest, using: &random)
            rest -= share
            return taken(number, share)
        }
        let written = (5...9).map { number in
            let amount = Int64.random(in: 1...20, using: &random)
            return Bool.random(using: &random) ? asked(number, amount) : taken(number, amount)
        }
        let answers = BookingArbiter.answers(granted: granted, bookings: before + written, written: (5...9).map(id))
        var facts = Facts(before + written)
        for answer in answers {
            facts.apply(
                op(
                    number(answer.booking), "booking",
                    ["state": .text(answer.state), "granted_cents": answer.granted.map(Value.integer) ?? .null]))
        }
        let balance = BudgetBalance(granted: granted, bookings: Array(facts.records.values))
        #expect(balance.room >= 0)
        #expect(balance.requested == 0)
        #expect(answers.allSatisfy { $0.shortfall.map { $0 > 0 } ?? true })
    }

    private func answers(_ granted: Int64, _ bookings: [RecordValues], written: [Int]) -> [String] {
        BookingArbiter.answers(granted: granted, bookings: bookings, written: written.map(id)).map { answer in
            let parts = [answer.granted, answer.shortfall].map { $0.map(String.init) ?? "-" }
            return "\(number(answer.booking)) \(answer.state) \(parts[0]) \(parts[1])"
        }
    }

    private func asked(_ number: Int, _ cents: Int64) -> RecordValues {
        record(number, "booking", ["state": .text("aangevraagd"), "amount_cents": .integer(cents)])
    }

    private func taken(_ number: Int, _ cents: Int64) -> RecordValues {
        record(
            number, "booking", ["state": .text("geaccepteerd"), "amount_cents": .integer(9_000), "granted_cents": .integer(cents)])
    }
}
