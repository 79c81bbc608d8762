/// JSON string literals that are safe to show: besides what RFC 8259 asks for, DEL, the C1 controls and the separators U+2028 and U+2029
/// are written as escapes, so that no literal moves a terminal's cursor or ends a line of a script or a log.
enum JSONEscape {
    /// Appends the text between quotation marks.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(0x22)
        var text = text
        text.withUTF8 { unsafe appendEscaped($0, to: &bytes) }
        bytes.append(0x22)
    }

    private static func appendEscaped(_ utf8: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var start = 0
        var index = 0
        while index < utf8.count {
            let byte = unsafe utf8[index]
            let isPlain = byte >= 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x5C
            guard !isPlain, let (scalar, length) = unsafe escapedScalar(in: utf8, at: index) else {
                index += 1
                continue
            }
            unsafe bytes.append(contentsOf: utf8[start..<index])
            appendEscape(of: scalar, to: &bytes)
            index += length
            start = index
        }
        unsafe bytes.append(contentsOf: utf8[start..<utf8.count])
    }

    /// The scalar that begins at `index` and its length in bytes, when it must be escaped. The bytes are a string's, hence valid UTF-8.
    private static func escapedScalar(in utf8: UnsafeBufferPointer<UInt8>, at index: Int) -> (scalar: UInt16, length: Int)? {
        switch unsafe utf8[index] {
        case let byte where byte < 0x80:
            return (UInt16(byte), 1)
        case 0xC2 where unsafe utf8[index + 1] < 0xA0:
            return (UInt16(unsafe utf8[index + 1]), 2)
        case 0xE2 where unsafe utf8[index + 1] == 0x80 && utf8[index + 2] & 0xFE == 0xA8:
            return (0x2000 | UInt16(unsafe utf8[index + 2] & 0x3F), 3)
        default:
            return nil
        }
    }

    private static func appendEscape(of scalar: UInt16, to bytes: inout [UInt8]) {
        bytes.append(0x5C)
        switch scalar {
        case 0x22, 0x5C: bytes.append(UInt8(scalar))
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            bytes.append(UInt8(ascii: "u"))
            for shift in [12, 8, 4, 0] as [UInt16] {
                let digit = UInt8(scalar >> shift & 15)
                bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        }
    }
}
