/// A 128-bit identifier, held as two words so that comparing and hashing need no heap.
///
/// The distinct ids of the design (`Incarnation`, `Epoch`, `RecordID`) each wrap one: they must not be mixed up.
public struct ID128: Hashable, Comparable, Sendable {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 16 big-endian bytes; `nil` when there are not exactly 16.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
        }
        self.init(high: high, low: low)
    }

    public static func random(using generator: inout some RandomNumberGenerator) -> ID128 {
        ID128(high: generator.next(), low: generator.next())
    }

    /// The 16 bytes, big-endian: sorting the bytes sorts the ids.
    public var bytes: [UInt8] {
        (0..<16).map { index in
            UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64(56 - 8 * (index % 8)))
        }
    }

    public static func < (left: ID128, right: ID128) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}

/// A type whose values are 128-bit ids of one sort.
public protocol Identifier128: Hashable, Comparable, Sendable, CustomStringConvertible {
    var id: ID128 { get }
    init(_ id: ID128)
}

extension Identifier128 {
    public init?(bytes: some Collection<UInt8>) {
        guard let id = ID128(bytes: bytes) else { return nil }
        self.init(id)
    }

    public var bytes: [UInt8] { id.bytes }

    public static func < (left: Self, right: Self) -> Bool { left.id < right.id }
}

/// One life of a replica. A device takes a new one whenever it may have been rolled back or copied; never derived from
/// host name, machine id, MAC address or time (DESIGN, identity 1).
public struct Incarnation: Identifier128 {
    public let id: ID128
    public init(_ id: ID128) { self.id = id }
    public var description: String { Hex.encode(bytes) }
}

/// One life of the server's data; changed by every restore or import.
public struct Epoch: Identifier128 {
    public let id: ID128
    public init(_ id: ID128) { self.id = id }
    public var description: String { Hex.encode(bytes) }
}

/// The id of a record: a UUIDv7 (RFC 9562 §5.7) made by the replica that creates it.
public struct RecordID: Identifier128 {
    public let id: ID128
    public init(_ id: ID128) { self.id = id }

    /// The usual 8-4-4-4-12 form.
    public var description: String {
        let hex = Array(Hex.encode(bytes))
        let parts = [hex[0..<8], hex[8..<12], hex[12..<16], hex[16..<20], hex[20..<32]]
        return parts.map { String($0) }.joined(separator: "-")
    }

    /// Reads the 8-4-4-4-12 form, or 32 hexadecimal digits; `nil` for anything else.
    public init?(_ text: String) {
        guard let bytes = Hex.decode(text.filter { $0 != "-" }), let id = ID128(bytes: bytes) else { return nil }
        self.init(id)
    }
}
