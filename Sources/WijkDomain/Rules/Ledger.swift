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
            case "geaccepteerd": accepted += booking.share
            case "vastgehouden": held += booking.cents("amount_cents")
            case "aangevraagd": requested += booking.cents("amount_cents")
            default: break
            }
        }
    }

    /// What may still be accepted; negative when too much was (never at the server, I17).
    public var room: Int64 { granted - accepted }
}

extension RecordValues {
    /// What an accepted booking takes: what was granted of it, or all.
    var share: Int64 { self["granted_cents"].integer ?? cents("amount_cents") }
}
