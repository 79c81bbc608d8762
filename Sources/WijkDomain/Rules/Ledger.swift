import SyncCore

/// The sums of a budget, from its bookings.
public struct BudgetBalance: Sendable, Equatable {
    public let granted: Int64
    public private(set) var accepted: Int64 = 0
    public private(set) var held: Int64 = 0
    public private(set) var requested: Int64 = 0

    public init(granted: Int64, bookings: [RecordValues]) {
        self.granted = granted
        for booking in bookings where !booking.isDeleted {
            switch booking.text("state") {
            case "geaccepteerd": accepted += booking["granted_cents"].integer ?? booking.cents("amount_cents")
            case "vastgehouden": held += booking.cents("amount_cents")
            case "aangevraagd": requested += booking.cents("amount_cents")
            default: break
            }
        }
    }

    /// What may still be accepted; negative when too much was (never at the server, I17).
    public var room: Int64 { granted - accepted }

    /// What the arbiter says to a request (C5): accepted while there is room, held with its shortfall when there is not.
    public func answer(to amount: Int64) -> (state: String, granted: Int64?, shortfall: Int64?) {
        amount <= room ? ("geaccepteerd", amount, nil) : ("vastgehouden", nil, amount - room)
    }
}
