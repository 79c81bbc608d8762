import Testing

@testable import SyncCore

/// Every limit of the wire, at the last value allowed and the first refused (E5, D3).
@Suite struct WireLimitTests {
    private func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch { return (error as? SyncError)?.code ?? "not a SyncError: \(error)" }
    }

    private func request(_ edit: (inout SyncRequest) -> Void) -> [UInt8] {
        var request = SyncRequest(epoch: nil, incarnation: life(1), base: 0, baseHash: life(1).bytes, written: 0)
        edit(&request)
        return request.encode()
    }

    /// A valid op with more fields behind it; of a field that is there once, the last one counts.
    private func op(_ edit: (inout Op) -> Void = { _ in }, more: (inout WireWriter) -> Void = { _ in }) -> [UInt8] {
        var op = note([2: .text("t")])
        edit(&op)
        var writer = WireWriter()
        writer.raw(op.encode())
        more(&writer)
        return writer.bytes
    }

    @Test func `a counter of 2^53 - 1 is the last one`() {
        #expect(code { _ = try SyncRequest(decoding: request { $0.base = 1 << 53 - 1 }) } == nil)
        for value in [1 << 53, 1 << 53 + 1, .max] as [UInt64] {
            #expect(code { _ = try SyncRequest(decoding: request { $0.base = value }) } == "wire.malformed")
            #expect(code { _ = try SyncRequest(decoding: request { $0.written = value }) } == "wire.malformed")
            #expect(
                code { _ = try SyncRequest(decoding: request { $0.areas = [AreaCursor(area: "A", want: .feed(value))] }) }
                    == "wire.malformed")
            #expect(code { _ = try Op(decoding: op { $0.context.seen = value }) } == "wire.malformed")
            #expect(code { _ = try Op(decoding: op { $0.context.vector.insert(dot(1, value)) }) } == "wire.malformed")
        }
    }

    @Test(
        arguments: [(999, 1_000, true), (0, 1_000, true), (0, 1_001, false), (1_000, 1_000, false), (1, 1, false), (5, 2, false)]
            as [(UInt32, UInt32, Bool)])
    func `a transaction has at most 1,000 ops, and an op stands within its own`(index: UInt32, size: UInt32, isAllowed: Bool) {
        #expect((code { _ = try Op(decoding: op { ($0.index, $0.size) = (index, size) }) } == nil) == isAllowed)
    }

    @Test func `an area code of 32 bytes is the longest`() {
        let (longest, longer) = (String(repeating: "\u{E9}", count: 16), String(repeating: "a", count: 33))
        #expect(code { _ = try Op(decoding: op { $0.area = longest }) } == nil)
        #expect(code { _ = try Op(decoding: op { $0.area = longer }) } == "wire.malformed")
        #expect(code { _ = try Op(decoding: op { $0.area = "" }) } == "wire.malformed")
        #expect(code { _ = try SyncRequest(decoding: request { $0.areas = [AreaCursor(area: longest, want: .seed)] }) } == nil)
        #expect(code { _ = try SyncRequest(decoding: request { $0.areas = [AreaCursor(area: longer, want: .seed)] }) } == "wire.malformed")
    }

    @Test func `texts, keys and authors have their lengths`() {
        func text(_ count: Int) -> String { String(repeating: "x", count: count) }
        #expect(code { _ = try Op(decoding: op { $0.writes = [Op.FieldWrite(2, .text(text(100_000)))] }) } == nil)
        #expect(code { _ = try Op(decoding: op { $0.writes = [Op.FieldWrite(2, .text(text(100_001)))] }) } == "wire.malformed")
        #expect(
            code { _ = try Op(decoding: op { $0.writes = [Op.FieldWrite(2, .bytes(Array(repeating: 0, count: 100_001)))] }) }
                == "wire.malformed")
        #expect(code { _ = try Op(decoding: op { $0.writes = [Op.FieldWrite(2, key: text(201), .null)] }) } == "wire.malformed")
        #expect(code { _ = try Op(decoding: op { $0.author = text(201) }) } == "wire.malformed")
        #expect(code { _ = try Op(decoding: op { $0.identity = Array(repeating: 0, count: 33) }) } == "wire.malformed")
    }

    @Test func `an op sets 1 to 256 fields, ascending, each once`() {
        func fields(_ numbers: [UInt32]) -> [UInt8] { op { $0.writes = numbers.map { Op.FieldWrite($0, .null) } } }
        #expect(code { _ = try Op(decoding: fields(Array(1...256))) } == nil)
        for wrong in [[], Array(1...257), [2, 2], [3, 2], [0]] as [[UInt32]] {
            #expect(code { _ = try Op(decoding: fields(wrong)) } == "wire.malformed", "\(wrong.count)")
        }
    }

    @Test func `a context names at most 1,024 lives`() {
        func context(_ count: UInt64) -> [UInt8] { op { op in for index in 1...count { op.context.vector.insert(dot(index, 1)) } } }
        #expect(code { _ = try Op(decoding: context(1_024)) } == nil)
        #expect(code { _ = try Op(decoding: context(1_025)) } == "wire.malformed")
    }

    @Test func `a request carries at most 20,000 ops and 1,000 areas, each named once`() {
        let small = op()
        #expect(code { _ = try SyncRequest(decoding: request { $0.ops = Array(repeating: small, count: 20_001) }) } == "wire.malformed")
        #expect(
            code { _ = try SyncRequest(decoding: request { $0.areas = (0...1_000).map { AreaCursor(area: "\($0)", want: .seed) } }) }
                == "wire.malformed")
        let twice = ["A", "A"].map { AreaCursor(area: $0, want: .seed) }
        #expect(code { _ = try SyncRequest(decoding: request { $0.areas = twice }) } == "wire.malformed")
        #expect(code { _ = try SyncRequest(decoding: request { $0.ops = [Array(repeating: 0, count: 1 << 20 + 1)] }) } == "wire.malformed")
    }

    @Test func `a kind number has sixteen bits, which is what a store can hold`() {
        #expect(code { _ = try Op(decoding: op { $0.kind = 65_535 }) } == nil)
        #expect(code { _ = try Op(decoding: op { $0.kind = 65_536 }) } == "wire.malformed")
        #expect(code { _ = try Op(decoding: op { $0.kind = 0 }) } == "wire.malformed")
    }

    @Test func `an unknown version is named, and a message without identity is refused`() {
        var writer = WireWriter()
        writer.field(1, 2 as UInt64)
        #expect(code { _ = try SyncRequest(decoding: writer.bytes) } == "wire.version")
        #expect(code { _ = try SyncReply(decoding: writer.bytes) } == "wire.version")
        #expect(code { _ = try SyncRequest(decoding: []) } == "wire.version")
        var nameless = WireWriter()
        nameless.field(1, 1 as UInt64)
        #expect(code { _ = try SyncRequest(decoding: nameless.bytes) } == "wire.malformed")
    }

    @Test(arguments: [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]] as [[UInt8]])
    func `text that is not UTF-8 is refused`(bytes: [UInt8]) {
        #expect(code { _ = try Op(decoding: op(more: { $0.field(3, bytes) })) } == "wire.malformed")
        #expect(
            code {
                _ = try Op(
                    decoding: op(more: {
                        $0.message(5) {
                            $0.field(1, 9 as UInt64)
                            $0.field(4, bytes)
                        }
                    }))
            } == "wire.malformed")
    }

    @Test(arguments: [0x7f, 1 << 31, 1 << 62, .max] as [UInt64])
    func `a claimed length is not believed`(length: UInt64) {
        let lying = op(more: {
            $0.tag(900, 2)
            $0.varint(length)
        })
        #expect(code { _ = try Op(decoding: lying) } == "wire.truncated")
    }

    @Test func `messages nested ten thousand deep are skipped, not followed`() {
        var inner: [UInt8] = []
        for _ in 0..<10_000 {
            var writer = WireWriter(reserving: inner.count + 8)
            writer.field(900, inner, always: true)
            inner = writer.bytes
        }
        #expect(code { _ = try Op(decoding: op(more: { $0.raw(inner) })) } == nil)
    }

    @Test(arguments: [3, 4, 6, 7] as [UInt64])
    func `groups and unknown wire types are refused`(type: UInt64) {
        #expect(code { _ = try Op(decoding: op(more: { $0.tag(900, type) })) } == "wire.malformed")
    }

    @Test func `a number of more than 64 bits is refused`() {
        let eleven = [UInt8](repeating: 0x80, count: 10) + [0x01]
        let tooBig = [UInt8](repeating: 0xff, count: 9) + [0x02]
        for number in [eleven, tooBig] {
            let bytes = op(more: {
                $0.tag(900, 0)
                $0.raw(number)
            })
            #expect(code { _ = try Op(decoding: bytes) } == "wire.malformed")
        }
    }
}
