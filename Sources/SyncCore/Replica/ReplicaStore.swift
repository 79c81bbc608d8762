/// Where a replica keeps its state. Client and server use the same one; every implementation passes the same conformance
/// suite (`StoreContract` in the tests). It stores and finds; it decides nothing.
///
/// Not `Sendable`: a store belongs to one thread, or to one executor.
public protocol ReplicaStore: AnyObject {
    var schema: Schema { get }

    /// Runs the body in one write transaction: all of it becomes durable, or, when it throws, none of it.
    func transaction<Result>(_ body: () throws -> Result) throws -> Result
    /// Runs the body on one unchanging state, beside writers.
    func reading<Result>(_ body: () throws -> Result) throws -> Result

    func fact(_ name: Fact) throws -> [UInt8]?
    func setFact(_ name: Fact, _ value: [UInt8]?) throws

    /// The actor with this incarnation, added when it is new.
    func actor(_ incarnation: Incarnation) throws -> Actor
    func findActor(_ incarnation: Incarnation) throws -> Actor?
    func actor(number: Int) throws -> Actor
    func actors() throws -> [Actor]
    func save(_ actor: Actor) throws
    /// Remembers the chain at the end of a push, so that a device that missed the answer can be recognised.
    func addChainPoint(actor: Int, _ chain: Chain) throws
    func chainPoint(actor: Int, k: UInt64) throws -> [UInt8]?

    func areas() throws -> [AreaState]
    func area(_ code: String) throws -> AreaState?
    /// Stores the state; `number` 0 adds the area. Returns it as stored.
    @discardableResult func save(_ area: AreaState) throws -> AreaState

    /// The kinds it knows or holds records of, ascending.
    func kindNumbers() throws -> [UInt32]
    func find(_ id: RecordID, kind: UInt32) throws -> RecordRef?
    func load(_ ref: RecordRef) throws -> StoredRecord?
    /// The area and the origins alone: what tells whether own ops are still outside the feed.
    func loadOrigins(_ ref: RecordRef) throws -> StoredOrigins?
    func insert(_ state: RecordState, area: Int) throws -> RecordRef
    /// Area 0 takes a record out of every area: nothing shows it, but what refers to it still can.
    func update(_ ref: RecordRef, _ state: RecordState, area: Int) throws
    /// The area's records after `ref`, in the order in which this store numbered them, until the body returns false.
    func records(area: Int, after ref: RecordRef?, _ body: (RecordRef, RecordState) throws -> Bool) throws
    /// Records that a person must look at, of all areas when none is named.
    func conflicts(area: Int?) throws -> [RecordRef]

    /// The folded state of a record that shows own ops from beyond the feed, and the area where that has it.
    func overlay(_ ref: RecordRef) throws -> StoredRecord?
    func setOverlay(_ ref: RecordRef, _ state: StoredRecord?) throws
    /// The records whose folded state is in an area, and that are shown elsewhere or with more.
    func overlaid(area: Int) throws -> [RecordRef]

    func appendFeed(_ entry: FeedEntry) throws
    /// The area's entries after a position, in order, until the body returns false. The bytes of ops of `skipping` are left
    /// out, for a reader that has them.
    func feed(area: Int, after position: UInt64, skipping actor: Int?, _ body: (FeedEntry) throws -> Bool) throws
    /// Says that op (actor, k) stands at this position; neighbours make one run.
    func extendRun(area: Int, position: UInt64, actor: Int, k: UInt64) throws
    /// Where an op stands in its area's feed; `nil` when this replica has not folded it.
    func position(actor: Int, k: UInt64) throws -> UInt64?
    /// In which area's feed it stands there.
    func area(actor: Int, k: UInt64) throws -> Int?
    /// The highest k of each actor in the area's feed.
    func vector(area: Int) throws -> [Int: UInt64]

    /// The bytes of an op wherever they lie: in a feed, in the quarantine, or among the own ones.
    func op(actor: Int, k: UInt64) throws -> [UInt8]?

    func appendOwn(_ op: OwnOp) throws
    /// Writes out what the writer of an own op had seen, in place of what its bytes say (a `Context`).
    func setContext(_ context: [UInt8], ofOwn k: UInt64, actor: Int) throws
    func ownOps(after k: UInt64, actor: Int, _ body: (OwnOp) throws -> Bool) throws
    func ownOps(of ref: RecordRef) throws -> [OwnOp]
    func entries(of ref: RecordRef) throws -> [FeedEntry]

    /// Remembers under which dot an op stands that was first written under another.
    func saveRedotted(first: Dot, identity: [UInt8], as dot: Dot) throws
    func redotted(first: Dot, identity: [UInt8]) throws -> Dot?
    /// Whether any op that was first written under this incarnation stands under another dot.
    func hasRedotted(of incarnation: Incarnation) throws -> Bool

    /// The stretches of ops in an area's feed after a position, by position.
    func runs(area: Int, after position: UInt64) throws -> [Run]

    /// The feed's chain at a position, kept every so often so that it can be computed anywhere in between.
    func addFeedMark(area: Int, _ mark: FeedMark) throws
    func feedMark(area: Int, atOrBefore position: UInt64) throws -> FeedMark?

    /// Own ops of an actor in an area up to this k are in a snapshot, or handed in: they are not shown over what the feed says.
    func settle(area: Int, actor: Int, through k: UInt64) throws
    func settled(area: Int, actor: Int) throws -> UInt64

    /// Forgets the area's feed and where ops stand in it, and marks all its records as stale: shown, until the server's come.
    func leaveBranch(area: Int) throws
    func isStale(_ ref: RecordRef) throws -> Bool
    func clearStale(_ ref: RecordRef) throws
    func staleRecords(area: Int) throws -> [RecordRef]

    func save(_ verdict: Verdict, actor: Int, op: [UInt8]?) throws
    func verdict(actor: Int, k: UInt64) throws -> Verdict?
    func verdicts(actor: Int?, after k: UInt64) throws -> [RefusedOp]

    /// How far an incarnation had folded an area when it last spoke; `nil` takes the note away.
    func acknowledge(actor: Int, area: Int, position: UInt64?) throws
    /// The same, of all that are noted, by actor.
    func acknowledgements(area: Int) throws -> [Int: UInt64]
    func standing(actor: Int) throws -> Standing
    func save(_ standing: Standing, actor: Int) throws

    /// Takes out everything of an area: its feed, which ops stand where, its vector and records. A record that own ops or
    /// another feed refer to stays, empty and in no area; the area's own state is left to the caller.
    ///
    /// - Returns: how many records it had.
    @discardableResult func dropArea(_ number: Int) throws -> Int
}

/// Small facts of a replica, one value each.
public enum Fact: String, Sendable, CaseIterable {
    /// The incarnation this replica writes under.
    case incarnation
    /// The last k it wrote (8 bytes).
    case written
    /// Own ops were given new dots without asking the server which of them it has (1 byte); absent otherwise.
    case unasked
    case epoch
    /// What the device remembers of its server and person (JSON).
    case enrolment
    /// When the last complete sync ended, and the skew then measured (JSON).
    case lastSync
    /// The server's public signing key (32 bytes).
    case serverKey
    /// At a server: which municipality and area set it is for (JSON).
    case profile
    /// At a server: the epochs so far and where they began (`EpochHistory`).
    case epochs
}

/// Who writes under an incarnation, and how far its chain is known: accepted (server) or acknowledged (device).
public struct Actor: Sendable, Equatable {
    public let number: Int
    public let incarnation: Incarnation
    public var chain: Chain
    public var device = ""
    public var person = ""

    public init(number: Int, incarnation: Incarnation) {
        self.number = number
        self.incarnation = incarnation
        chain = Chain(start: incarnation)
    }
}
