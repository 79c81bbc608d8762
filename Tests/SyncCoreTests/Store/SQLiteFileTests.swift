import FoundationEssentials
import Glibc
import Testing

@testable import SyncCore

/// What is true of a store that is a file: it is the same when opened again, it is shared, and it refuses what is not its own.
@Suite struct SQLiteFileTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("replica.wijk")
    }

    private func open(_ access: SQLiteStore.Access = .create, schema: Schema = Notes.schema) throws -> SQLiteStore {
        try SQLiteStore(path: path, schema: schema, access: access)
    }

    private func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch { return (error as? SyncError)?.code ?? "\(error)" }
    }

    /// A small database that is not ours, made by SQLite itself.
    private func foreignFile() throws {
        let connection = try Connection.open(path, .create)
        try connection.execute("PRAGMA journal_mode=DELETE; CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)")
    }

    @Test func `I8: a file opened again holds the same`() throws {
        let refs: [RecordRef] = try {
            let store = try open()
            return try store.transaction {
                let area = try store.save(AreaState(code: "A", name: "A"))
                _ = try store.actor(life(1))
                try store.extendRun(area: area.number, position: 1, actor: 1, k: 1)
                return try (1...5 as ClosedRange<UInt64>).map { number in
                    let ref = try store.insert(StoreRecordTests.everything(number, kind: number == 5 ? 77 : 1), area: area.number)
                    try store.setOverlay(
                        ref, StoredRecord(area: 1, state: StoreRecordTests.everything(number + 1, kind: ref.kind)))
                    return ref
                }
            }
        }()
        let first = try open().everything(records: refs, lives: [life(1)])
        #expect(first.contains { $0.contains("kind: 77") })
        #expect(try open(.readOnly).everything(records: refs, lives: [life(1)]) == first)
        #expect(try open().integrityProblems().isEmpty)
    }

    @Test func `a value that stands alone is stored once, in its column`() throws {
        let store = try open()
        let needle = "only once, in this very column"
        try store.transaction {
            var state = RecordState(id: recordID(1), kind: 1)
            state.fold(note([2: .text(needle), 8: .text("x")]), dot: dot(1, 1), position: 1)
            _ = try store.insert(state, area: 1)
        }
        try store.checkpoint()
        let (bytes, wanted) = (try TemporaryFolder.read(path), Array(needle.utf8))
        let found = bytes.indices.filter { bytes[$0] == wanted[0] && bytes[$0...].starts(with: wanted) }
        #expect(found.count == 1)
    }

    @Test(arguments: [SQLiteStore.Access.create, .readWrite, .readOnly])
    func `F10: another program's database is refused and left as it is`(access: SQLiteStore.Access) throws {
        try foreignFile()
        let before = try TemporaryFolder.read(path)
        #expect(code { _ = try open(access) } == "storage.foreign")
        #expect(try TemporaryFolder.read(path) == before)
    }

    @Test(arguments: [SQLiteStore.Access.create, .readWrite, .readOnly])
    func `a file of a newer format is refused`(access: SQLiteStore.Access) throws {
        do {
            let store = try open()
            try store.connection.execute("PRAGMA user_version=3")
        }
        #expect(code { _ = try open(access) } == "storage.newer")
    }

    @Test(arguments: [SQLiteStore.Access.create, .readWrite, .readOnly])
    func `garbage is refused as damaged and left as it is`(access: SQLiteStore.Access) throws {
        var random = SeededRandom(seed: 5)
        let garbage = random.bytes(10_000)
        try TemporaryFolder.write(garbage, to: path)
        #expect(code { _ = try open(access) } == "storage.damaged")
        #expect(try TemporaryFolder.read(path) == garbage)
    }

    @Test func `a file whose pages are damaged is refused or says so, and never crashes`() throws {
        try {
            let store = try open()
            try store.transaction {
                for number in 1...200 as ClosedRange<UInt64> { _ = try store.insert(StoreRecordTests.everything(number), area: 1) }
            }
            try store.checkpoint()
        }()
        let whole = try TemporaryFolder.read(path)
        for seed in 1...30 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            var bytes = whole
            for _ in 0..<200 { bytes[100 + random.below(bytes.count - 100)] = UInt8(truncatingIfNeeded: random.next()) }
            for name in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + name) }
            try TemporaryFolder.write(bytes, to: path)
            do {
                let store = try open()
                try store.transaction { try store.records(area: 1, after: nil) { _, _ in true } }
            } catch { #expect(error is SyncError, "seed \(seed): \(error)") }
        }
    }

    @Test func `a missing file is only made when asked`() throws {
        #expect(code { _ = try open(.readWrite) } == "storage.unreadable")
        #expect(code { _ = try open(.readOnly) } == "storage.unreadable")
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(code { _ = try SQLiteStore(path: folder.file("none/x"), schema: Notes.schema, access: .create) } == "storage.unreadable")
        #expect(code { _ = try SQLiteStore(path: folder.path, schema: Notes.schema, access: .create) } == "storage.unreadable")
    }

    @Test func `a store opened for reading refuses to write, in words`() throws {
        _ = try open()
        let store = try open(.readOnly)
        #expect(code { try store.transaction { try store.setFact(.written, [1]) } } == "storage.read-only")
    }

    /// Root may write any file.
    @Test(.enabled(if: geteuid() != 0)) func `a file without write permission is refused for writing`() throws {
        do { try open().checkpoint() }
        unsafe chmod(path, 0o444)
        #expect(code { _ = try open() } == "storage.read-only")
    }

    @Test func `a second connection sees what is committed, and forgets what it had cached`() throws {
        let (first, second) = (try open(), try open())
        try first.transaction {
            _ = try first.save(AreaState(code: "A", name: "old"))
            _ = try first.actor(life(1))
        }
        let old = try second.reading { (try second.area("A")?.name, try second.findActor(life(1))?.device) }
        #expect(old == ("old", ""))
        try first.transaction {
            var area = try #require(try first.area("A"))
            area.name = "new"
            try first.save(area)
            var actor = try first.actor(life(1))
            actor.device = "tablet"
            try first.save(actor)
            try first.extendRun(area: 1, position: 1, actor: 1, k: 1)
        }
        let seen = try second.reading {
            (try second.area("A")?.name, try second.findActor(life(1))?.device, try second.position(actor: 1, k: 1))
        }
        #expect(seen == ("new", "tablet", 1))
        let written = try second.transaction { (try second.area("A")?.name, try second.actor(life(1)).device) }
        #expect(written == ("new", "tablet"))
    }

    @Test func `a reader keeps its moment while another writes`() throws {
        let (first, second) = (try open(), try open(.readOnly))
        try first.transaction { try first.setFact(.written, [1]) }
        try second.reading {
            let before = try second.fact(.written)
            try first.transaction { try first.setFact(.written, [2]) }
            let after = try second.fact(.written)
            #expect(before == [1] && after == [1])
        }
        #expect(try second.reading { try second.fact(.written) } == [2])
    }

    @Test func `F25: two writers at once both get their turn, and nothing is lost`() async throws {
        _ = try open()
        let path = path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 1...2 as ClosedRange<UInt64> {
                group.addTask {
                    let store = try SQLiteStore(path: path, schema: Notes.schema, access: .readWrite)
                    for number in 0..<40 as Range<UInt64> {
                        try store.transaction {
                            let count = Replica.number(try store.fact(.written))
                            try store.setFact(.written, UInt64(count + 1).bigEndianBytes)
                            _ = try store.insert(StoreRecordTests.everything(writer * 100 + number), area: 1)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let store = try open()
        #expect(try Replica.number(store.fact(.written)) == 80)
        var ids: Set<RecordID> = []
        try store.records(area: 1, after: nil) { _, state in
            ids.insert(state.id)
            return true
        }
        #expect(ids.count == 80)
        #expect(try store.integrityProblems().isEmpty)
    }

    @Test func `the WAL is moved into the database when it has grown large`() throws {
        let store = try open()
        let big = String(repeating: "x", count: 90_000)
        for number in 1...200 as ClosedRange<UInt64> {
            try store.transaction {
                var state = RecordState(id: recordID(number), kind: 1)
                state.fold(note([8: .text(big)]), dot: dot(1, number), position: number)
                _ = try store.insert(state, area: 1)
            }
        }
        #expect(TemporaryFolder.size(path) > store.checkpointBytes / 2)
        // Emptied, and not only copied: a process that opens it would read through all of it, and copy it again.
        #expect(TemporaryFolder.size(path + "-wal") <= store.checkpointBytes + 200_000)
        try store.checkpoint()
        #expect(TemporaryFolder.size(path + "-wal") == 0)
    }

    @Test func `a backup made beside a writer is a whole replica`() throws {
        let store = try open()
        try store.transaction { _ = try store.insert(StoreRecordTests.everything(1), area: 1) }
        try store.backup(to: folder.file("copy"))
        let copy = try SQLiteStore(path: folder.file("copy"), schema: Notes.schema, access: .readOnly)
        #expect(try copy.everything() == store.everything())
        #expect(code { try store.backup(to: folder.file("copy")) } != nil)
    }

    @Test func `a newer schema adds its columns and keeps what was there, and unknown fields get theirs`() throws {
        let old = Schema(version: 1, kinds: [Kind(1, "note", fields: [Field(2, "title", .text(maximum: 100, lines: false))])])
        let state = StoreRecordTests.everything(1)
        do {
            let store = try open(schema: old)
            try store.transaction { _ = try store.insert(state, area: 1) }
        }
        let store = try open(schema: Schema(version: 2, kinds: Notes.schema.kinds))
        let ref = try #require(try store.find(recordID(1), kind: 1))
        #expect(try store.load(ref)?.state == state)
        try store.transaction { try store.update(ref, state, area: 1) }
        #expect(try store.load(ref)?.state == state)
        #expect(try store.connection.integer("SELECT amount FROM note") == .min)
    }
}
