import ArgumentParser
import SyncCore
import WijkDomain

struct BookingCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "booking", ["boeking"], en: "Bookings on a budget: asked for offline, answered by the server.",
            nl: "Boekingen op een budget: zonder netwerk gevraagd, door de server beantwoord.",
            subcommands: [
                BookingRequest.self, BookingAccept.self, BookingRefuse.self, BookingReverse.self, RecordList<BookingNoun>.self,
                RecordShow<BookingNoun>.self, RecordHistory<BookingNoun>.self,
            ])
    }
}

struct BookingRequest: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "request", ["vraag-aan"], en: "Ask for money from a budget.", nl: "Vraag geld van een budget.",
            example: ["booking request --budget 1a2b3c4d --item 5e6f7a8b --amount 20.000,00"],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Option(name: .long, help: .both("The budget (id).", "Het budget (nummer).")) var budget: String
    @Option(name: .long, help: .both("The plan item (id).", "De maatregel (nummer).")) var item: String?
    @Option(name: .long, help: .both("In whole money: 20000 or 20.000,00.", "In hele guldens of euro's: 20000 of 20.000,00.")) var amount:
        String
    @Option(name: .long, help: .oneOf(MoneyKinds.bookings)) var sort = "reservering"
    @Option(name: [.long, .customShort("d")], parsing: .unconditional, help: .both("What for.", "Waarvoor.")) var description: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let cents = try AmountInput.cents(amount, client.language)
        guard MoneyKinds.bookings.contains(sort) else { throw Violation(field: "sort", rule: .notAWord(allowed: MoneyKinds.bookings)) }
        let record = try verb.device.store.transaction {
            let budget = try verb.lookup.shown(budget, in: [MoneyKinds.budget])
            var values: [(field: String, value: Value)] = [
                ("budget", .bytes(budget.id.bytes)), ("sort", .text(sort)), ("amount_cents", .integer(cents)),
                ("state", .text("aangevraagd")),
            ]
            if let item { values.append(("item", .bytes(try verb.lookup.shown(item, in: [PlanItemKind.kind]).id.bytes))) }
            if let description { values.append(("description", .text(FieldInput.clean(description)))) }
            return try verb.writing.writeAll(
                Draft(kind: MoneyKinds.booking.number, area: try verb.writing.area(of: budget), writes: MoneyKinds.booking.writes(values)))
        }
        try verb.writing.tell(record, en: "requested", nl: "aangevraagd")
    }
}

struct BookingAccept: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "accept", ["aanvaard"], en: "Grant bookings, all or part of each, in one decision.",
            nl: "Ken boekingen toe, elk geheel of ten dele, in één besluit.",
            example: ["booking accept 1a2b3c4d=20.000 5e6f7a8b=10.000 --decision 9c0d1e2f"],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Argument(help: .both("Bookings by id, each with =AMOUNT when less than was asked.", "Boekingen, elk met =BEDRAG als het minder is."))
    var bookings: [String]
    @Option(name: .long, help: .both("The decision it rests on (id).", "Het besluit waar het op rust (nummer).")) var decision: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let record = try verb.device.store.transaction {
            let decision = try decision.map { try verb.lookup.shown($0, in: [DecidingKinds.decision]).id }
            let drafts = try bookings.map { text in
                let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
                let booking = try verb.lookup.shown(parts[0], in: [MoneyKinds.booking])
                let asked = booking.value("amount_cents")
                let granted = parts.count == 2 ? .integer(try AmountInput.cents(parts[1], client.language)) : asked
                var values: [(field: String, value: Value)] = [
                    ("state", .text("geaccepteerd")), ("granted_cents", granted), ("shortfall_cents", .null),
                ]
                if let decision { values.append(("decision", .bytes(decision.bytes))) }
                return try verb.writing.draft(booking, MoneyKinds.booking.writes(values))
            }
            return try verb.writing.writeAll(drafts)
        }
        try verb.writing.tell(record, en: "granted", nl: "toegekend")
    }
}

struct BookingRefuse: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "refuse", ["wijs-af"], en: "Refuse a booking, or take an accepted one back.",
            nl: "Wijs een boeking af, of draai een toegekende terug.",
            example: ["booking refuse 1a2b3c4d --reason \"Volgend jaar\" --decision 9c0d1e2f"],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Argument(help: .both("The booking's id.", "Het nummer van de boeking.")) var id: String
    @Option(name: .long, parsing: .unconditional, help: .both("Why.", "Waarom.")) var reason: String
    @Option(name: .long, help: .both("The decision it rests on (id).", "Het besluit waar het op rust (nummer).")) var decision: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let record = try verb.device.store.transaction {
            let booking = try verb.lookup.shown(id, in: [MoneyKinds.booking])
            let wasAccepted = booking.value("state") == .text("geaccepteerd")
            return try verb.end(booking, as: wasAccepted ? "teruggedraaid" : "afgewezen", reason: reason, decision: decision)
        }
        try verb.writing.tell(record, en: "refused", nl: "afgewezen")
    }
}

extension FindingVerb {
    /// A booking that gets no money, or gives it back: its outcome is written whole.
    ///
    /// - Parameter decision: the id of the decision it rests on.
    func end(_ booking: RecordView, as state: String, reason: String, decision: String?) throws -> RecordView {
        var values: [(field: String, value: Value)] = [("state", .text(state)), ("granted_cents", .null), ("shortfall_cents", .null)]
        if let decision { values.append(("decision", .bytes(try lookup.shown(decision, in: [DecidingKinds.decision]).id.bytes))) }
        return try writing.change(booking, MoneyKinds.booking.writes(values), note: try lookup.input.note(reason))
    }
}

enum AmountInput {
    static func cents(_ text: String, _ language: Language) throws -> Int64 {
        if let cents = Money.cents(text) { return cents }
        throw ClientError(
            .badData, "money.amount", language(en: "“\(text)” is not an amount.", nl: "“\(text)” is geen bedrag."),
            hint: language(en: "Write 20000 or 20.000,00; at most 100 billion.", nl: "Schrijf 20000 of 20.000,00; hoogstens 100 miljard."))
    }
}
