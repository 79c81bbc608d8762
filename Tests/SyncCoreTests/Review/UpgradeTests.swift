import Testing

@testable import SyncCore

/// What a newer schema makes of what an older one kept untouched.
@Suite struct UpgradeTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `F28: records of a kind that was unknown are there, and in lists, when a newer version knows it`() throws {
        var photo = note([2: .text("ditch"), 3: .bytes(Array(0...15))])
        photo.kind = 2
        var state = RecordState(id: recordID(1), kind: 2)
        state.fold(photo, dot: dot(1, 1), position: 1)
        do {
            let old = try SQLiteStore(path: folder.file("r"), schema: Schema(version: 1, kinds: [Notes.kind]), access: .create)
            try old.transaction { _ = try old.insert(state, area: 1) }
        }
        let store = try SQLiteStore(
            path: folder.file("r"), schema: Schema(version: 2, kinds: [Notes.kind, Notes.photo]), access: .readWrite)
        let ref = try #require(try store.find(recordID(1), kind: 2))
        #expect(try store.load(ref)?.state == state)
        #expect(try store.connection.integer("SELECT count(*) FROM photo WHERE caption = 'ditch'") == 1)
        #expect(try store.recordCount(area: 1) == 1)
    }

    @Test func `fields that were unknown are in lists when a newer version knows them`() throws {
        let state = StoreRecordTests.everything(1)
        let title = Kind(1, "note", fields: [Field(2, "title", .text(maximum: 100, lines: false))])
        do {
            let old = try SQLiteStore(path: folder.file("r"), schema: Schema(version: 1, kinds: [title]), access: .create)
            try old.transaction { _ = try old.insert(state, area: 1) }
        }
        let store = try SQLiteStore(path: folder.file("r"), schema: Schema(version: 2, kinds: Notes.schema.kinds), access: .readWrite)
        #expect(try store.connection.integer("SELECT amount FROM note") == .min)
    }
}
