import Testing

@testable import SyncCore

/// A retry that sends less than the first try.
@Suite struct SmallerRetryTests {
    @Test func `a retry in smaller pages goes on where it ends`() throws {
        let town = try Town()
        let device = try town.device("d1")
        try town.sync(device)
        for _ in 0..<5 { try device.create() }
        #expect(throws: Town.Lost.self) { try town.exchange(device, loseReply: true) }
        town.pageBytes = 1
        #expect(try town.sync(device).total.acknowledged == 5)
        try town.checkEqual()
    }
}
