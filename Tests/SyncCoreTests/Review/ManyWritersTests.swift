import Testing

@testable import SyncCore

/// A record that very many ops have a live value in.
@Suite struct ManyWritersTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: StoreKind.allCases)
    func `I2: a value written after more than 127 others of its record is kept`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        var state = RecordState(id: recordID(1), kind: 1)
        for k in 1...200 as ClosedRange<UInt64> { state.fold(note([100 + UInt32(k): .integer(1)]), dot: dot(1, k), position: k) }
        state.fold(note([Notes.title: .text("the last")]), dot: dot(1, 201), position: 201)
        let ref = try store.transaction { try store.insert(state, area: 1) }
        #expect(try store.load(ref)?.state == state)
    }
}
