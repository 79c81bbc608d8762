@_spi(_Unicode) import Swift

/// Text in Unicode Normalization Form C (UAX #15), the form in which text enters a replica.
///
/// This is the one place that leans on the standard library's own normaliser, which it offers under an underscore only:
/// FoundationEssentials has none, and a table of our own would have to follow every Unicode version.
public enum NFC {
    /// The text in form C; the very same text when it is ASCII.
    public static func normalize(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text._nfc { scalars.append(scalar) }
        return String(scalars)
    }
}
