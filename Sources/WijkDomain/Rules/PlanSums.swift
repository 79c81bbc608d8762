/// Amounts added up by year and by currency: two currencies are never one sum.
public struct PlanSums: Sendable, Equatable {
    public struct Row: Sendable, Equatable {
        /// `nil` for what no year has yet.
        public let year: Int64?
        public let amount: Spread
    }

    private var undated: [String: Spread] = [:]
    private var years: [String: [Int64: Spread]] = [:]
    private var totals: [String: Spread] = [:]

    public init(_ amounts: some Sequence<PlanAmount> = []) {
        for amount in amounts { add(amount) }
    }

    public mutating func add(_ amount: PlanAmount) {
        if amount.years.isEmpty, amount.total == Spread(0) { return }
        totals[amount.currency] = total(amount.currency) + amount.total
        undated[amount.currency] = (undated[amount.currency] ?? Spread(0)) + amount.undated
        for (year, spread) in amount.years {
            years[amount.currency, default: [:]][year] = (years[amount.currency]?[year] ?? Spread(0)) + spread
        }
    }

    /// Those that occur.
    public var currencies: [String] { totals.keys.sorted() }

    public func total(_ currency: String) -> Spread { totals[currency] ?? Spread(0) }

    /// Year by year, and what has none last, where there is any. They make the total together.
    public func rows(_ currency: String) -> [Row] {
        let dated = (years[currency] ?? [:]).sorted { $0.key < $1.key }.map { Row(year: $0.key, amount: $0.value) }
        let rest = undated[currency] ?? Spread(0)
        return rest == Spread(0) ? dated : dated + [Row(year: nil, amount: rest)]
    }
}
