@testable import SyncCore
@testable import WijkDomain

/// Everybody asks for money and decides about it without network; then they sync in one order or the other, and whoever holds the budget
/// decides about all of it.
extension Town {
    /// - Returns: what became of each booking, at the server.
    func meet(isOtherOrder: Bool) throws -> [String] {
        guard let role = bylaws.holders.first else { return [] }
        let chair = devices[0]
        chair.areas = Self.areas
        for area in Self.areas where !roles(of: chair.person, in: area).contains(where: { $0.role == role && !$0.isProcessOnly }) {
            try appoint(chair.person, role, in: area)
        }
        try heal()
        for device in devices where !device.areas.isEmpty {
            for _ in 0..<6 {
                time += 1
                let asks = random.percent(60)
                let drafts = try asks ? requestBooking(on: device, in: random.pick(device.areas)) : decideBookings(on: device)
                if !drafts.isEmpty { _ = try write(drafts, on: device) }
            }
        }
        for device in isOtherOrder ? devices.reversed() : devices { try syncWhole(device) }
        try heal()
        for area in chair.areas { try decideAll(in: area, on: chair) }
        try heal()
        try check()
        return try (journal.made["booking"] ?? []).compactMap { try facts.record($0, kind: MoneyKinds.booking) }.map {
            "\($0.id) \($0.text("state")) \($0["granted_cents"]) \($0["shortfall_cents"])"
        }
    }

    /// What fits is granted, one booking after the other; of the last that part, and of the others nothing.
    private func decideAll(in area: String, on device: Device) throws {
        let here = StoredFacts(device.store) { $0.person }
        let bookings = try (journal.made["booking"] ?? []).compactMap { try here.record($0, kind: MoneyKinds.booking) }
            .filter { $0.area == area }
        guard !bookings.isEmpty, let budget = bookings[0].reference("budget") else { return }
        var left = try here.record(budget, kind: MoneyKinds.budget)?.cents("granted_cents") ?? 0
        var drafts: [Draft] = []
        let decision = bylaws.word.isEmpty ? nil : try word(on: device, in: area, &drafts)
        for booking in bookings {
            let granted = min(left, booking.cents("amount_cents"))
            left -= granted
            var fields = granted > 0 ? outcome("geaccepteerd", granted: granted) : outcome("afgewezen")
            if let decision { fields["decision"] = .bytes(decision.bytes) }
            drafts.append(draft("booking", booking, in: area, fields))
        }
        guard try write(drafts, on: device) else { throw Broken("C5: whoever holds the budget of \(area) may not decide") }
        count("decided at once")
    }
}
