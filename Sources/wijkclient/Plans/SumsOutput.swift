import SyncCore
import WijkDomain

/// Amounts of plans for people and for programs.
enum SumsOutput {
    /// `f 500,00`, or from the least to the most that people disagree about, with a mark.
    static func text(_ spread: Spread, _ currency: String) -> String {
        let low = Money(cents: spread.low, currency: currency).text
        return spread.isDecided ? low : "\(low) – \(Money(cents: spread.high, currency: currency).text) !"
    }

    /// All currencies in one cell; nothing where there is no money.
    static func total(_ sums: PlanSums) -> String {
        sums.currencies.map { text(sums.total($0), $0) }.joined(separator: " + ")
    }

    static func amount(_ amount: PlanAmount) -> String {
        amount.total == Spread(0) && amount.years.isEmpty ? "" : text(amount.total, amount.currency)
    }

    /// A line a year and one for all, for each currency.
    static func lines(_ sums: PlanSums, _ language: Language) -> [String] {
        sums.currencies.flatMap { currency in
            let rows = sums.rows(currency)
            let dated = rows.count > 1 || rows.contains { $0.year != nil } ? rows : []
            return dated.map { row in
                "  \(row.year.map(String.init) ?? language(en: "no year", nl: "geen jaar"))  \(text(row.amount, currency))"
            } + ["  \(language(en: "total", nl: "totaal"))  \(text(sums.total(currency), currency))"]
        }
    }

    /// `sums[{currency, lowCents, highCents, years[{year, lowCents, highCents}]}]`.
    static func write(_ sums: PlanSums, as name: String = "sums", into writer: inout JSONWriter) {
        writer.array(name, sums.currencies) { currency, writer in
            writer.object { writer in
                writer.member("currency", currency)
                members(sums.total(currency), into: &writer)
                writer.array("years", sums.rows(currency)) { row, writer in
                    writer.object { writer in
                        writer.member("year", row.year)
                        members(row.amount, into: &writer)
                    }
                }
            }
        }
    }

    static func members(_ spread: Spread, into writer: inout JSONWriter) {
        writer.member("lowCents", spread.low)
        writer.member("highCents", spread.high)
    }
}
