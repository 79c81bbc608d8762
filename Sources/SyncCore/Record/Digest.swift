internal import Crypto

/// A sum modulo 2²⁵⁶ of record hashes: the digest of an area, or of one bucket of it.
///
/// Adding is commutative and has an inverse, so a digest is kept up to date by taking the old record's hash out and
/// putting the new one in, and does not depend on the order of records.
public struct Digest: Hashable, Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    public init() {}

    /// Reads 32 bytes, least significant first; `nil` for any other number.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var read: [UInt64] = [0, 0, 0, 0]
        for (index, byte) in bytes.enumerated() { read[index / 8] |= UInt64(byte) << UInt64(8 * (index % 8)) }
        words = (read[0], read[1], read[2], read[3])
    }

    public var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
    }

    public static func += (left: inout Digest, right: Digest) {
        var carry = false
        (left.words.0, carry) = add(left.words.0, right.words.0, carry)
        (left.words.1, carry) = add(left.words.1, right.words.1, carry)
        (left.words.2, carry) = add(left.words.2, right.words.2, carry)
        (left.words.3, carry) = add(left.words.3, right.words.3, carry)
    }

    public static func -= (left: inout Digest, right: Digest) {
        var negated = Digest()
        negated.words = (~right.words.0, ~right.words.1, ~right.words.2, ~right.words.3)
        var one = Digest()
        one.words.0 = 1
        negated += one
        left += negated
    }

    private static func add(_ left: UInt64, _ right: UInt64, _ carry: Bool) -> (UInt64, Bool) {
        let (sum, first) = left.addingReportingOverflow(right)
        let (total, second) = sum.addingReportingOverflow(carry ? 1 : 0)
        return (total, first || second)
    }

    public static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.3)
    }

    public var hex: String { Hex.encode(bytes) }
}

/// The hash functions of the design, in one place.
public enum Hash {
    public static func sha256(_ first: [UInt8], _ second: [UInt8] = [], _ third: [UInt8] = []) -> [UInt8] {
        var hasher = SHA256()
        unsafe first.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
        if !second.isEmpty { unsafe second.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) } }
        if !third.isEmpty { unsafe third.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) } }
        return unsafe hasher.finalize().withUnsafeBytes { unsafe Array($0) }
    }

    static func digest(of bytes: [UInt8]) -> Digest {
        var hasher = SHA256()
        unsafe bytes.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
        return unsafe hasher.finalize().withUnsafeBytes { unsafe Digest(words: $0) }
    }
}

extension Digest {
    fileprivate init(words raw: UnsafeRawBufferPointer) {
        unsafe words = (
            UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
            UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
            UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
            UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
        )
    }
}

/// h₀ is the incarnation, hₖ = SHA-256(hₖ₋₁ ‖ bytes of op k): what tells a retry from a rollback or a copy.
public struct Chain: Hashable, Sendable {
    public private(set) var k: UInt64
    public private(set) var hash: [UInt8]

    public init(start incarnation: Incarnation) {
        k = 0
        hash = incarnation.bytes
    }

    public init(k: UInt64, hash: [UInt8]) {
        self.k = k
        self.hash = hash
    }

    public mutating func append(_ op: [UInt8]) {
        k += 1
        hash = Hash.sha256(hash, op)
    }
}

/// The chain over an area's feed: F₀ = area code, Fₙ = SHA-256(Fₙ₋₁ ‖ incarnation ‖ k as 8 bytes, big-endian ‖ bytes of the op) for an
/// op as its device wrote it; `FeedForm` has the other entries.
public struct FeedChain: Hashable, Sendable {
    public private(set) var hash: [UInt8]

    public init(start area: String) { hash = Array(area.utf8) }

    public init(hash: [UInt8]) { self.hash = hash }

    public mutating func append(_ dot: Dot, _ op: [UInt8]) { append(.op, dot, op, []) }

    /// - Parameters: the op's dot and bytes, absent where there is none; and what the entry says besides.
    public mutating func append(_ form: FeedForm, _ dot: Dot?, _ op: [UInt8], _ extra: [UInt8]) {
        var middle = WireWriter(reserving: 48 + extra.count)
        middle.append(dot?.incarnation.id ?? ID128(high: 0, low: 0))
        middle.bigEndian(form == .op ? dot?.k ?? 0 : 0)
        if form != .op {
            middle.bytes.append(form.rawValue)
            middle.bigEndian(dot?.k ?? 0)
            middle.bigEndian(UInt64(extra.count))
            middle.raw(extra)
        }
        hash = Hash.sha256(hash, middle.bytes, op)
    }
}
