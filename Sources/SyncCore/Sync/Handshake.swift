/// Tells a normal push, a retry, a rolled-back server and a fork apart, before anything is pulled (DESIGN, identity 2).
/// Pure.
public enum Handshake {
    public enum Verdict: Sendable, Equatable {
        /// So many of the sent ops are here already; the rest goes on from the head.
        case proceed(known: Int)
        /// The device is further than the server ever was, as far as the server knows.
        case serverBehind
        /// The server has ops beyond the device's base, and the request shows none to compare them with.
        case unproven
        /// The device was copied or rolled back: two branches under one incarnation.
        case fork
    }

    /// - Parameters:
    ///   - head: how far the server has this incarnation's chain.
    ///   - atBase: the server's chain hash at `request.base`; `nil` when no push ended there.
    ///   - op: the bytes that the server holds of an op of this incarnation.
    public static func judge(
        _ request: SyncRequest, head: Chain, atBase: [UInt8]?, op held: (UInt64) throws -> [UInt8]?
    ) rethrows -> Verdict {
        if request.base > head.k { return .serverBehind }
        guard atBase == request.baseHash else { return .fork }
        // The device wrote less than the server holds of it: it lost what it had sent.
        if request.written < head.k { return .fork }
        if request.base == head.k { return .proceed(known: 0) }
        if request.ops.isEmpty { return .unproven }
        var chain = Chain(k: request.base, hash: request.baseHash)
        for (index, op) in request.ops.enumerated() {
            chain.append(op)
            if chain.k == head.k { return chain == head ? .proceed(known: index + 1) : .fork }
        }
        // A retry in smaller pages ends before the head: then op by op.
        for (index, op) in request.ops.enumerated() {
            guard try held(request.base + UInt64(index) + 1) == op else { return .fork }
        }
        return .proceed(known: request.ops.count)
    }
}
