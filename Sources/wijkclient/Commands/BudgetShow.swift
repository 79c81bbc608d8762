import ArgumentParser
import SyncCore
import WijkDomain

struct BudgetCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "budget", ["budgetten"], en: "Budgets: what is granted, taken, held and left.",
            nl: "Budgetten: toegekend, besteed, vastgehouden en over.",
            subcommands: [BudgetShow.self, RecordList<BudgetNoun>.self, RecordHistory<BudgetNoun>.self])
    }
}

struct BudgetShow: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "show", ["toon", "tonen"], en: "Show a budget with its ledger.", nl: "Toon een budget met zijn boekingen.",
            example: ["budget show 1a2b3c4d"],
            json:
                "id, title, year, currency, grantedCents, acceptedCents, heldCents, requestedCents, roomCents, perInhabitantCents, bookings[{id, short, state, sort, amountCents, grantedCents, shortfallCents, item}]"
        )
    }

    @Argument(
        help: .both("The budget's id; the only one when none is given.", "Het nummer van het budget; het enige als er geen is gegeven."))
    var id: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            let lookup = RecordLookup(device: device, language: client.language)
            let budget = try id.map { try lookup.shown($0, in: [MoneyKinds.budget]) } ?? only(device, client.language)
            let facts = StoredFacts(device.store) { $0.person }
            let bookings = try facts.records(MoneyKinds.booking, referringTo: budget.id, in: "budget")
            let balance = BudgetBalance(granted: budget.value("granted_cents").integer ?? 0, bookings: bookings)
            let share = try inhabitants(budget, device).map { balance.granted / $0 }
            if client.json { return try write(budget, bookings, balance, share, client) }
            try show(budget, bookings, balance, share, client)
        }
    }

    private func only(_ device: Device, _ language: Language) throws -> RecordView {
        var refs: [RecordRef] = []
        try device.store.list(RecordQuery(MoneyKinds.budget)) { row in
            refs.append(row.ref)
            return refs.count < 2
        }
        guard refs.count == 1, let shown = try device.replica.shown(refs[0]) else {
            throw ClientError(
                .usage, "budget.which",
                refs.isEmpty
                    ? language(en: "There is no budget on this replica.", nl: "Er is geen budget op deze replica.")
                    : language(en: "There is more than one budget.", nl: "Er is meer dan één budget."),
                hint: language(en: "See: wijkclient budget list.", nl: "Zie: wijkclient budget lijst."))
        }
        return RecordView(shown, kind: MoneyKinds.budget, area: try device.area(number: shown.area))
    }

    private func inhabitants(_ budget: RecordView, _ device: Device) throws -> Int64? {
        var query = RecordQuery(AreaKind.kind)
        query.areas = budget.area.map { [$0.number] } ?? []
        var count: Int64?
        let place = AreaKind.kind.field(named: "inhabitants").flatMap { AreaKind.kind.position(of: $0.number) } ?? 0
        try device.store.list(query) { row in
            count = row.values[place].integer
            return false
        }
        return count.flatMap { $0 > 0 ? $0 : nil }
    }

    private func write(_ budget: RecordView, _ bookings: [RecordValues], _ balance: BudgetBalance, _ share: Int64?, _ client: Client) throws
    {
        try client.write { writer in
            writer.member("id", "\(budget.id)")
            writer.member("title", budget.title)
            writer.member("year", budget.value("year").integer)
            writer.member("currency", budget.value("currency").text)
            writer.member("grantedCents", balance.granted)
            writer.member("acceptedCents", balance.accepted)
            writer.member("heldCents", balance.held)
            writer.member("requestedCents", balance.requested)
            writer.member("roomCents", balance.room)
            writer.member("perInhabitantCents", share)
            writer.array("bookings", bookings) { booking, writer in
                writer.beginObject()
                writer.member("id", "\(booking.id)")
                writer.member("short", booking.id.short)
                writer.member("state", booking["state"].text)
                writer.member("sort", booking["sort"].text)
                writer.member("amountCents", booking["amount_cents"].integer)
                writer.member("grantedCents", booking["granted_cents"].integer)
                writer.member("shortfallCents", booking["shortfall_cents"].integer)
                writer.member("item", FieldOutput.text(booking["item"], .reference(kind: "plan_item")))
                writer.endObject()
            }
        }
    }

    private func show(_ budget: RecordView, _ bookings: [RecordValues], _ balance: BudgetBalance, _ share: Int64?, _ client: Client) throws
    {
        let language = client.language
        let currency = budget.value("currency").text ?? "EUR"
        func money(_ cents: Int64) -> String { Money(cents: cents, currency: currency).text }
        var lines = [SafeText.singleLine("\(budget.title)  (\(budget.id.short))")]
        lines.append(
            "  " + language(en: "granted", nl: "toegekend") + "  \(money(balance.granted))"
                + (share.map { language(en: ", \(money($0)) an inhabitant", nl: ", \(money($0)) per inwoner") } ?? ""))
        lines.append("  " + language(en: "accepted", nl: "besteed") + "  \(money(balance.accepted))")
        if balance.held > 0 { lines.append("  " + language(en: "held", nl: "vastgehouden") + "  \(money(balance.held))") }
        if balance.requested > 0 { lines.append("  " + language(en: "requested", nl: "aangevraagd") + "  \(money(balance.requested))") }
        lines.append("  " + language(en: "left", nl: "saldo") + "  \(money(balance.room))")
        try client.streams.write(lines.joined(separator: "\n") + "\n")
        if bookings.isEmpty { return }
        var table = TableWriter([
            .init("id"), .init(language(en: "state", nl: "stand")), .init(language(en: "amount", nl: "bedrag"), .number),
            .init(language(en: "granted", nl: "toegekend"), .number), .init(language(en: "shortfall", nl: "tekort"), .number),
        ])
        for booking in bookings {
            let cells = ["amount_cents", "granted_cents", "shortfall_cents"].map { booking[$0].integer.map(money) ?? "" }
            table.row([booking.id.short, booking["state"].text ?? ""] + cells)
        }
        try client.streams.write(table.render(for: client.streams.terminal))
    }
}
