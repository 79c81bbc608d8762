/// Stored text made fit to be shown. Nobody who writes a report may move our cursor, colour our screen, reverse our columns or hide
/// characters: what has no shape of its own is shown as a symbol (`\n`, `\u{1B}`), all other Unicode passes unchanged.
///
/// Shown as symbols: C0 and C1 controls, DEL, line and paragraph separators, format characters (bidirectional controls, zero-width
/// characters, tags), other invisible code points, noncharacters. Two invisible things are part of ordinary text and pass: one variation
/// selector after a visible scalar, and a zero-width joiner between two emoji. A `String` cannot hold a lone surrogate; bytes of one
/// have become U+FFFD when the string was made. A backslash passes as it is, so the symbols are for eyes, not for reading back.
enum SafeText {
    /// The text on one line: line breaks become symbols too.
    static func singleLine(_ text: String) -> String {
        escape(text, keepsLineFeed: false)
    }

    /// The text with its line breaks kept; CR LF counts as one and becomes LF.
    static func multiLine(_ text: String) -> String {
        escape(text, keepsLineFeed: true)
    }

    /// Whether the scalar is a control character of C0, C1 or DEL.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    /// The visible symbol for a scalar.
    static func symbol(for scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }

    private static func escape(_ text: String, keepsLineFeed: Bool) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        var result = String.UnicodeScalarView()
        let scalars = text.unicodeScalars
        var previous: Unicode.Scalar?
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let scalar = scalars[index]
            index = scalars.index(after: index)
            let next = index < scalars.endIndex ? scalars[index] : nil
            if keepsLineFeed, scalar == "\r", next == "\n" { continue }
            if (keepsLineFeed && scalar == "\n") || isVisible(scalar, after: previous, before: next) {
                result.append(scalar)
            } else {
                result.append(contentsOf: symbol(for: scalar).unicodeScalars)
            }
            previous = scalar
        }
        return String(result)
    }

    private static func isVisible(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, before next: Unicode.Scalar?) -> Bool {
        if scalar.value < 0x7F { return scalar.value >= 0x20 }
        if isVariationSelector(scalar) {
            guard let previous, !previous.properties.isDefaultIgnorableCodePoint else { return false }
            return previous.value > 0x20 && !isControl(previous)
        }
        if scalar.value == 0x200D {
            guard let previous, let next else { return false }
            return endsEmoji(previous) && next.properties.isEmoji && next.value > 0x7F
        }
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint { return false }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return false
        default: return true
        }
    }

    private static func isVariationSelector(_ scalar: Unicode.Scalar) -> Bool {
        (0xFE00...0xFE0F).contains(scalar.value) || (0xE0100...0xE01EF).contains(scalar.value)
    }

    /// An emoji sequence's part before a joiner ends in the emoji, its skin tone or its variation selector.
    private static func endsEmoji(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0xFE0F || (scalar.properties.isEmoji && scalar.value > 0x7F)
    }
}
