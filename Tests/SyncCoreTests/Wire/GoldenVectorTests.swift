import Testing

@testable import SyncCore

/// Bytes that every version must read and write for ever. Made once by this code; the messages were read back with `protoc --decode`
/// and docs/sync.proto.
@Suite struct GoldenVectorTests {
    /// A record id, two lives and an epoch that can be recognised in the bytes.
    static let record = RecordID(ID128(high: 0x0192_0000_1111_7222, low: 0x8333_4444_5555_6666))
    static let alice = Incarnation(ID128(high: 0xaaaa_aaaa_aaaa_aaaa, low: 0xaaaa_aaaa_aaaa_aaaa))
    static let bob = Incarnation(ID128(high: 0xbbbb_bbbb_bbbb_bbbb, low: 0xbbbb_bbbb_bbbb_bbbb))
    static let epoch = Epoch(ID128(high: 0xeeee_eeee_eeee_eeee, low: 0xeeee_eeee_eeee_eeee))

    static var create: Op {
        var op = Op(
            record: record, kind: 1, area: "WK0307",
            writes: [
                Op.FieldWrite(2, .text("Stoeptegel \u{E9}")), Op.FieldWrite(3, .null), Op.FieldWrite(6, .integer(-150)),
                Op.FieldWrite(9, key: "2026", .integer(1)), Op.FieldWrite(12, .bytes([0, 255])), Op.FieldWrite(13, .text("")),
            ])
        op.deviceTime = 1_764_000_000_000
        op.size = 2
        op.author = "fatima"
        op.creates = true
        return op
    }

    static var edit: Op {
        var op = Op(record: record, kind: 1, area: "WK0307", writes: [Op.FieldWrite(2, .text("Tegel"))])
        op.context.seen = 300
        op.context.vector.include(through: Dot(alice, 2))
        op.context.vector.insert(Dot(bob, 9))
        op.index = 1
        op.size = 2
        op.identity = Array(repeating: 0x55, count: 32)
        op.first = Dot(alice, 3)
        op.toArea = "WK0308"
        return op
    }

    /// Nothing but a move, by who had seen all of it but Alice's title.
    static var move: Op {
        var op = Op(record: record, kind: 1, area: "WK0307", writes: [])
        op.context.seen = 2
        op.toArea = "WK0308"
        return op
    }

    /// Alice made it, then she and Bob changed the title at the same time.
    static var state: RecordState {
        var state = RecordState(id: record, kind: 1)
        state.fold(create, dot: Dot(bob, 1), position: 1)
        var second = Op(record: record, kind: 1, area: "WK0307", writes: [Op.FieldWrite(2, .text("B"))])
        second.context.seen = 1
        state.fold(second, dot: Dot(bob, 2), position: 2)
        var third = second
        third.writes = [Op.FieldWrite(2, .text("A"))]
        state.fold(third, dot: Dot(alice, 7), position: 3)
        return state
    }

    static var request: SyncRequest {
        var request = SyncRequest(epoch: epoch, incarnation: alice, base: 300, baseHash: Array(repeating: 0x11, count: 32), written: 302)
        request.ops = [[1, 2], [3]]
        request.areas = [
            AreaCursor(area: "A", want: .feed(7)), AreaCursor(area: "B", want: .seed), AreaCursor(area: "C", want: .resume([9])),
            AreaCursor(area: "D", want: .probe(5)), AreaCursor(area: "E", want: .buckets(5, [0, 255])),
        ]
        request.deviceTime = -1
        request.schema = 4
        request.pageBytes = 65_536
        return request
    }

    static var reply: SyncReply {
        var reply = SyncReply(epoch: epoch)
        reply.acknowledged = 302
        reply.acknowledgedHash = Array(repeating: 0x22, count: 32)
        reply.verdicts = [Verdict(k: 301, code: "schema.range", detail: "amount", decider: "server", decidedAt: 5)]
        var feed = AreaPage(area: "A")
        (feed.from, feed.to, feed.head) = (7, 10, 10)
        feed.entries = [.op(Dot(bob, 4), [1, 2]), .own(k: 300, count: 2)]
        feed.digest = Hash.digest(of: [])
        feed.chain = Array(repeating: 0x33, count: 32)
        feed.signature = Array(repeating: 0x44, count: 64)
        var snapshot = AreaPage(area: "B")
        (snapshot.to, snapshot.head, snapshot.own) = (3, 4, 2)
        snapshot.isSnapshot = true
        snapshot.name = "Boven"
        snapshot.records = [state]
        snapshot.resume = [8]
        var closed = AreaPage(area: "C")
        closed.isClosed = true
        reply.areas = [feed, snapshot, closed]
        reply.actors = [ActorName(incarnation: bob, device: "tablet", person: "bob")]
        reply.serverTime = 1
        reply.granted = [GrantedArea(code: "F", name: "Foxhol")]
        return reply
    }

    @Test func `the bytes of an op`() throws {
        #expect(Hex.encode(Self.create.encode()) == Golden.create)
        #expect(Hex.encode(Self.edit.encode()) == Golden.edit)
        #expect(try Op(decoding: #require(Hex.decode(Golden.create))) == Self.create)
        #expect(try Op(decoding: #require(Hex.decode(Golden.edit))) == Self.edit)
    }

    @Test func `the bytes of a request and of a reply`() throws {
        #expect(Hex.encode(Self.request.encode()) == Golden.request)
        #expect(Hex.encode(Self.reply.encode()) == Golden.reply)
        #expect(try SyncRequest(decoding: #require(Hex.decode(Golden.request))) == Self.request)
        #expect(try SyncReply(decoding: #require(Hex.decode(Golden.reply))) == Self.reply)
    }

    @Test func `the canonical bytes and the digest of a record`() {
        #expect(Hex.encode(Self.state.canonicalBytes()) == Golden.canonical)
        #expect(Hex.encode(Self.state.digest().bytes) == Golden.digest)
        #expect(Self.state.digest() == Hash.digest(of: Self.state.canonicalBytes()))
    }

    @Test func `I1: canonical bytes do not depend on the order of folding, on positions, contexts or times`() {
        var other = RecordState(id: Self.record, kind: 1)
        other.fold(Self.create, dot: Dot(Self.bob, 1), position: 0)
        for (dot, text) in [(Dot(Self.alice, 7), "A"), (Dot(Self.bob, 2), "B")] {
            var op = Op(record: Self.record, kind: 1, area: "elsewhere", writes: [Op.FieldWrite(2, .text(text))])
            op.context.vector.insert(Dot(Self.bob, 1))
            op.deviceTime = 77
            other.fold(op, dot: dot, position: 0)
        }
        #expect(other.siblings != Self.state.siblings)
        #expect(other.canonicalBytes() == Self.state.canonicalBytes())
    }

    @Test func `the chain of a life and the chain of a feed`() {
        var chain = Chain(start: Self.alice)
        var feed = FeedChain(start: "WK0307")
        for (k, op) in [Self.create, Self.edit].enumerated() {
            chain.append(op.encode())
            feed.append(Dot(Self.alice, UInt64(k + 1)), op.encode())
        }
        #expect(chain.k == 2 && Hex.encode(chain.hash) == Golden.chain)
        #expect(Hex.encode(feed.hash) == Golden.feedChain)
    }

    @Test func `what a record leaves behind and brings along when it moves, and the chain over both feeds`() throws {
        let left = Departure(id: Self.record, kind: 1, moves: 1).encode()
        var moved = Self.state
        moved.fold(Self.move, dot: Dot(Self.bob, 3), position: 4)
        let entered = WholeRecord.encode(moved.entering(at: 5, moves: 1))
        var late = Context()
        late.vector.insert(Dot(Self.bob, 2))
        var feed = FeedChain(start: "WK0307")
        feed.append(.left, nil, [], left)
        feed.append(.entered, Dot(Self.bob, 3), Self.move.encode(), entered)
        feed.append(.entered, nil, [], entered)
        feed.append(.late, Dot(Self.alice, 8), Self.edit.encode(), late.encode())
        #expect(Hex.encode(left) == Golden.left)
        #expect(Hex.encode(entered) == Golden.entered)
        #expect(Hex.encode(feed.hash) == Golden.movingChain)
        #expect(try Departure(decoding: left) == Departure(id: Self.record, kind: 1, moves: 1))
        #expect(try WholeRecord.decode(entered) == moved.entering(at: 5, moves: 1))
    }

    @Test func `what is signed of a feed's head, and RFC 8032's first key over it`() throws {
        let head = FeedHead(epoch: Self.epoch, area: "WK0307", position: 258, chain: Array(repeating: 0x33, count: 32))
        #expect(Hex.encode(head.signedBytes) == Golden.head)
        let signer = try HeadSigner(rawKey: #require(Hex.decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")))
        #expect(Hex.encode(signer.publicKey) == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        let signature = try signer.sign(head)
        #expect(HeadSigner.isValid(signature, of: head, publicKey: signer.publicKey))
        for other in [
            FeedHead(epoch: Epoch(ID128(high: 0, low: 0)), area: head.area, position: head.position, chain: head.chain),
            FeedHead(epoch: head.epoch, area: "WK0308", position: head.position, chain: head.chain),
            FeedHead(epoch: head.epoch, area: head.area, position: 259, chain: head.chain),
            FeedHead(epoch: head.epoch, area: head.area, position: head.position, chain: Array(repeating: 0x34, count: 32)),
        ] { #expect(!HeadSigner.isValid(signature, of: other, publicKey: signer.publicKey)) }
    }

    @Test func `a digest is a sum: in any order, and what was added can be taken out`() {
        let parts = (0..<50).map { Hash.digest(of: [UInt8($0)]) }
        let sum = parts.reduce(into: Digest()) { $0 += $1 }
        #expect(parts.reversed().reduce(into: Digest()) { $0 += $1 } == sum)
        #expect(parts.reduce(into: sum) { $0 -= $1 } == Digest())
        #expect(Digest(bytes: sum.bytes) == sum && Digest(bytes: [1]) == nil)
        var top = Digest(bytes: [UInt8](repeating: 255, count: 32))!
        top += Digest(bytes: [1] + [UInt8](repeating: 0, count: 31))!
        #expect(top == Digest())
    }
}
