/// Writes Protocol Buffers wire format (proto3) straight into one byte array, without objects in between.
public struct WireWriter {
    public var bytes: [UInt8] = []

    public init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    public mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    public mutating func zigzag(_ value: Int64) { varint(UInt64(bitPattern: value << 1 ^ value >> 63)) }

    public mutating func raw(_ data: some Collection<UInt8>) { bytes.append(contentsOf: data) }

    /// Writes nothing for 0, as proto3 does.
    public mutating func field(_ number: UInt32, _ value: UInt64) {
        if value == 0 { return }
        tag(number, 0)
        varint(value)
    }

    /// A `sint64`; writes nothing for 0.
    public mutating func signed(_ number: UInt32, _ value: Int64) {
        if value == 0 { return }
        tag(number, 0)
        zigzag(value)
    }

    public mutating func field(_ number: UInt32, _ value: Bool) { field(number, value ? 1 as UInt64 : 0) }

    /// Writes nothing for empty bytes unless `always`, which a member of a `oneof` and a repeated field need.
    public mutating func field(_ number: UInt32, _ data: [UInt8], always: Bool = false) {
        if data.isEmpty, !always { return }
        tag(number, 2)
        varint(UInt64(data.count))
        bytes.append(contentsOf: data)
    }

    public mutating func field(_ number: UInt32, _ text: String, always: Bool = false) {
        var text = text
        text.withUTF8 { utf8 in
            if utf8.isEmpty, !always { return }
            tag(number, 2)
            varint(UInt64(utf8.count))
            unsafe bytes.append(contentsOf: utf8)
        }
    }

    public mutating func field(_ number: UInt32, _ id: ID128) {
        tag(number, 2)
        bytes.append(16)
        append(id)
    }

    public mutating func append(_ id: ID128) {
        bigEndian(id.high)
        bigEndian(id.low)
    }

    /// Eight bytes, the highest first.
    mutating func bigEndian(_ number: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift))) }
    }

    /// A nested message: its length is written in front once it is known.
    public mutating func message(_ number: UInt32, _ body: (inout WireWriter) throws -> Void) rethrows {
        tag(number, 2)
        let start = bytes.count
        bytes.append(0)
        try body(&self)
        let length = bytes.count - start - 1
        if length < 0x80 {
            bytes[start] = UInt8(length)
        } else {
            var prefix = WireWriter()
            prefix.varint(UInt64(length))
            bytes.replaceSubrange(start...start, with: prefix.bytes)
        }
    }

    public mutating func tag(_ number: UInt32, _ wireType: UInt64) { varint(UInt64(number) << 3 | wireType) }
}
