@testable import SyncCore
@testable import WijkDomain

/// Databases in memory, used again: to make the tables of all kinds takes twenty times as long as a history.
final class Shelf {
    private struct Emptied: Error {}

    private var free: [SQLiteStore] = []
    private let tables: [String]

    init() throws {
        let store = try SQLiteStore(path: ":memory:", schema: Wijk.schema, access: .create)
        let statement = try store.connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        var names: [String] = []
        while try statement.step() { names.append(statement.text(0)) }
        tables = names
        free = [store]
    }

    func take() throws -> SQLiteStore {
        if let store = free.popLast() { return store }
        return try SQLiteStore(path: ":memory:", schema: Wijk.schema, access: .create)
    }

    func giveBack(_ store: SQLiteStore) throws {
        try store.transaction { for table in tables { try store.connection.execute("DELETE FROM \"\(table)\"") } }
        // What the store remembers goes with a transaction that is given up.
        do { try store.transaction { throw Emptied() } } catch is Emptied {}
        free.append(store)
    }
}
