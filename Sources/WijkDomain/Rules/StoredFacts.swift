public import SyncCore

/// Records as a replica shows them, for the rules: at the server what is folded, on a device with its own writes.
public struct StoredFacts: RecordFacts {
    let store: SQLiteStore
    /// The account behind an actor, or the name it goes by.
    let account: (Actor) throws -> String

    public init(_ store: SQLiteStore, account: @escaping (Actor) throws -> String) {
        self.store = store
        self.account = account
    }

    public func record(_ id: RecordID, kind: Kind) throws -> RecordValues? {
        guard let ref = try store.find(id, kind: kind.number), let stored = try store.load(ref), !stored.state.isEmpty,
            let area = try store.areas().first(where: { $0.number == stored.area })
        else { return nil }
        return RecordValues(id: id, kind: kind, area: area.code, values: stored.state.present(kind).values)
    }

    public func records(_ kind: Kind, referringTo id: RecordID, in field: String) throws -> [RecordValues] {
        var query = RecordQuery(kind)
        query.equal = [(field, .bytes(id.bytes))]
        return try list(query)
    }

    public func creator(of id: RecordID, kind: Kind) throws -> String? {
        guard let ref = try store.find(id, kind: kind.number) else { return nil }
        for row in try store.ownOps(of: ref) where try Op(decoding: row.op).creates {
            return try account(try store.actor(number: row.actor))
        }
        for entry in try store.entries(of: ref) where !entry.op.isEmpty {
            if try Op(decoding: entry.op).creates { return try account(try store.actor(number: entry.actor)) }
        }
        return nil
    }

    func list(_ query: RecordQuery) throws -> [RecordValues] {
        let codes = Dictionary(uniqueKeysWithValues: try store.areas().map { ($0.number, $0.code) })
        var found: [RecordValues] = []
        try store.list(query) { row in
            found.append(RecordValues(id: row.id, kind: query.kind, area: codes[row.area] ?? "", values: row.values))
            return true
        }
        return found
    }
}
