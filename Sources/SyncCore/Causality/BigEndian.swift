extension UInt64 {
    /// Its eight bytes, the most significant first: how numbers enter what is hashed or signed.
    var bigEndianBytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> UInt64(56 - 8 * $0)) } }
}
