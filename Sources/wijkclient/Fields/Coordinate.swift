/// Coordinates as people write them, in decimal degrees, and as they are stored, in 10⁻⁷ degree. Digit by digit: no floating point
/// comes near what is hashed.
enum Coordinate {
    /// Reads `52.0907374`, `-4,5` or `52`. Digits after the seventh round the last one half up, away from zero. `nil` for anything
    /// else, and for more than three digits before the point.
    static func parse(_ text: String) -> Int64? {
        var rest = Substring(text)
        let isNegative = rest.first == "-" || rest.first == "−"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        let parts = rest.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard parts.count <= 2, (1...3).contains(parts[0].utf8.count), let degrees = digits(parts[0]) else { return nil }
        var units = degrees * 10_000_000
        if parts.count == 2 {
            guard !parts[1].isEmpty, parts[1].utf8.count <= 30, digits(parts[1].prefix(7)) != nil else { return nil }
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            let seven = Array(parts[1].utf8.prefix(7)) + [UInt8](repeating: 0x30, count: max(0, 7 - parts[1].utf8.count))
            units += seven.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
            if let eighth = parts[1].utf8.dropFirst(7).first, eighth >= 0x35 { units += 1 }
        }
        return isNegative ? -units : units
    }

    /// With a point, without zeros at the end: `52.0907374`.
    static func text(_ units: Int64) -> String {
        let magnitude = units.magnitude
        var fraction = String(magnitude % 10_000_000)
        fraction = String(repeating: "0", count: 7 - fraction.count) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return (units < 0 ? "-" : "") + String(magnitude / 10_000_000) + (fraction.isEmpty ? "" : "." + fraction)
    }

    private static func digits(_ text: Substring) -> Int64? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
    }
}
