internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SyncCore

/// The body of a request, and that of a response. Every limit is checked before what it limits is held in memory (PROMISES D3).
struct Body {
    private let request: Request
    private let limit: Int
    /// As sent; `nil` when the request does not say.
    let length: Int?
    let isPacked: Bool

    /// Looks at what the head says of it.
    init(_ request: Request, type: String, limit: Int = Limits.requestBytes) throws {
        self.request = request
        self.limit = limit
        let sent = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
        guard sent == type else {
            throw SyncError("http.type", "This route takes \(type).", hint: "See docs/PROTOCOL.md.", status: 415)
        }
        length = request.headers[.contentLength].flatMap { Int($0) }
        if let length, length > limit { throw Self.tooLarge(limit) }
        let encoding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
        guard ["identity", "gzip"].contains(encoding) else {
            throw SyncError("http.encoding", "Bodies come as they are or as gzip, not as \(encoding.prefix(20)).", status: 415)
        }
        isPacked = encoding == "gzip"
    }

    /// Waits for all of it, as it was sent.
    func bytes() async throws -> [UInt8] {
        do { return Array(try await request.body.collect(upTo: limit).readableBytesView) } catch is NIOTooManyBytesError {
            throw Self.tooLarge(limit)
        } catch {
            throw SyncError("wire.truncated", "The body did not come whole.", retry: .now)
        }
    }

    func unpacked(_ bytes: [UInt8]) throws -> [UInt8] {
        guard let unpacked = try unpacked(bytes, upTo: Limits.decompressedBytes) else { throw Self.tooLarge(Limits.decompressedBytes) }
        return unpacked
    }

    /// - Returns: `nil` when it is longer than so much.
    func unpacked(_ bytes: [UInt8], upTo most: Int) throws -> [UInt8]? {
        guard isPacked else { return bytes }
        do { return try Gzip.decompress(bytes, limits: .init(maximumBytes: most, maximumRatio: Limits.compressionRatio)) } catch {
            switch error {
            case .tooLarge: return nil
            case .ratioExceeded: throw Self.tooLarge(Limits.decompressedBytes)
            default: throw SyncError("wire.gzip", "The compressed body is damaged or cut off.", retry: .now)
            }
        }
    }

    private static func tooLarge(_ limit: Int) -> SyncError {
        SyncError("wire.too-large", "The body is larger than \(limit) bytes.", hint: "Send smaller pages.", status: 413)
    }

    /// An answer of the given type, packed when the asker takes gzip and it is worth it.
    static func response(_ bytes: [UInt8], type: String, for request: Request) -> Response {
        var headers: HTTPFields = [.contentType: type]
        var bytes = bytes
        if bytes.count > 256, request.headers[.acceptEncoding]?.contains("gzip") == true, let packed = try? Gzip.compress(bytes, level: 1) {
            bytes = packed
            headers[.contentEncoding] = "gzip"
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
