import Testing

@testable import SyncCore

/// What is written is read back; what is cut, bent or too large is refused with a `SyncError`, and nothing ever traps.
@Suite struct WireTests {
    /// One message of each sort, as bytes with its reader.
    enum Message: CaseIterable {
        case op, request, reply, statement

        func sample(_ samples: inout WireSamples) -> [UInt8] {
            switch self {
            case .op: samples.op().encode()
            case .request: samples.request().encode()
            case .reply: samples.reply().encode()
            case .statement: samples.statement().encode()
            }
        }

        func read(_ bytes: [UInt8]) throws {
            switch self {
            case .op: _ = try Op(decoding: bytes)
            case .request: _ = try SyncRequest(decoding: bytes)
            case .reply: _ = try SyncReply(decoding: bytes)
            case .statement: _ = try ReceiptStatement(decoding: bytes)
            }
        }
    }

    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func `what was encoded is decoded`(seed: UInt64) throws {
        var samples = WireSamples(seed: seed)
        for _ in 0..<4 {
            let op = samples.op()
            #expect(try Op(decoding: op.encode()) == op, "seed \(seed)")
            let request = samples.request()
            #expect(try SyncRequest(decoding: request.encode()) == request, "seed \(seed)")
            let reply = samples.reply()
            let again = try SyncReply(decoding: reply.encode())
            #expect(again == reply, "seed \(seed)")
            let statement = samples.statement()
            #expect(try ReceiptStatement(decoding: statement.encode()) == statement, "seed \(seed)")
            for (page, copy) in zip(reply.areas, again.areas) {
                #expect(page.records.map { $0.digest() } == copy.records.map { $0.digest() })
            }
        }
    }

    @Test(arguments: Message.allCases)
    func `E5: a message cut at any byte is refused or reads as a shorter one`(message: Message) {
        for seed in 1...20 as ClosedRange<UInt64> {
            var samples = WireSamples(seed: seed)
            let bytes = message.sample(&samples)
            var refused = 0
            for length in 0..<bytes.count {
                do { try message.read(Array(bytes[..<length])) } catch {
                    refused += 1
                    #expect(error is SyncError, "seed \(seed), \(length) bytes: \(error)")
                }
            }
            #expect(refused > bytes.count / 4, "seed \(seed)")
        }
    }

    /// 200,000 in all: bits flipped, bytes put in, taken out and repeated, pieces of other messages.
    @Test(arguments: Message.allCases)
    func `E5: no mutation of a valid message does anything but throw a SyncError`(message: Message) {
        var others: [String: Int] = [:]
        var (read, refused) = (0, 0)
        for seed in 0..<670 as Range<UInt64> {
            var samples = WireSamples(seed: seed)
            let bytes = message.sample(&samples)
            for _ in 0..<100 {
                let mutant = Self.mutate(bytes, &samples.random)
                do {
                    try message.read(mutant)
                    read += 1
                } catch is SyncError { refused += 1 } catch { others["\(error) seed \(seed)", default: 0] += 1 }
            }
        }
        #expect(others.isEmpty, "\(others)")
        #expect(read > 1_000 && refused > 10_000)
    }

    private static func mutate(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<(1 + random.below(4)) {
            let place = random.below(bytes.count)
            switch random.below(6) {
            case 0: bytes[place] ^= 1 << UInt8(random.below(8))
            case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 2: bytes.insert(random.pick([0, 0x7f, 0x80, 0xff]), at: place)
            case 3: if bytes.count > 1 { bytes.remove(at: place) }
            case 4:
                bytes.replaceSubrange(place..<min(place + 9, bytes.count), with: [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01])
            default: bytes.insert(contentsOf: bytes[place..<min(place + random.below(20), bytes.count)], at: random.below(bytes.count))
            }
        }
        return bytes
    }

    /// The mutants that can still be read must be safe to use as well.
    @Test func `E5: whatever can be read can be folded, shown and digested`() {
        for seed in 0..<100 as Range<UInt64> {
            var samples = WireSamples(seed: seed)
            let bytes = samples.reply().encode()
            for _ in 0..<60 {
                guard let reply = try? SyncReply(decoding: Self.mutate(bytes, &samples.random)) else { continue }
                for record in reply.areas.flatMap(\.records) {
                    var state = record
                    _ = state.present(Notes.kind)
                    _ = state.digest()
                    state.fold(note([2: .text("x")]), dot: dot(1, 1), position: state.sequence + 1)
                    _ = reply.encode()
                }
            }
        }
    }

    @Test func `an op's unknown fields survive in its bytes and do not hinder reading it`() throws {
        let op = note([2: .text("t")])
        var writer = WireWriter()
        writer.raw(op.encode())
        writer.field(900, "from the future")
        writer.field(901, 7 as UInt64)
        writer.tag(902, 1)
        writer.raw([1, 2, 3, 4, 5, 6, 7, 8])
        writer.tag(903, 5)
        writer.raw([1, 2, 3, 4])
        #expect(try Op(decoding: writer.bytes) == op)
        var page = AreaPage(area: "A")
        page.entries = [.op(dot(1, 1), writer.bytes)]
        page.to = 1
        page.head = 1
        var reply = SyncReply(epoch: Epoch(ID128(high: 1, low: 1)))
        reply.areas = [page]
        #expect(try SyncReply(decoding: reply.encode()).areas[0].entries == [.op(dot(1, 1), writer.bytes)])
    }

    @Test func `fields may come in any order`() throws {
        var writer = WireWriter()
        writer.message(5) { $0.field(1, 2 as UInt64) }
        writer.field(3, "A")
        writer.field(2, 1 as UInt64)
        writer.field(1, recordID(1).id)
        #expect(try Op(decoding: writer.bytes) == note([2: .null]))
    }
}
