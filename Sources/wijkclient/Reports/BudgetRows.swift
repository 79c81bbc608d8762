import SyncCore
import WijkDomain

/// What budgets have left, as a part of a report.
struct BudgetRows {
    let device: Device
    let language: Language

    /// - Parameters:
    ///   - areas: numbers of areas; all when empty.
    ///   - years: which years count.
    func add(areas: [Int], where years: (Int64) -> Bool, to report: inout Report) throws {
        var query = RecordQuery(MoneyKinds.budget)
        query.areas = areas
        query.sort = ("year", false)
        var budgets: [RecordValues] = []
        try device.store.list(query) { row in
            budgets.append(RecordValues(id: row.id, kind: query.kind, area: "", values: row.values))
            return true
        }
        let facts = StoredFacts(device.store) { $0.person }
        let rows = try budgets.filter { years($0["year"].integer ?? 0) }.map { budget -> [Report.Cell] in
            let currency = budget["currency"].text ?? "EUR"
            let bookings = try facts.records(MoneyKinds.booking, referringTo: budget.id, in: "budget")
            let balance = BudgetBalance(granted: budget["granted_cents"].integer ?? 0, bookings: bookings)
            let sums = [balance.granted, balance.accepted, balance.held, balance.room]
            return [.text(budget.id.short), .text(budget["title"]), .number(Int(budget["year"].integer ?? 0))]
                + sums.map { .cents($0, currency) }
        }
        report.add(
            "budgets", language(en: "budgets", nl: "budgetten"),
            [
                .init("short", "id"), .init("title", language(en: "budget", nl: "budget")),
                .init("year", language(en: "year", nl: "jaar"), isNumber: true),
                .init("granted", language(en: "granted", nl: "toegekend"), isNumber: true),
                .init("accepted", language(en: "accepted", nl: "besteed"), isNumber: true),
                .init("held", language(en: "held", nl: "vastgehouden"), isNumber: true),
                .init("room", language(en: "left", nl: "saldo"), isNumber: true),
            ], rows)
    }
}
