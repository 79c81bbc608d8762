import Testing

@testable import SyncCore

/// A transaction that SQLite undid by itself.
@Suite struct UndoneTransactionTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// SQLite undoes a whole transaction by itself when the disk is full in the middle of it.
    @Test func `nothing is stored after the database has undone the transaction by itself`() throws {
        let store = try SQLiteStore(path: folder.file("r"), schema: Notes.schema, access: .create)
        _ = try store.transaction { try store.save(AreaState(code: "A", name: "A")) }
        var after: UInt64?
        let code = refusal {
            try store.transaction { () throws -> Void in
                try? store.savepoint { () throws -> Void in
                    var area = AreaState(number: 1, code: "A", name: "A")
                    area.position = 7
                    try store.save(area)
                    try store.connection.execute("ROLLBACK")
                    throw Undone()
                }
                after = try store.area("A")?.position
                try? store.savepoint { try store.setFact(.enrolment, [7]) }
            }
        }
        #expect(code != nil)
        #expect(after == 0, "what was cached is gone with the transaction")
        #expect(try store.fact(.enrolment) == nil)
    }
}
