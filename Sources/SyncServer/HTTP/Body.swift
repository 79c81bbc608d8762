internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SyncCore

/// Reads and writes bodies. Every limit is checked before what it limits is held in memory (PROMISES D3).
enum Body {
    /// The body, unpacked; at most `Limits.requestBytes` as sent and `Limits.decompressedBytes` unpacked.
    static func read(_ request: Request, type: String, limit: Int = Limits.requestBytes) async throws -> [UInt8] {
        let sent = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
        guard sent == type else {
            throw SyncError("http.type", "This route takes \(type).", hint: "See docs/PROTOCOL.md.", status: 415)
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge(limit) }
        let bytes: [UInt8]
        do { bytes = Array(try await request.body.collect(upTo: limit).readableBytesView) } catch is NIOTooManyBytesError {
            throw tooLarge(limit)
        } catch {
            throw SyncError("wire.truncated", "The body did not come whole.", retry: .now)
        }
        guard let encoding = request.headers[.contentEncoding]?.lowercased(), encoding != "identity" else { return bytes }
        guard encoding == "gzip" else {
            throw SyncError("http.encoding", "Bodies come as they are or as gzip, not as \(encoding.prefix(20)).", status: 415)
        }
        do {
            return try Gzip.decompress(bytes, limits: .init(maximumBytes: Limits.decompressedBytes, maximumRatio: Limits.compressionRatio))
        } catch {
            switch error {
            case .tooLarge, .ratioExceeded: throw tooLarge(Limits.decompressedBytes)
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
