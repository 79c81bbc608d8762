internal import HTTPTypes
internal import Hummingbird
internal import SyncCore

/// Reads bodies and lends each for as long as it is worked on, so that many at once are never all in memory (I20).
struct BodyReader: Sendable {
    /// From here on a body is large. Clients send so much only where a transaction is larger than a page.
    static let largeBytes = 1 << 20

    /// Apart, so that a large body that comes slowly holds up no small one. For many small ones at once 16 MiB are more than the lanes
    /// work through in the time in which they come.
    private let small = BodyBudget(limit: 16 << 20)
    private let large = BodyBudget(limit: Limits.requestBytes)

    /// - Parameter work: gets the body, unpacked. What it returns must not hold on to it.
    func read<Result>(_ request: Request, type: String, _ work: ([UInt8]) async throws -> Result) async throws -> Result {
        let body = try Body(request, type: type)
        // Of one that does not say how long it is, the longest is expected.
        let length = body.length ?? Limits.requestBytes
        guard length <= Self.largeBytes else {
            return try await large.holding(body.isPacked ? large.limit : length) { try await work(body.unpacked(body.bytes())) }
        }
        let likely = body.isPacked ? min(max(length * Limits.compressionRatio, Gzip.ratioFreeBytes), Self.largeBytes) : length
        return try await small.holding(likely) {
            let bytes = try await body.bytes()
            if let unpacked = try body.unpacked(bytes, upTo: Self.largeBytes) { return try await work(unpacked) }
            return try await large.holding(large.limit) { try await work(body.unpacked(bytes)) }
        }
    }
}
