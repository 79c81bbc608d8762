/// One row of a CSV file.
struct CSVRow: Equatable, Sendable {
    /// The line of the file on which the row begins, counted from 1. Quoted fields may hold line breaks, so lines are not rows.
    let line: Int
    let fields: [String]
}

/// Reads CSV (RFC 4180) row by row from a file's bytes.
///
/// Rows end in LF, CR LF or CR, the last one also at the end of the file; empty lines are skipped; a byte order mark is skipped.
/// A quote that does not begin a field is an ordinary character, as in `5" pipe`. Line breaks in quoted fields are kept as they are.
/// What the columns mean, and whether each row has them all, is for the caller to say: the header is the first row.
struct CSVReader: Sendable {
    struct Limits: Sendable {
        /// The longest row, in bytes of the file.
        var rowBytes = 1 << 20
        /// The most fields in a row.
        var columns = 512
    }

    /// The delimiter given, or the one detected.
    let delimiter: CSVDelimiter

    private let bytes: [UInt8]
    private let limits: Limits
    private var position: Int
    private var line = 1
    private var columnHint = 0

    /// - Parameter delimiter: `nil` to detect it from the first line that is not empty.
    init(_ bytes: [UInt8], delimiter: CSVDelimiter? = nil, limits: Limits = Limits()) {
        self.bytes = bytes
        self.limits = limits
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        self.delimiter = delimiter ?? .detect(in: bytes, from: position, limit: limits.rowBytes)
    }

    /// The next row, or `nil` at the end. After an error the rest of the file is not read: where the next row begins is unknown.
    mutating func next() throws(CSVError) -> CSVRow? {
        while position < bytes.count, isLineBreak(bytes[position]) { skipLineBreak() }
        guard position < bytes.count else { return nil }
        do throws(CSVError) {
            return try row()
        } catch {
            position = bytes.count
            throw error
        }
    }

    private mutating func row() throws(CSVError) -> CSVRow {
        let rowLine = line
        let end = position + limits.rowBytes
        var fields: [String] = []
        fields.reserveCapacity(columnHint)
        while true {
            guard fields.count < limits.columns else { throw .tooManyColumns(line: rowLine, limit: limits.columns) }
            let isQuoted = position < bytes.count && bytes[position] == 0x22
            fields.append(try isQuoted ? quotedField(rowLine, before: end) : plainField(rowLine, before: end))
            guard position < bytes.count, bytes[position] == delimiter.rawValue else { break }
            position += 1
        }
        if position < bytes.count { skipLineBreak() }
        columnHint = fields.count
        return CSVRow(line: rowLine, fields: fields)
    }

    private mutating func plainField(_ rowLine: Int, before end: Int) throws(CSVError) -> String {
        let start = position
        while position < bytes.count, bytes[position] != delimiter.rawValue, !isLineBreak(bytes[position]) {
            guard position < end else { throw .rowTooLong(line: rowLine, limit: limits.rowBytes) }
            guard bytes[position] != 0 else { throw .nul(line: line) }
            position += 1
        }
        return try text(bytes[start..<position], startLine: line)
    }

    private mutating func quotedField(_ rowLine: Int, before end: Int) throws(CSVError) -> String {
        let startLine = line
        position += 1
        let start = position
        var hasQuotes = false
        while true {
            guard position < bytes.count else { throw .unterminatedQuote(line: startLine) }
            guard position < end else { throw .rowTooLong(line: rowLine, limit: limits.rowBytes) }
            let byte = bytes[position]
            if byte == 0x22 {
                guard position + 1 < bytes.count, bytes[position + 1] == 0x22 else { break }
                hasQuotes = true
                position += 2
            } else if byte < 0x20 {
                guard byte != 0 else { throw .nul(line: line) }
                if isLineBreak(byte) { skipLineBreak() } else { position += 1 }
            } else {
                position += 1
            }
        }
        let content = bytes[start..<position]
        position += 1
        if position < bytes.count, bytes[position] != delimiter.rawValue, !isLineBreak(bytes[position]) {
            throw .textAfterQuote(line: line)
        }
        let field = try text(content, startLine: startLine)
        return hasQuotes ? field.replacing("\"\"", with: "\"") : field
    }

    private func isLineBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private mutating func skipLineBreak() {
        let isPair = bytes[position] == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A
        position += isPair ? 2 : 1
        line += 1
    }

    private func text(_ field: ArraySlice<UInt8>, startLine: Int) throws(CSVError) -> String {
        if let text = String(validating: field, as: UTF8.self) { return text }
        let valid = Self.validPrefix(of: field)
        let text = String(decoding: valid, as: UTF8.self)
        throw .invalidUTF8(line: startLine + text.count { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }, offset: valid.endIndex)
    }

    /// The bytes before the first that is not UTF-8.
    private static func validPrefix(of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let length =
                switch bytes[index] {
                case ..<0x80: 1
                case 0xC2...0xDF: 2
                case 0xE0...0xEF: 3
                default: 4
                }
            let end = min(index + length, bytes.endIndex)
            guard String(validating: bytes[index..<end], as: UTF8.self) != nil else { break }
            index = end
        }
        return bytes[..<index]
    }
}
