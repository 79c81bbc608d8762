/// A writable replica of some areas: every op of the feeds up to a cursor, and the own ops beyond it.
///
/// Time and randomness come from outside, so that a simulator can choose them. Belongs to one thread, like its store.
public final class Replica {
    public let store: any ReplicaStore
    /// Milliseconds since 1970 by this machine's clock; for display and ids, never for deciding (I7).
    public let now: () -> Int64
    let random: () -> UInt64
    var ids = RecordIDs()
    /// At a server: the incarnation that this process began.
    var ownLife: Incarnation?

    /// Opens the replica in the store; a store without one gets a new life, under a random incarnation.
    public init(_ store: any ReplicaStore, now: @escaping () -> Int64, random: @escaping () -> UInt64) throws {
        self.store = store
        self.now = now
        self.random = random
        if try store.reading({ try store.fact(.incarnation) }) == nil {
            try store.transaction {
                if try store.fact(.incarnation) != nil { return }
                let incarnation = Incarnation(ID128(high: random(), low: random()))
                try store.setFact(.incarnation, incarnation.bytes)
                _ = try store.actor(incarnation)
                ownLife = incarnation
            }
        }
    }

    public var schema: Schema { store.schema }

    /// The actor under whose incarnation this replica writes.
    public func own() throws -> Actor {
        guard let bytes = try store.fact(.incarnation), let incarnation = Incarnation(bytes: bytes) else {
            throw SyncError("storage.damaged", "The replica has lost its identity.", hint: "Export its work and enrol again.", status: 500)
        }
        return try store.actor(incarnation)
    }

    /// The last k this life wrote.
    public func written() throws -> UInt64 { Self.number(try store.fact(.written)) }

    public func epoch() throws -> Epoch? { try store.fact(.epoch).flatMap { Epoch(bytes: $0) } }

    static func number(_ bytes: [UInt8]?) -> UInt64 { (bytes ?? []).reduce(0) { $0 << 8 | UInt64($1) } }

    public func newRecordID() -> RecordID { ids.next(now: now(), random: random) }

    /// The area's state; an area that this replica has not heard of is added, with nothing in it.
    public func ensureArea(_ code: String, name: String = "") throws -> AreaState {
        if let known = try store.area(code) { return known }
        return try store.save(AreaState(code: code, name: name.isEmpty ? code : name))
    }
}
