import Testing

@testable import SyncCore

/// Many areas in one reply.
@Suite struct ReplyBudgetTests {
    private func writes(_ values: [(UInt32, Value)]) -> [Op.FieldWrite] { values.map { Op.FieldWrite($0.0, $0.1) } }

    @Test func `I20: a reply keeps to its budget however many areas it covers`() throws {
        let areas = (10..<50).map { "A\($0)" }
        let town = try Town(areas: areas)
        town.pageBytes = 100_000
        let (device, other) = (try town.device("d1", areas: areas), try town.device("d2", areas: areas))
        try town.sync(device)
        for area in areas {
            try device.replica.write(
                Array(repeating: Draft(kind: 1, area: area, writes: writes([(2, .text(String(repeating: "x", count: 60)))])), count: 500))
        }
        try town.sync(device)
        town.replySizes = []
        try town.sync(other)
        #expect(try #require(town.replySizes.max()) < 250_000)
        for area in areas { try town.checkEqual(area) }
    }
}
