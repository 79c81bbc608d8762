import Testing

@testable import SyncCore

/// The kept digest is data too.
@Suite struct DigestRotTests {
    @Test func `I9: a digest that rotted while its records are whole is mended`() throws {
        let town = try Town()
        let (device, other) = (try town.device("d1"), try town.device("d2"))
        try other.create()
        try town.syncAll()
        try device.store.transaction {
            var area = try #require(try device.store.area("A"))
            area.digest += Hash.digest(of: [1])
            try device.store.save(area)
        }
        try other.create()
        try town.sync(other)
        #expect(try town.sync(device).total.repaired == 1)
        try town.checkEqual()
    }
}
