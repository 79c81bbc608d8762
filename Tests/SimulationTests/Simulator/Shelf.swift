import FoundationEssentials

@testable import SyncCore

/// Where the replicas of one history lie, and what people do to their files: keep them, copy them, put them back.
protocol Shelf: AnyObject {
    func store(_ schema: Schema) throws -> any ReplicaStore
    /// All that a store holds now.
    func keep(_ store: any ReplicaStore) throws -> Kept
    /// A store that holds what was kept; the kept state stays as it is.
    func open(_ kept: Kept, schema: Schema) throws -> any ReplicaStore
}

/// A replica's files as they were at one moment.
enum Kept {
    case state(MemoryStore.State)
    case file(String)
}

final class MemoryShelf: Shelf {
    func store(_ schema: Schema) -> any ReplicaStore { MemoryStore(schema: schema) }

    func keep(_ store: any ReplicaStore) -> Kept { .state((store as! MemoryStore).state) }

    func open(_ kept: Kept, schema: Schema) throws -> any ReplicaStore {
        guard case .state(let state) = kept else { throw World.Broken(description: "kept elsewhere") }
        let store = MemoryStore(schema: schema)
        store.state = state
        return store
    }
}

/// SQLite's own: databases in memory, until one is put back or copied, which is then a file.
final class SQLiteShelf: Shelf {
    private let folder: String
    private var count = 0

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "wijk-simulation-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func store(_ schema: Schema) throws -> any ReplicaStore { try SQLiteStore(path: ":memory:", schema: schema, access: .create) }

    func keep(_ store: any ReplicaStore) throws -> Kept {
        let path = next()
        try (store as! SQLiteStore).connection.backup(to: path)
        return .file(path)
    }

    func open(_ kept: Kept, schema: Schema) throws -> any ReplicaStore {
        guard case .file(let path) = kept else { throw World.Broken(description: "kept elsewhere") }
        let copy = next()
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        let store = try SQLiteStore(path: copy, schema: schema, access: .readWrite)
        // Nothing pulls the plug on a simulation.
        try store.connection.execute("PRAGMA synchronous=OFF")
        return store
    }

    private func next() -> String {
        count += 1
        return "\(folder)/\(count).wijk"
    }
}
