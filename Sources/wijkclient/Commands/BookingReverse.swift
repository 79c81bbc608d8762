import ArgumentParser
import SyncCore
import WijkDomain

/// Takes back what was granted: the money is there again for others. Nothing in the ledger is rewritten.
struct BookingReverse: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "reverse", ["draai-terug"], en: "Take back a booking that was granted.", nl: "Draai een toegekende boeking terug.",
            example: ["booking reverse 1a2b3c4d --reason \"Valt goedkoper uit\" --decision 9c0d1e2f"],
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
            let state = booking.value("state").text ?? ""
            guard state == "geaccepteerd" else {
                throw ClientError(
                    .refused, "booking.state",
                    client.language(
                        en: "The booking is \(state): only what was granted is taken back.",
                        nl: "De boeking is \(state): alleen wat is toegekend wordt teruggedraaid."),
                    hint: client.language(en: "See: wijkclient booking refuse.", nl: "Zie: wijkclient boeking wijs-af."))
            }
            return try verb.end(booking, as: "teruggedraaid", reason: reason, decision: decision)
        }
        try verb.writing.tell(record, en: "taken back", nl: "teruggedraaid")
    }
}
