import SyncCore

/// SplitMix64: the same numbers for the same seed, everywhere.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// Record ids that tests read and sort as numbers.
func id(_ number: Int) -> RecordID { RecordID(ID128(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 + UInt64(number))) }

func number(_ id: RecordID) -> Int { Int(id.id.low - 0x8000_0000_0000_0000) }
