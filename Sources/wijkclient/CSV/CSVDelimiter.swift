/// What stands between two fields of a row.
enum CSVDelimiter: UInt8, CaseIterable, Sendable {
    case comma = 0x2C
    case semicolon = 0x3B
    case tab = 0x09

    /// The delimiter that the first line that is not empty holds most of, outside quotes; a comma when it holds none.
    /// Looks at no more than `limit` bytes.
    static func detect(in bytes: [UInt8], from start: Int, limit: Int) -> CSVDelimiter {
        var counts = [0, 0, 0]
        var isQuoted = false
        var isEmpty = true
        for byte in bytes[start...].prefix(limit) {
            if byte == 0x0A || byte == 0x0D {
                if isQuoted || isEmpty { continue }
                break
            }
            isEmpty = false
            if byte == 0x22 { isQuoted.toggle() }
            guard !isQuoted, let delimiter = CSVDelimiter(rawValue: byte) else { continue }
            counts[allCases.firstIndex(of: delimiter) ?? 0] += 1
        }
        let most = counts.max() ?? 0
        return zip(allCases, counts).first { $0.1 == most }?.0 ?? .comma
    }
}
