import SyncCore

/// What the arbiter says of one budget's bookings once a transaction is applied (C5, I17).
struct BookingArbiter {
    struct Answer: Equatable {
        let booking: RecordID
        let state: String
        let granted: Int64?
        let shortfall: Int64?
    }

    /// - Parameters:
    ///   - bookings: all of the budget, as they are shown.
    ///   - written: those of which what the transaction wrote is shown, in its order.
    static func answers(granted: Int64, bookings: [RecordValues], written: [RecordID]) -> [Answer] {
        var accepted = BudgetBalance(granted: granted, bookings: bookings).accepted
        let byID = Dictionary(bookings.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let records = written.compactMap { byID[$0] }.filter { !$0.isDeleted }
        var answers: [Answer] = []
        // Two decisions that did not know of each other can be in order each, and too much together: of a booking that both decided
        // the first stays in sight, and what the second gave away is not there. So what the later one granted is held, unless it fits.
        let taken = records.filter { $0.text("state") == "geaccepteerd" }
        if accepted > granted {
            accepted -= taken.reduce(0) { $0 + $1.share }
            for booking in taken {
                if booking.share <= granted - accepted {
                    accepted += booking.share
                } else {
                    answers.append(held(booking.id, booking.share, room: granted - accepted))
                }
            }
        }
        // Requests of one transaction are answered one after the other: what the first gets is not there for the second.
        for booking in records where booking.text("state") == "aangevraagd" {
            let amount = booking.cents("amount_cents")
            if amount <= granted - accepted {
                answers.append(Answer(booking: booking.id, state: "geaccepteerd", granted: amount, shortfall: nil))
                accepted += amount
            } else {
                answers.append(held(booking.id, amount, room: granted - accepted))
            }
        }
        return answers
    }

    private static func held(_ id: RecordID, _ amount: Int64, room: Int64) -> Answer {
        Answer(booking: id, state: "vastgehouden", granted: nil, shortfall: amount - room)
    }
}
