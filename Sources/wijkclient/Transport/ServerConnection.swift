import SyncCore

/// Speaks the server's two routes over one connection.
final class ServerConnection {
    private let base: String
    private let transport: CurlTransport
    private let language: Language
    /// Bytes of HTTP so far, headers included.
    private(set) var sentBytes = 0
    private(set) var receivedBytes = 0

    /// A body this short is not worth packing.
    private static let shortBody = 256
    private static let limits = Gzip.Limits(maximumBytes: Limits.decompressedBytes, maximumRatio: Limits.compressionRatio)

    /// - Parameter server: `https://host[:port]`, perhaps with a path under which the server's routes lie.
    init(_ server: String, _ language: Language) throws {
        var base = server
        while base.hasSuffix("/") { base.removeLast() }
        self.base = base
        self.language = language
        transport = try CurlTransport(isCancelled: { Interruption.isAsked })
    }

    /// - Returns: the JSON that the server answered.
    func enroll(_ body: [UInt8]) throws -> [UInt8] {
        let response = try send("/v1/enroll", [("Content-Type", "application/json"), ("Accept", "application/json")], body)
        guard response.headers["Content-Type"]?.lowercased().hasPrefix("application/json") ?? false else {
            throw ServerProblem.notOurs(language)
        }
        return try content(of: response)
    }

    func sync(_ request: SyncRequest, token: String) throws -> SyncReply {
        var body = request.encode()
        var headers = [
            ("Authorization", "Bearer \(token)"), ("Content-Type", "application/x-protobuf"), ("Accept", "application/x-protobuf"),
        ]
        if body.count > Self.shortBody {
            body = try Gzip.compress(body, level: 1)
            headers.append(("Content-Encoding", "gzip"))
        }
        let response = try send("/v1/sync", headers, body)
        guard response.headers["Content-Type"]?.lowercased().hasPrefix("application/x-protobuf") ?? false else {
            throw ServerProblem.notOurs(language)
        }
        return try SyncReply(decoding: try content(of: response))
    }

    private func send(_ path: String, _ headers: [(String, String)], _ body: [UInt8]) throws -> HTTPResponse {
        let all = headers.map { (name: $0.0, value: $0.1) } + [("Accept-Encoding", "gzip"), ("User-Agent", "wijkclient")]
        let response = try transport.send(HTTPRequest(method: "POST", url: base + path, headers: all, body: body))
        sentBytes += response.sentBytes
        receivedBytes += response.receivedBytes
        guard response.status == 200 else {
            throw ServerProblem(
                HTTPResponse(
                    status: response.status, headers: response.headers, body: (try? content(of: response)) ?? [], sentBytes: 0,
                    receivedBytes: 0),
                language)
        }
        return response
    }

    private func content(of response: HTTPResponse) throws -> [UInt8] {
        guard let coding = response.headers["Content-Encoding"]?.lowercased(), coding != "identity" else { return response.body }
        guard coding == "gzip", let body = try? Gzip.decompress(response.body, limits: Self.limits) else {
            throw ServerProblem.notOurs(language)
        }
        return body
    }
}
