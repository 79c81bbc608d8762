/// An amount in whole cents of a currency.
public struct Money: Sendable, Equatable {
    /// The most that an amount can be, which no municipality's budget reaches.
    public static let most: Int64 = 10_000_000_000_000

    public let cents: Int64
    /// ISO 4217.
    public let currency: String

    public init(cents: Int64, currency: String) {
        self.cents = cents
        self.currency = currency
    }

    /// As it is written in Dutch: `f 500.000,00`, `€ 5,00`.
    public var text: String {
        let whole = String(abs(cents) / 100)
        var groups: [Substring] = []
        var rest = Substring(whole)
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(rest, at: 0)
        let part = abs(cents) % 100
        let sign = currency == "NLG" ? "f" : currency == "EUR" ? "€" : currency
        return "\(cents < 0 ? "-" : "")\(sign) \(groups.joined(separator: ".")),\(part < 10 ? "0" : "")\(part)"
    }

    /// Cents of an amount in whole money as people type it: `20000`, `20.000,00`, `20000.00`; `nil` when it is none, is negative, or is
    /// more than 10¹³ cents.
    public static func cents(_ text: String) -> Int64? {
        var digits = text.filter { $0 != " " && $0 != "€" }
        // The last separator with one or two digits behind it parts the cents; every other one groups thousands.
        var part = ""
        if let mark = digits.lastIndex(where: { $0 == "," || $0 == "." }), digits.distance(from: mark, to: digits.endIndex) <= 3 {
            part = String(digits[digits.index(after: mark)...])
            digits = String(digits[..<mark])
        }
        digits = digits.filter { $0 != "." && $0 != "," }
        guard !digits.isEmpty, (digits + part).utf8.allSatisfy({ (0x30...0x39).contains($0) }), let whole = Int64(digits),
            whole <= 100_000_000_000
        else { return nil }
        let cents = part.isEmpty ? 0 : (Int64(part) ?? 0) * (part.count == 1 ? 10 : 1)
        let total = whole * 100 + cents
        return total <= most ? total : nil
    }
}
