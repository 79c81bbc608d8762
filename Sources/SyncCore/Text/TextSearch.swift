/// Case-insensitive search in text. SQLite's own `LIKE` folds ASCII only ('É' is not like 'é').
public enum TextSearch {
    /// The form in which a needle is searched: lower case, form C.
    public static func fold(_ text: String) -> String { NFC.normalize(text.lowercased()) }

    /// Whether the text, in lower case, contains the needle (already folded). Bytes are compared where both are ASCII,
    /// which is nearly always; else the text is folded whole.
    static func contains(_ text: UnsafeBufferPointer<UInt8>, folded needle: UnsafeBufferPointer<UInt8>) -> Bool {
        if needle.isEmpty { return true }
        if unsafe needle.allSatisfy({ $0 < 0x80 }) {
            return unsafe containsASCII(text, needle)
        }
        let whole = unsafe fold(String(decoding: text, as: UTF8.self))
        let part = unsafe String(decoding: needle, as: UTF8.self)
        return Array(whole.utf8).contains(Array(part.utf8))
    }

    private static func containsASCII(_ text: UnsafeBufferPointer<UInt8>, _ needle: UnsafeBufferPointer<UInt8>) -> Bool {
        let first = unsafe needle[0]
        var start = 0
        while start + needle.count <= text.count {
            if unsafe lower(text[start]) == first {
                var length = 1
                while length < needle.count, unsafe lower(text[start + length]) == needle[length] { length += 1 }
                if length == needle.count { return true }
            }
            start += 1
        }
        return false
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte }
}
