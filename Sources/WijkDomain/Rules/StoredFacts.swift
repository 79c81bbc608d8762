public import SyncCore

/// Records as a replica shows them, for the rules: at the server what is folded, on a device with its own writes.
public struct StoredFacts: RecordFacts {
    let store: SQLiteStore
    /// The account behind an actor, or the name it goes by.
    let account: (Actor) throws -> String
    /// The life under which the ops that are judged were written: it had its own earlier ops in sight.
    var incarnation: Incarnation?
    var today = ""

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

    public func settled(by op: Op, kind: Kind) throws -> [Conflict] {
        guard let ref = try store.find(op.record, kind: kind.number), var state = try store.load(ref)?.state else { return [] }
        let before = state.present(kind).conflicts
        if before.isEmpty { return [] }
        fold(op, into: &state)
        let after = state.present(kind).conflicts
        return before.filter { conflict in
            !after.contains { $0.cause == conflict.cause && $0.name == conflict.name && $0.key == conflict.key }
        }
    }

    public func replaces(_ field: String, by op: Op, kind: Kind) throws -> Bool {
        guard let number = kind.field(named: field)?.number, let ref = try store.find(op.record, kind: kind.number),
            var state = try store.load(ref)?.state
        else { return true }
        fold(op, into: &state)
        return state.register(number).count == 1
    }

    /// As it will be once the op is applied. One that is not dotted yet counts as the last of its life.
    private func fold(_ op: Op, into state: inout RecordState) {
        state.fold(op, dot: Dot(incarnation ?? Incarnation(ID128(high: 0, low: 0)), .max), position: 0)
    }

    public func grants(ofPersonNamed name: String, in code: String) throws -> [Writer.Grant] {
        try grants(in: code, "name", name)
    }

    /// The roles that hold today of whoever has this value in a field of the role.
    func grants(in code: String, _ field: String, _ value: String) throws -> [Writer.Grant] {
        guard let area = try store.area(WithheldArea.base(of: code)) else { return [] }
        var query = RecordQuery(PeopleKinds.role)
        query.areas = [area.number]
        query.equal = [(field, .text(value))]
        return try list(query).compactMap { record in
            let (from, to) = (record.text("valid_from"), record.text("valid_to"))
            guard from.isEmpty || from <= today, to.isEmpty || today <= to, let role = Role(rawValue: record.text("role")) else {
                return nil
            }
            return Writer.Grant(
                role: role, organisation: record.text("organisation"), isProcessOnly: record["process_only"] == .integer(1))
        }
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
