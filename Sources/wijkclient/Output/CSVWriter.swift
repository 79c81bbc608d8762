/// Writes CSV (RFC 4180: quotes doubled, rows end in CR LF) that a spreadsheet opens without calculating.
///
/// A field that a spreadsheet would read as a formula gets a single quote in front; plain numbers, also negative ones, do not. Control
/// characters other than tab and line breaks are written as symbols (see `SafeText`): no spreadsheet holds them, and a terminal obeys them.
struct CSVWriter: Sendable {
    /// The UTF-8 text written so far.
    private(set) var bytes: [UInt8] = []

    private let delimiter: CSVDelimiter

    init(delimiter: CSVDelimiter = .comma) {
        self.delimiter = delimiter
    }

    mutating func row(_ fields: [String]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(delimiter.rawValue) }
            append(Self.guarded(field), isOnly: fields.count == 1)
        }
        bytes.append(0x0D)
        bytes.append(0x0A)
    }

    /// Gives the bytes written so far and starts anew, for writing in pieces.
    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    /// A lone empty field is quoted, since an empty line is no row. So is a field with any delimiter: the reader may guess another one.
    private mutating func append(_ field: String, isOnly: Bool) {
        let needsQuotes = field.utf8.contains { [0x22, 0x2C, 0x3B, 0x09, 0x0A, 0x0D].contains($0) } || (isOnly && field.isEmpty)
        guard needsQuotes else {
            bytes.append(contentsOf: field.utf8)
            return
        }
        bytes.append(0x22)
        for byte in field.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }

    private static func guarded(_ field: String) -> String {
        let safe = escapingControls(field)
        guard let first = safe.unicodeScalars.first else { return safe }
        switch first {
        case "+", "-": return isPlainNumber(safe) ? safe : "'" + safe
        // The full-width forms count: spreadsheets set to Japanese or Chinese read them as the plain ones.
        case "=", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": return "'" + safe
        default: return safe
        }
    }

    private static func escapingControls(_ field: String) -> String {
        func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
            SafeText.isControl(scalar) && scalar != "\t" && scalar != "\n" && scalar != "\r"
        }
        guard field.unicodeScalars.contains(where: mustEscape) else { return field }
        return field.unicodeScalars.reduce(into: "") { $0 += mustEscape($1) ? SafeText.symbol(for: $1) : String($1) }
    }

    /// A sign, digits, and at most one decimal point or comma with digits after it.
    private static func isPlainNumber(_ field: String) -> Bool {
        let parts = field.utf8.dropFirst().split(omittingEmptySubsequences: false) { $0 == 0x2E || $0 == 0x2C }
        return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
