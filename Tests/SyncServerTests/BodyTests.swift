import Glibc
import SyncCore
import Testing

extension ProcessTests {
    /// Many large bodies at once: the server holds few of them, and lets the others wait.
    @Suite(.serialized) struct BodyTests {
        /// A good request of a replica that has nothing, with a field that nobody knows, of so many bytes. They pack about thirty to one.
        private static func body(_ size: Int) -> [UInt8] {
            let incarnation = Incarnation(ID128(high: 1, low: 2))
            let request = SyncRequest(epoch: nil, incarnation: incarnation, base: 0, baseHash: incarnation.bytes, written: 0)
            var state: UInt64 = 42
            var writer = WireWriter()
            var filler = [UInt8](repeating: 0, count: size)
            for place in stride(from: 0, to: size, by: 64) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                filler[place] = UInt8(state >> 56)
            }
            writer.field(1_000, filler)
            return request.encode() + writer.bytes
        }

        private static func request(_ body: [UInt8], token: String, packed: Bool) -> [UInt8] {
            var head =
                "POST /v1/sync HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\nContent-Type: application/x-protobuf\r\n"
            if packed { head += "Content-Encoding: gzip\r\n" }
            return Array((head + "Content-Length: \(body.count)\r\n\r\n").utf8) + body
        }

        /// The most memory that a process has had, in MB.
        private func peak(_ process: Child) throws -> Int {
            let status = String(decoding: try Files.bytes("/proc/\(process.pid)/status"), as: UTF8.self)
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
            return try #require(Int(line.filter(\.isNumber))) >> 10
        }

        @Test(arguments: [false, true])
        func `I20: sixteen large bodies at once wait for each other; each is answered, and memory does not grow with them`(packed: Bool)
            throws
        {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            try tablet.add("iets")
            try tablet.sync()
            let token = String(decoding: try Files.bytes(tablet.folder + "/token"), as: UTF8.self).filter { !$0.isWhitespace }
            let plain = Self.body((8 << 20) - 1_000)
            let bytes = Self.request(packed ? try Gzip.compress(plain) : plain, token: token, packed: packed)
            let one = try Socket.connect(site.port)
            #expect(Socket.send(bytes, to: one))
            let alone = try #require(Socket.message(one))
            #expect(String(decoding: alone.prefix(12), as: UTF8.self) == "HTTP/1.1 200", "\(String(decoding: alone, as: UTF8.self))")
            _ = close(one)
            let withOne = try peak(site.server)
            let sockets = try (0..<16).map { _ in try Socket.connect(site.port) }
            defer { for socket in sockets { _ = close(socket) } }
            #expect(Socket.sendTogether(bytes, to: sockets))
            for socket in sockets {
                #expect(Socket.message(socket).map { String(decoding: $0.prefix(12), as: UTF8.self) } == "HTTP/1.1 200")
            }
            let withMany = try peak(site.server)
            #expect(withMany <= 64 && withMany <= withOne + 16, "\(withOne) MB for one, \(withMany) MB for sixteen")
            // Whoever has little to say was never in the way.
            try tablet.sync()
            try site.expectInStep([tablet])
        }

        @Test func `a large body that comes slowly holds up no small one`() throws {
            let site = try Site()
            let tablet = try site.enrolled("tablet")
            let token = String(decoding: try Files.bytes(tablet.folder + "/token"), as: UTF8.self).filter { !$0.isWhitespace }
            let bytes = Self.request(Self.body((8 << 20) - 100), token: token, packed: false)
            let slow = try Socket.connect(site.port)
            defer { _ = close(slow) }
            #expect(Socket.send(bytes.dropLast(), to: slow))
            try tablet.add("klein")
            #expect(try tablet.sync().acknowledged == 1)
            #expect(Socket.send(bytes.suffix(1), to: slow))
            #expect(Socket.message(slow) != nil)
        }
    }
}
