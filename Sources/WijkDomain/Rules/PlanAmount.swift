public import SyncCore

/// What a plan item costs, year by year (§4.3: four years ahead).
public struct PlanAmount: Sendable, Equatable {
    /// ISO 4217.
    public let currency: String
    /// By year, what is to be spent in it.
    public let years: [Int64: Spread]
    /// The estimate; without one, what the years make together.
    public let total: Spread

    /// - Parameter state: the record itself where people disagree about it, for all that they wrote.
    public init(_ item: RecordValues, state: RecordState? = nil) {
        currency = item.text("currency").isEmpty ? "EUR" : item.text("currency")
        guard !item.hasLeftPlan, item.text("wanted") != "ongewenst" else {
            (years, total) = ([:], Spread(0))
            return
        }
        let sides = state.map { Self.sides($0, item.kind) } ?? (estimates: [], years: [:])
        years = Self.tranches(item.text("tranches")).mapValues { Spread($0) }
            .merging(sides.years.mapValues { Spread(sides: $0) }) { $1 }
        if sides.estimates.count > 1 {
            total = Spread(sides: sides.estimates)
        } else if let estimate = item["estimate_cents"].integer {
            total = Spread(estimate)
        } else {
            total = years.values.reduce(Spread(0), +)
        }
    }

    init(currency: String, years: [Int64: Spread], total: Spread) {
        self.currency = currency
        self.years = years
        self.total = total
    }

    /// Of the estimate, what no year has yet; below nothing when the years take more than was estimated.
    public var undated: Spread { years.isEmpty ? total : total == sum ? Spread(0) : total - sum }

    private var sum: Spread { years.values.reduce(Spread(0), +) }

    /// `1997=200000` a line, as a field of years shows itself.
    public static func tranches(_ text: String) -> [Int64: Int64] {
        var years: [Int64: Int64] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=").compactMap { Int64($0) }
            if parts.count == 2 { years[parts[0]] = parts[1] }
        }
        return years
    }

    /// Where more than one value stands: what all of them are. A side that says nothing means no money.
    private static func sides(_ state: RecordState, _ kind: Kind) -> (estimates: [Int64], years: [Int64: [Int64]]) {
        var estimates: [Int64] = []
        var years: [Int64: [Int64]] = [:]
        let (estimate, tranches) = (kind.field(named: "estimate_cents")?.number, kind.field(named: "tranches")?.number)
        for sibling in state.siblings {
            if sibling.field == estimate { estimates.append(sibling.value.integer ?? 0) }
            if sibling.field == tranches, let year = Int64(sibling.key) { years[year, default: []].append(sibling.value.integer ?? 0) }
        }
        return (estimates, years.filter { $0.value.count > 1 })
    }
}
