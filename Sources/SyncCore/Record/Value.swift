/// What a register holds. No floating point: coordinates are integers of 10⁻⁷ degree, money is integer cents, flags 0 or 1.
///
/// Two texts are equal when their UTF-8 bytes are (Swift's `==` on strings would call NFC and NFD equal, SQLite would not).
public enum Value: Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    public var isNull: Bool { if case .null = self { true } else { false } }

    public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

    public var text: String? { if case .text(let value) = self { value } else { nil } }
}

extension Value: Hashable {
    public static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.integer(let a), .integer(let b)): a == b
        case (.text(let a), .text(let b)): a.utf8.count == b.utf8.count && a == b && a.utf8.elementsEqual(b.utf8)
        case (.bytes(let a), .bytes(let b)): a == b
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .integer(let value): hasher.combine(value)
        case .text(let value): for byte in value.utf8 { hasher.combine(byte) }
        case .bytes(let value): hasher.combine(value)
        }
    }
}
