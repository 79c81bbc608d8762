/// Reads Protocol Buffers wire format field by field. Bounds are checked before every read; nothing is allocated from a
/// length that a sender claims.
///
///     while let field = try reader.next() {
///         switch field.number {
///         case 1: id = try reader.bytes()
///         default: try reader.skip(field)
///         }
///     }
public struct WireReader {
    public struct Field {
        public let number: UInt32
        public let wireType: UInt8
    }

    private let data: [UInt8]
    private(set) var position: Int
    private let end: Int

    public init(_ data: [UInt8]) {
        self.init(data, 0..<data.count)
    }

    private init(_ data: [UInt8], _ range: Range<Int>) {
        self.data = data
        position = range.lowerBound
        end = range.upperBound
    }

    public var isAtEnd: Bool { position == end }

    /// The next field's number and wire type; `nil` at the end.
    public mutating func next() throws -> Field? {
        if position == end { return nil }
        let tag = try varint()
        let number = tag >> 3
        guard number > 0, number < 1 << 29 else { throw SyncError.wire("field number \(number) is not allowed") }
        return Field(number: UInt32(number), wireType: UInt8(tag & 7))
    }

    public mutating func varint() throws -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < end {
            let byte = data[position]
            position += 1
            if shift == 63, byte > 1 { throw SyncError.wire("a number is longer than 64 bits") }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
            if shift > 63 { throw SyncError.wire("a number is longer than 64 bits") }
        }
        throw SyncError.truncated
    }

    public mutating func zigzag() throws -> Int64 {
        let raw = try varint()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    public mutating func uint32() throws -> UInt32 {
        guard let value = UInt32(exactly: try varint()) else { throw SyncError.wire("a number is out of range") }
        return value
    }

    /// A counter, position or count: below 2⁵³, so that adding one can never overflow (PROMISES E5).
    public mutating func counter() throws -> UInt64 {
        let value = try varint()
        guard value <= Dot.maximum else { throw SyncError.wire("a counter is beyond 2^53") }
        return value
    }

    public mutating func bool() throws -> Bool { try varint() != 0 }

    public mutating func bytes() throws -> [UInt8] { Array(data[try range()]) }

    public mutating func bytes(maximum: Int, _ what: @autoclosure () -> String) throws -> [UInt8] {
        let range = try range()
        guard range.count <= maximum else { throw SyncError.wire("\(what()) is longer than \(maximum) bytes") }
        return Array(data[range])
    }

    public mutating func id128() throws -> ID128 {
        let range = try range()
        guard range.count == 16 else { throw SyncError.wire("an id has \(range.count) bytes, not 16") }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for index in range.lowerBound..<range.lowerBound + 8 { high = high << 8 | UInt64(data[index]) }
        for index in range.lowerBound + 8..<range.upperBound { low = low << 8 | UInt64(data[index]) }
        return ID128(high: high, low: low)
    }

    public mutating func text() throws -> String {
        let range = try range()
        guard let text = String(validating: data[range], as: UTF8.self) else { throw SyncError.wire("a text is not UTF-8") }
        return text
    }

    public mutating func text(maximum: Int, _ what: @autoclosure () -> String) throws -> String {
        let text = try text()
        guard text.utf8.count <= maximum else { throw SyncError.wire("\(what()) is longer than \(maximum) bytes") }
        return text
    }

    /// A key of a register: visible ASCII, so that every language orders and compares keys the same way.
    public mutating func key() throws -> String {
        let key = try text(maximum: Limits.nameBytes, "a key")
        guard key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { throw SyncError.wire("a key is not visible ASCII") }
        return key
    }

    /// A reader of the nested message that starts here.
    public mutating func message() throws -> WireReader { WireReader(data, try range()) }

    /// Passes over the value of a field that this version does not know.
    public mutating func skip(_ field: Field) throws {
        switch field.wireType {
        case 0: _ = try varint()
        case 1: try advance(8)
        case 2: _ = try range()
        case 5: try advance(4)
        default: throw SyncError.wire("wire type \(field.wireType) is not allowed")
        }
    }

    public mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        let start = position
        try advance(count)
        return data[start..<position]
    }

    private mutating func advance(_ count: Int) throws {
        guard count >= 0, end - position >= count else { throw SyncError.truncated }
        position += count
    }

    private mutating func range() throws -> Range<Int> {
        let length = try varint()
        guard length <= UInt64(end - position) else { throw SyncError.truncated }
        let start = position
        position += Int(length)
        return start..<position
    }
}

extension SyncError {
    static func wire(_ what: String) -> SyncError {
        SyncError(
            "wire.malformed", "The message cannot be read: \(what).", hint: "It was not written by a version of Wijk that this one knows.")
    }

    static let truncated = SyncError("wire.truncated", "The message ends before it is complete.", retry: .now)
}
