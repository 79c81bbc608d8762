import Testing

@testable import SyncCore

/// RFC 9562 §5.7: time first, version 7, variant 10, ascending in one process.
@Suite struct RecordIDTests {
    @Test func `an id carries its time, version and variant`() {
        var random = SeededRandom(seed: 1)
        var ids = RecordIDs()
        for time in [0, 1, 1_764_000_000_000, 1 << 48 - 1] as [Int64] {
            let id = ids.next(now: time, random: { random.next() })
            #expect(id.id.high >> 16 == UInt64(time))
            #expect(id.id.high >> 12 & 0xf == 7 && id.id.low >> 62 == 0b10)
            #expect(RecordID(id.description) == id)
            #expect(Array(id.description).indices.filter { Array(id.description)[$0] == "-" } == [8, 13, 18, 23])
        }
    }

    @Test(arguments: [Int64.min, -1, .max]) func `I7: a clock beyond the range of ids is clamped`(time: Int64) {
        var random = SeededRandom(seed: 1)
        var ids = RecordIDs()
        #expect(ids.next(now: time, random: { random.next() }).id.high >> 16 == (time < 0 ? 0 : 1 << 48 - 1))
    }

    /// How the clock goes while 20,000 ids are made.
    @Test(arguments: [("in one millisecond", 20_000, 0), ("slowly", 500, 1), ("backwards", 500, -1)])
    func `ids ascend, however many and however the clock goes`(_ name: String, _ perTick: Int, _ tick: Int64) {
        var random = SeededRandom(seed: 2)
        var ids = RecordIDs()
        var made: [RecordID] = []
        for number in 0..<20_000 {
            made.append(ids.next(now: 1_764_000_000_000 + Int64(number / perTick) * tick, random: { random.next() }))
        }
        let falls = zip(made, made.dropFirst()).filter { $0 >= $1 }.count
        #expect(falls == 0, "\(name): \(falls) ids are below the one before")
        #expect(Set(made).count == made.count)
    }

    @Test(arguments: ["", "0190", "0190-0000", "zz900000-1111-7222-8333-444455556666", "01900000-1111-7222-8333-4444555566667"])
    func `what is not an id is none`(text: String) { #expect(RecordID(text) == nil) }
}
