import Testing

@testable import SyncCore

/// What every store must do with records: every value, every form of register, conflicts, overlays, pages.
@Suite struct StoreRecordTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A record in which everything occurs: all value types, empty and absent ones, siblings, keys, unknown fields, contexts with dots.
    static func everything(_ number: UInt64, kind: UInt32 = 1) -> RecordState {
        var state = RecordState(id: recordID(number), kind: kind)
        var first = note([
            1: .null, 2: .text("a\u{301} \u{1F469}\u{200D}\u{1F527} \0 '\""), 3: .text("new"), 6: .integer(.min), 8: .text(""),
        ])
        first.deviceTime = -5
        first.writes += [
            Op.FieldWrite(12, .bytes(Array(0...15))), Op.FieldWrite(14, .bytes([])), Op.FieldWrite(63, .integer(.max)),
            Op.FieldWrite(64, .integer(1)),
            Op.FieldWrite(200, key: "2026", .text("x")), Op.FieldWrite(200, key: "2027", .null), Op.FieldWrite(.max, .null),
        ]
        state.fold(first, dot: dot(1, number), position: number)
        state.fold(
            note(vector: [dot(3, 2), dot(3, 9), dot(4, 1)], [3: .text("seen"), 8: .null]), dot: dot(2, number), position: number + 1)
        state.fold(note(seen: number, [3: .text("done"), 5: .text("x\ny")]), dot: dot(3, number), position: number + 2)
        var own = note(seen: 0, [3: .null])
        own.deviceTime = 1 << 50
        state.fold(own, dot: dot(4, number), position: 0)
        state.missed = [RecordState.Missed(origin: 0, field: 8), RecordState.Missed(origin: 1, field: .max)]
        return state
    }

    @Test(arguments: StoreKind.allCases)
    func `C3 C4: what writers missed comes back with a record that has nothing else beside its columns`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        var state = RecordState(id: recordID(1), kind: 1)
        state.fold(note([1: .integer(1), 2: .text("t")]), dot: dot(1, 1), position: 1)
        state.missed = [RecordState.Missed(origin: 0, field: 2)]
        try store.transaction {
            let ref = try store.insert(state, area: 3)
            #expect(try store.load(ref)?.state == state)
        }
    }

    @Test(arguments: StoreKind.allCases, [1, 2, 77] as [UInt32])
    func `a record of any kind comes back as it was stored, known or unknown to the schema`(store kind: StoreKind, of number: UInt32) throws
    {
        let store = try kind.make(folder)
        let state = Self.everything(1, kind: number)
        try store.transaction {
            #expect(try store.find(state.id, kind: number) == nil)
            let ref = try store.insert(state, area: 3)
            #expect(ref.kind == number)
            #expect(try store.find(state.id, kind: number) == ref)
            #expect(try store.find(state.id, kind: number == 1 ? 2 : 1) == nil)
            let loaded = try #require(try store.load(ref))
            #expect(loaded.state == state && loaded.area == 3)
            #expect(loaded.state.digest() == state.digest())
            #expect(try store.load(RecordRef(kind: number, row: ref.row + 1)) == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `an update replaces everything, and moves the record to another area`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction {
            let ref = try store.insert(Self.everything(1), area: 1)
            var plain = RecordState(id: recordID(1), kind: 1)
            plain.fold(note([2: .text("only")]), dot: dot(1, 1), position: 1)
            try store.update(ref, plain, area: 2)
            #expect(try store.load(ref)?.state == plain)
            #expect(try store.load(ref)?.area == 2)
            try store.update(ref, Self.everything(1), area: 0)
            #expect(try store.load(ref)?.state == Self.everything(1))
            try store.update(ref, RecordState(id: recordID(1), kind: 1), area: 0)
            #expect(try store.load(ref)?.state.isEmpty == true)
            let gone = RecordState(id: recordID(1), kind: 1).gone(moves: 300)
            try store.update(ref, gone, area: 0)
            #expect(try store.load(ref)?.state == gone)
            var moved = Self.everything(1)
            moved.moves = 1
            try store.update(ref, moved, area: 2)
            #expect(try store.load(ref)?.state == moved)
            #expect(try store.loadOrigins(ref)?.origins == moved.origins)
            #expect(try store.find(recordID(1), kind: 1) == ref)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a null that was written is not the same as nothing written`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction {
            var state = RecordState(id: recordID(1), kind: 1)
            state.fold(note([2: .null]), dot: dot(1, 1), position: 1)
            let ref = try store.insert(state, area: 1)
            let loaded = try #require(try store.load(ref)?.state)
            #expect(loaded.live(2) == [dot(1, 1): .null] && loaded.register(3).isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `I6: conflicts are listed per area, and no longer once settled`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction {
            let first = try store.insert(Self.everything(1), area: 1)
            let second = try store.insert(Self.everything(2), area: 2)
            var plain = RecordState(id: recordID(3), kind: 1)
            plain.fold(note([2: .text("t")]), dot: dot(1, 3), position: 3)
            let third = try store.insert(plain, area: 1)
            #expect(try store.conflicts(area: nil).sorted() == [first, second])
            #expect(try store.conflicts(area: 1) == [first])
            try store.update(first, plain, area: 1)
            try store.update(third, Self.everything(3), area: 1)
            #expect(try store.conflicts(area: 1) == [third])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `overlays are kept beside their record, one for each`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction {
            let refs = try [1, 2, 77].map { try store.insert(Self.everything(1, kind: $0), area: 1) }
            func folded(_ index: Int) -> StoredRecord {
                var state = Self.everything(UInt64(index + 5), kind: refs[index].kind)
                state.moves = UInt64(index)
                return StoredRecord(area: index, state: state)
            }
            for (index, ref) in refs.enumerated() {
                #expect(try store.overlay(ref) == nil)
                try store.setOverlay(ref, folded(index))
            }
            for (index, ref) in refs.enumerated() { #expect(try store.overlay(ref) == folded(index)) }
            for (index, ref) in refs.enumerated() { #expect(try store.overlaid(area: index) == [ref]) }
            try store.setOverlay(refs[0], StoredRecord(area: 9, state: Self.everything(9)))
            try store.setOverlay(refs[1], nil)
            #expect(try store.overlay(refs[0]) == StoredRecord(area: 9, state: Self.everything(9)))
            #expect(try store.overlay(refs[1]) == nil)
            #expect(try store.overlay(refs[2]) != nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `I19: an area's records come in pages that go on where the last one ended`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction {
            var expected: Set<RecordID> = []
            for number in 1...60 as ClosedRange<UInt64> {
                let kind = [1, 2, 77][Int(number % 3)] as UInt32
                _ = try store.insert(Self.everything(number, kind: kind), area: number % 4 == 0 ? 2 : 1)
                if number % 4 != 0 { expected.insert(recordID(number)) }
            }
            for size in [1, 7, 60] {
                var (seen, last, pages) = ([RecordID](), RecordRef?.none, 0)
                while pages < 100 {
                    var count = 0
                    try store.records(area: 1, after: last) { ref, state in
                        if count == size { return false }
                        #expect(state == Self.everything(state.id.id.low & 0xff, kind: ref.kind))
                        if let last { #expect(ref > last) }
                        last = ref
                        seen.append(state.id)
                        count += 1
                        return true
                    }
                    pages += 1
                    if count < size { break }
                }
                #expect(seen.count == expected.count && Set(seen) == expected, "pages of \(size)")
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `what a body throws comes out of every read, and the store goes on`(kind: StoreKind) throws {
        let store = try kind.make(folder)
        try store.transaction {
            for number in 1...3 as ClosedRange<UInt64> { _ = try store.insert(Self.everything(number), area: 1) }
            #expect(throws: Undone.self) { try store.records(area: 1, after: nil) { _, _ in throw Undone() } }
            var count = 0
            try store.records(area: 1, after: nil) { _, _ in
                count += 1
                return true
            }
            #expect(count == 3)
        }
    }
}
