import Testing

@testable import SyncCore

@Suite struct GzipTests {
    private let limits = Gzip.Limits(maximumBytes: 32 << 20, maximumRatio: 25)

    private static func noise(_ count: Int) -> [UInt8] {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }

    @Test(arguments: [0, 1, 100, 65_535, 65_536, 65_537, 300_000], [0, 1, 6, 9] as [Int32])
    func `what was packed is unpacked`(count: Int, level: Int32) throws {
        let bytes = Self.noise(count)
        #expect(try Gzip.decompress(Gzip.compress(bytes, level: level), limits: limits) == bytes)
    }

    @Test func `a level outside 0 to 9 counts as the nearest`() throws {
        let bytes = Array(repeating: "stoeptegel ", count: 100).joined().utf8.map { $0 }
        #expect(try Gzip.compress(bytes, level: 99) == Gzip.compress(bytes, level: 9))
        #expect(try Gzip.compress(bytes, level: -1) == Gzip.compress(bytes, level: 0))
    }

    @Test func `a short repetitive text is exempt from the ratio`() throws {
        let zeros = [UInt8](repeating: 0, count: Gzip.ratioFreeBytes)
        #expect(try Gzip.decompress(Gzip.compress(zeros), limits: limits) == zeros)
        #expect(throws: GzipError.ratioExceeded) { try Gzip.decompress(Gzip.compress(zeros + [0]), limits: limits) }
    }

    @Test func `a bomb of 100 MiB is refused early by either limit`() throws {
        let bomb = try Gzip.compress([UInt8](repeating: 0, count: 100 << 20), level: 9)
        #expect(bomb.count < 110_000)
        let clock = ContinuousClock()
        let time = clock.measure {
            #expect(throws: GzipError.ratioExceeded) { try Gzip.decompress(bomb, limits: limits) }
        }
        #expect(time < .seconds(2))
        let wide = Gzip.Limits(maximumBytes: 1 << 20, maximumRatio: .max)
        #expect(throws: GzipError.tooLarge) { try Gzip.decompress(bomb, limits: wide) }
    }

    @Test func `the absolute limit is the last length accepted`() throws {
        let packed = try Gzip.compress(Self.noise(1000))
        #expect(try Gzip.decompress(packed, limits: .init(maximumBytes: 1000, maximumRatio: 25)).count == 1000)
        #expect(throws: GzipError.tooLarge) { try Gzip.decompress(packed, limits: .init(maximumBytes: 999, maximumRatio: 25)) }
    }

    @Test func `a stream cut at any byte is truncated`() throws {
        let packed = try Gzip.compress(Array("De stoeptegel ligt los. De lantaarn is stuk.".utf8))
        for length in 0..<packed.count {
            #expect(throws: GzipError.truncated) { try Gzip.decompress(Array(packed[..<length]), limits: limits) }
        }
    }

    @Test func `no flipped bit yields other content`() throws {
        let bytes = Array("De stoeptegel ligt los. De lantaarn is stuk.".utf8)
        let packed = try Gzip.compress(bytes)
        for bit in 0..<(8 * packed.count) {
            var damaged = packed
            damaged[bit / 8] ^= 1 << (bit % 8)
            let result = Result { () throws(GzipError) in try Gzip.decompress(damaged, limits: limits) }
            if case .success(let content) = result { #expect(content == bytes) }
        }
    }

    @Test func `bytes after the stream are refused, a second stream too`() throws {
        let packed = try Gzip.compress(Array("melding".utf8))
        #expect(throws: GzipError.trailingGarbage) { try Gzip.decompress(packed + [0], limits: limits) }
        #expect(throws: GzipError.trailingGarbage) { try Gzip.decompress(packed + packed, limits: limits) }
    }

    @Test(arguments: [Array("not gzip at all".utf8), [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01], [0x1F, 0x8B, 0x07, 0, 0]])
    func `another format is damaged`(bytes: [UInt8]) {
        #expect(throws: GzipError.damaged) { try Gzip.decompress(bytes, limits: limits) }
    }
}
