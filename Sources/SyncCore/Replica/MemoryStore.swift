/// A store in memory, for the simulator and for tests. Its whole state is one value, so a transaction that throws, or a
/// crash that a test makes, is undone by putting the old value back.
public final class MemoryStore: ReplicaStore {
    struct State: Equatable {
        var facts: [Fact: [UInt8]] = [:]
        var actors: [Actor] = []
        var chainPoints: [Dot: [UInt8]] = [:]
        var areas: [AreaState] = []
        var records: [RecordRef: Row] = [:]
        var index: [Key: RecordRef] = [:]
        var order: [RecordRef] = []
        var nextRow: Int64 = 1
        var overlays: [RecordRef: StoredRecord] = [:]
        var feeds: [Int: [FeedEntry]] = [:]
        var positions: [Place: FeedPlace] = [:]
        var vectors: [Int: [Int: UInt64]] = [:]
        var own: [OwnOp] = []
        var verdicts: [RefusedOp] = []
        var redotted: [Redotted: Dot] = [:]
        var acknowledged: [Int: [Int: UInt64]] = [:]
        var standings: [Int: Standing] = [:]
        var marks: [Int: [FeedMark]] = [:]
        var settled: [Place: UInt64] = [:]
        var stale: [RecordRef: Int] = [:]
    }

    struct Row: Equatable {
        var area: Int
        var state: RecordState
    }

    struct Key: Hashable {
        let id: RecordID
        let kind: UInt32
    }

    struct Redotted: Hashable {
        let first: Dot
        let identity: [UInt8]
    }

    struct FeedPlace: Equatable {
        let area: Int
        let position: UInt64
    }

    struct Place: Hashable {
        let actor: Int
        let k: UInt64
    }

    public let schema: Schema
    var state = State()

    public init(schema: Schema) { self.schema = schema }

    public func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        let before = state
        do { return try body() } catch {
            state = before
            throw error
        }
    }

    public func reading<Result>(_ body: () throws -> Result) throws -> Result { try body() }

    public func fact(_ name: Fact) -> [UInt8]? { state.facts[name] }

    public func setFact(_ name: Fact, _ value: [UInt8]?) { state.facts[name] = value }

    public func findActor(_ incarnation: Incarnation) -> Actor? { state.actors.first { $0.incarnation == incarnation } }

    public func actor(_ incarnation: Incarnation) -> Actor {
        if let known = findActor(incarnation) { return known }
        let actor = Actor(number: state.actors.count + 1, incarnation: incarnation)
        state.actors.append(actor)
        return actor
    }

    public func actors() -> [Actor] { state.actors }

    public func actor(number: Int) -> Actor { state.actors[number - 1] }

    public func save(_ actor: Actor) { state.actors[actor.number - 1] = actor }

    public func addChainPoint(actor: Int, _ chain: Chain) {
        state.chainPoints[Dot(state.actors[actor - 1].incarnation, chain.k)] = chain.hash
    }

    public func chainPoint(actor: Int, k: UInt64) -> [UInt8]? { state.chainPoints[Dot(state.actors[actor - 1].incarnation, k)] }

    public func areas() -> [AreaState] { state.areas }

    public func area(_ code: String) -> AreaState? { state.areas.first { $0.code == code } }

    @discardableResult public func save(_ area: AreaState) -> AreaState {
        var area = area
        if area.number == 0 {
            area.number = state.areas.count + 1
            state.areas.append(area)
        } else {
            state.areas[area.number - 1] = area
        }
        return area
    }

    public func kindNumbers() -> [UInt32] { Set(schema.kinds.map(\.number) + state.order.map(\.kind)).sorted() }

    public func find(_ id: RecordID, kind: UInt32) -> RecordRef? { state.index[Key(id: id, kind: kind)] }

    public func load(_ ref: RecordRef) -> StoredRecord? {
        state.records[ref].map { StoredRecord(area: $0.area, state: $0.state) }
    }

    public func loadOrigins(_ ref: RecordRef) -> StoredOrigins? {
        state.records[ref].map { StoredOrigins(area: $0.area, id: $0.state.id, origins: $0.state.origins) }
    }

    public func insert(_ record: RecordState, area: Int) -> RecordRef {
        let ref = RecordRef(kind: record.kind, row: state.nextRow)
        state.nextRow += 1
        state.records[ref] = Row(area: area, state: record)
        state.index[Key(id: record.id, kind: record.kind)] = ref
        state.order.append(ref)
        return ref
    }

    public func update(_ ref: RecordRef, _ record: RecordState, area: Int) {
        state.records[ref] = Row(area: area, state: record)
    }

    public func records(area: Int, after ref: RecordRef?, _ body: (RecordRef, RecordState) throws -> Bool) throws {
        for next in state.order.sorted() {
            if let ref, next <= ref { continue }
            guard let row = state.records[next], row.area == area else { continue }
            if try !body(next, row.state) { return }
        }
    }

    public func conflicts(area: Int?) -> [RecordRef] {
        state.order.filter { ref in
            guard let row = state.records[ref], area == nil || row.area == area, let kind = schema.kind(ref.kind) else { return false }
            return !row.state.present(kind).conflicts.isEmpty
        }
    }

    public func overlay(_ ref: RecordRef) -> StoredRecord? { state.overlays[ref] }

    public func setOverlay(_ ref: RecordRef, _ record: StoredRecord?) { state.overlays[ref] = record }

    public func overlaid(area: Int) -> [RecordRef] { state.overlays.filter { $0.value.area == area }.keys.sorted() }

    public func appendFeed(_ entry: FeedEntry) { state.feeds[entry.area, default: []].append(entry) }

    public func feed(area: Int, after position: UInt64, skipping actor: Int?, _ body: (FeedEntry) throws -> Bool) throws {
        for entry in state.feeds[area] ?? [] where entry.position > position {
            if try !body(entry) { return }
        }
    }

    public func extendRun(area: Int, position: UInt64, actor: Int, k: UInt64) {
        state.positions[Place(actor: actor, k: k)] = FeedPlace(area: area, position: position)
        state.vectors[area, default: [:]][actor] = max(k, state.vectors[area]?[actor] ?? 0)
    }

    public func position(actor: Int, k: UInt64) -> UInt64? { state.positions[Place(actor: actor, k: k)]?.position }

    public func area(actor: Int, k: UInt64) -> Int? { state.positions[Place(actor: actor, k: k)]?.area }

    public func vector(area: Int) -> [Int: UInt64] { state.vectors[area] ?? [:] }

    public func op(actor: Int, k: UInt64) -> [UInt8]? {
        let fed = state.feeds.values.lazy.flatMap { $0 }.first { $0.actor == actor && $0.k == k && !$0.op.isEmpty }?.op
        let kept = state.verdicts.first { $0.actor == actor && $0.verdict.k == k }.flatMap { $0.op.isEmpty ? nil : $0.op }
        return fed ?? kept ?? state.own.first { $0.actor == actor && $0.k == k }?.op
    }

    public func appendOwn(_ op: OwnOp) { state.own.append(op) }

    public func setContext(_ context: [UInt8], ofOwn k: UInt64, actor: Int) {
        for index in state.own.indices where state.own[index].actor == actor && state.own[index].k == k {
            state.own[index].context = context
        }
    }

    public func ownOps(after k: UInt64, actor: Int, _ body: (OwnOp) throws -> Bool) throws {
        for op in state.own where op.actor == actor && op.k > k {
            if try !body(op) { return }
        }
    }

    public func ownOps(of ref: RecordRef) -> [OwnOp] { state.own.filter { $0.record == ref } }

    public func entries(of ref: RecordRef) -> [FeedEntry] {
        state.feeds.keys.sorted().flatMap { state.feeds[$0] ?? [] }.filter { $0.record == ref }
    }

    public func saveRedotted(first: Dot, identity: [UInt8], as dot: Dot) {
        state.redotted[Redotted(first: first, identity: identity)] = dot
    }

    public func redotted(first: Dot, identity: [UInt8]) -> Dot? { state.redotted[Redotted(first: first, identity: identity)] }

    public func hasRedotted(of incarnation: Incarnation) -> Bool { state.redotted.keys.contains { $0.first.incarnation == incarnation } }

    public func save(_ verdict: Verdict, actor: Int, op: [UInt8]?) {
        state.verdicts.removeAll { $0.actor == actor && $0.verdict.k == verdict.k }
        state.verdicts.append(RefusedOp(actor: actor, verdict: verdict, op: op ?? []))
    }

    public func verdict(actor: Int, k: UInt64) -> Verdict? { state.verdicts.first { $0.actor == actor && $0.verdict.k == k }?.verdict }

    public func verdicts(actor: Int?, after k: UInt64) -> [RefusedOp] {
        state.verdicts.filter { (actor == nil || $0.actor == actor) && $0.verdict.k > k }
    }
}
