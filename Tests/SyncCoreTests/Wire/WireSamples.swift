@testable import SyncCore

/// Seeded random messages that use every field of the wire format.
struct WireSamples {
    var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func number() -> UInt64 { random.percent(50) ? UInt64(random.below(200)) : random.next() & Dot.maximum }

    mutating func signed() -> Int64 {
        random.percent(20) ? random.pick([.min, .max, 0, -1, 1]) : Int64(bitPattern: random.next()) >> Int64(random.below(64))
    }

    mutating func id() -> ID128 { .random(using: &random) }

    mutating func text(_ maximum: Int = 40) -> String {
        String(
            (0..<random.below(maximum / 4 + 1)).map { _ in
                random.pick(["a", "\u{E9}", "\n", "\0", "\u{1F469}", "e\u{301}", " ", "\u{FFFD}"])
            }.joined())
    }

    mutating func value() -> Value {
        switch random.below(4) {
        case 0: .null
        case 1: .integer(signed())
        case 2: .text(text())
        default: .bytes(random.bytes(random.below(20)))
        }
    }

    mutating func context() -> Context {
        var context = Context(seen: number())
        for _ in 0..<random.below(3) { context.vector.insert(Dot(Incarnation(id()), UInt64(1 + random.below(4)))) }
        return context
    }

    mutating func registers() -> [Op.FieldWrite] {
        var keys: Set<[String]> = []
        var writes: [Op.FieldWrite] = []
        for _ in 0..<(1 + random.below(6)) {
            let field = random.percent(80) ? UInt32(1 + random.below(20)) : UInt32(truncatingIfNeeded: 1 + random.next() >> 40)
            let key = random.percent(80) ? "" : "k\(random.below(3_000))"
            if keys.insert([String(field), key]).inserted { writes.append(Op.FieldWrite(field, key: key, value())) }
        }
        return writes.sorted { ($0.field, $0.key) < ($1.field, $1.key) }
    }

    mutating func op() -> Op {
        var op = Op(record: RecordID(id()), kind: UInt32(1 + random.below(9)), area: "WK\(random.below(1_000))", writes: registers())
        if random.percent(70) { op.context = context() }
        op.deviceTime = signed()
        op.size = random.percent(50) ? 1 : UInt32(1 + random.below(1_000))
        op.index = UInt32(random.below(Int(op.size)))
        op.author = random.percent(70) ? "" : text()
        op.creates = random.percent(50)
        op.note = random.percent(70) ? "" : text()
        if random.percent(10) {
            op.identity = random.bytes(32)
            op.first = Dot(Incarnation(id()), 1 + number() % 1_000)
        }
        op.toArea = random.percent(90) ? "" : "B"
        op.missed = random.percent(90) ? [] : (1...3).map { UInt32($0 * (1 + random.below(40))) }
        return op
    }

    mutating func record() -> RecordState {
        var state = RecordState(id: RecordID(id()), kind: UInt32(1 + random.below(9)))
        var position: UInt64 = 0
        for _ in 0..<(1 + random.below(4)) {
            position += UInt64(1 + random.below(9))
            var op = Op(record: state.id, kind: state.kind, area: "A", writes: registers())
            op.context = context()
            op.context.seen = UInt64(random.below(Int(position)))
            op.deviceTime = signed()
            state.fold(op, dot: Dot(Incarnation(id()), 1 + number() % Dot.maximum), position: position)
        }
        state.moves = random.percent(70) ? 0 : number()
        state.missed = state.origins.indices.filter { _ in random.percent(30) }.map {
            RecordState.Missed(origin: $0, field: UInt32(1 + random.below(300)))
        }
        return state
    }

    mutating func request() -> SyncRequest {
        var request = SyncRequest(
            epoch: random.percent(20) ? nil : Epoch(id()), incarnation: Incarnation(id()), base: number(), baseHash: random.bytes(32),
            written: number())
        request.ops = (0..<random.below(4)).map { _ in op().encode() }
        request.areas = (0..<random.below(5)).map { cursor($0) }
        if random.percent(20) { request.handIn = handIn() }
        request.deviceTime = signed()
        request.schema = UInt32(random.below(1_000))
        request.pageBytes = number()
        request.isInquiry = random.percent(20)
        request.inquiry = (0..<random.below(3)).map { index in
            var asked = InquiredOp(k: UInt64(index), identity: random.bytes(32), first: Dot(Incarnation(id()), 1 + number() % 1_000))
            asked.place = random.bytes(random.below(2) * 32)
            return asked
        }
        if random.percent(20) { request.receipt = receiptQuestion() }
        return request
    }

    private mutating func cursor(_ index: Int) -> AreaCursor {
        var cursor = AreaCursor(area: "A\(index)", want: want())
        cursor.check = random.bytes(random.below(2) * 8)
        if random.percent(20) { cursor.anchor = FeedCheck(position: number(), check: random.bytes(8)) }
        cursor.marks = (0..<random.below(3)).map { _ in FeedCheck(position: number(), check: random.bytes(8)) }
        return cursor
    }

    private mutating func handIn() -> HandIn {
        var handIn = HandIn(area: "A")
        handIn.common = number()
        handIn.check = random.bytes(8)
        if random.percent(50) { handIn.proof = HeadProof(epoch: Epoch(id()), position: number(), signature: random.bytes(64)) }
        handIn.actors = (0..<random.below(3)).map { _ in ActorName(incarnation: Incarnation(id()), device: text(), person: text()) }
        handIn.items = (0..<random.below(4)).map { _ in
            var item = HandedOp(dot: Dot(Incarnation(id()), 1 + number() % 1_000), position: number(), op: op().encode())
            item.isPartial = random.percent(30)
            item.past = (0..<random.below(3)).map { _ in PastOp(first: Dot(Incarnation(id()), 1 + number() % 9), deviceTime: signed()) }
            if random.percent(20) {
                item.verdict = Verdict(k: 1 + number() % 1_000, code: text(), detail: text(), decider: text(), decidedAt: signed())
            }
            return item
        }
        return handIn
    }

    private mutating func lifeEnd() -> LifeEnd {
        LifeEnd(incarnation: Incarnation(id()), k: number(), hash: random.bytes(32), refused: number())
    }

    private mutating func receiptQuestion() -> ReceiptQuestion {
        var question = ReceiptQuestion(nonce: random.bytes(16))
        question.lives = (0..<random.below(3)).map { _ in lifeEnd() }
        question.ops = (0..<random.below(3)).map {
            InquiredOp(k: UInt64($0 + 1), identity: random.bytes(32), first: Dot(Incarnation(id()), 1))
        }
        question.areas = (0..<random.below(3)).map { "A\($0)" }
        return question
    }

    mutating func statement() -> ReceiptStatement {
        var statement = ReceiptStatement(epoch: Epoch(id()))
        statement.nonce = random.bytes(16)
        (statement.device, statement.time) = (text(), signed())
        statement.lives = (0..<random.below(3)).map { _ in lifeEnd() }
        statement.ops = (0..<random.below(3)).map { _ in random.bytes(32) }
        statement.areas = (0..<random.below(3)).map {
            AreaEnd(code: "A\($0)", position: number(), chain: random.bytes(32), digest: random.bytes(32))
        }
        return statement
    }

    private mutating func want() -> AreaCursor.Want {
        switch random.below(5) {
        case 0: .seed
        case 1: .resume(random.bytes(random.below(17)))
        case 2: .feed(number())
        case 3: .probe(number())
        default: .buckets(number(), random.bytes(random.below(9)))
        }
    }

    mutating func reply() -> SyncReply {
        var reply = SyncReply(epoch: Epoch(id()))
        reply.acknowledged = number()
        reply.acknowledgedHash = random.bytes(32)
        reply.verdicts = (0..<random.below(3)).map { _ in
            Verdict(k: 1 + number() % 1_000, code: text(), detail: text(), decider: text(), decidedAt: signed())
        }
        reply.areas = (0..<random.below(4)).map { page($0) }
        reply.actors = (0..<random.below(3)).map { _ in ActorName(incarnation: Incarnation(id()), device: text(), person: text()) }
        reply.serverTime = signed()
        if random.percent(20) {
            var fork = Fork()
            (fork.common, fork.head) = (number(), number())
            fork.headHash = random.bytes(random.below(2) * 32)
            for index in 0..<3 {
                fork.known[index] = KnownOp(Dot(Incarnation(id()), 1 + number() % 1_000), area: "WK034401", position: 1 + number() % 1_000)
            }
            reply.fork = fork
        }
        reply.renews = random.percent(20)
        if random.percent(20) {
            let head = FeedMark(position: number(), chain: FeedChain(hash: random.bytes(32)))
            var standing = AreaStanding(area: "S", head: random.percent(70) ? head : nil)
            standing.common = random.percent(50) ? nil : UInt64(random.below(1_000))
            standing.isAnchored = random.percent(50)
            standing.isClosed = random.percent(50)
            reply.standings = [standing]
            reply.placed = [Dot(Incarnation(id()), 1 + number() % 1_000)]
        }
        if random.percent(20) { reply.receipt = Receipt(statement: statement().encode(), signature: random.bytes(64)) }
        reply.granted = (0..<random.below(3)).map { GrantedArea(code: "G\($0)", name: text()) }
        return reply
    }

    private mutating func entry(of dot: Dot) -> AreaPage.Entry {
        switch random.below(8) {
        case 0: .own(k: 1 + number() % 1_000, count: UInt64(1 + random.below(9)))
        case 1: .late(dot, random.percent(50) ? [] : op().encode(), context: random.percent(30) ? [] : context().encode())
        case 2: .left(Departure(id: RecordID(id()), kind: UInt32(1 + random.below(9)), moves: 1 + number() % 1_000).encode())
        case 3: .entered(dot, random.percent(50) ? [] : op().encode(), record: WholeRecord.encode(moved()), own: number())
        case 4: .entered(nil, [], record: WholeRecord.encode(moved()), own: number())
        default: .op(dot, op().encode())
        }
    }

    /// A record that has moved.
    mutating func moved() -> RecordState { record().entering(at: 1 + number() % 1_000, moves: 1 + number() % 1_000) }

    private mutating func page(_ index: Int) -> AreaPage {
        var page = AreaPage(area: "A\(index)")
        page.name = text()
        page.from = UInt64(random.below(100))
        page.to = page.from + UInt64(random.below(100))
        page.head = page.to + UInt64(random.below(100))
        let lives = (0..<3).map { _ in Incarnation(id()) }
        page.entries = (0..<random.below(9)).map { _ in entry(of: Dot(random.pick(lives), 1 + number() % 1_000)) }
        page.records = (0..<random.below(4)).map { _ in record() }
        page.isSnapshot = random.percent(30)
        page.resume = random.bytes(random.below(3) * 8)
        page.own = number()
        page.marks = (0..<random.below(3)).map { _ in FeedMark(position: number(), chain: FeedChain(hash: random.bytes(32))) }
        if random.percent(50) { page.digest = Digest(bytes: random.bytes(32)) }
        page.chain = random.bytes(random.below(2) * 32)
        page.signature = random.bytes(random.below(2) * 64)
        if random.percent(20) { page.bucketSums = (0..<256).map { _ in Digest(bytes: random.bytes(32))! } }
        page.buckets = random.bytes(random.below(5))
        page.isClosed = random.percent(20)
        return page
    }
}
