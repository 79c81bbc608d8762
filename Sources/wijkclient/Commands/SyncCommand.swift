import ArgumentParser
import SyncCore

struct SyncCommand: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "sync", ["synchroniseren"], en: "Hand over what was written here and take what others wrote.",
            nl: "Lever af wat hier is geschreven en haal op wat anderen schreven.", example: ["sync"],
            json:
                "requests, acknowledged, refused, received, records, repaired, pending, conflicts, refusals[{record, kind, code, detail, decider}], held[{booking, shortfallCents}], closed[], released[{area, records}], renewed, "
                + "sentBytes, receivedBytes, clockSkewMilliseconds, finished")
    }

    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let language = client.language
        let (device, enrolment, token) = try client.openToSync()
        Interruption.listen()
        var progress = Progress(client.environment)
        defer { progress.end() }
        var run = SyncRun(device: device, connection: try ServerConnection(enrolment.server, language), token: token, language: language)
        run.progress = { session in
            guard session.requests > 2 else { return }
            let total = session.total
            let got = UInt64(total.received + total.records)
            progress.show(
                language(
                    en: "sent \(total.acknowledged), received \(got), \(total.pending) to go",
                    nl: "verstuurd \(total.acknowledged), ontvangen \(got), nog \(total.pending)"))
        }
        run.beganNewLife = { kept in
            progress.end()
            client.tellNewLife(kept: kept)
        }
        do {
            let result = try run.run()
            progress.end()
            if result.last.requests > 1 { device.settle() }
            try tell(result, device, client)
        } catch {
            // A request that a signal broke off, or a signal that came with another fault, is an interruption all the same.
            progress.end()
            try Interruption.check(language)
            throw error
        }
    }

    private func tell(_ result: SyncRun.Result, _ device: Device, _ client: Client) throws {
        let (total, last) = (result.total, result.last)
        let conflicts = try device.store.conflicts(area: nil).count
        let outcome = try SyncOutcome(device, refusedNow: total.refused)
        if client.json {
            return try client.write { writer in
                writer.member("requests", last.requests)
                writer.member("acknowledged", total.acknowledged)
                writer.member("refused", total.refused)
                writer.member("received", total.received)
                writer.member("records", total.records)
                writer.member("repaired", total.repaired)
                writer.member("pending", total.pending)
                writer.member("conflicts", conflicts)
                outcome.write(into: &writer)
                writer.array("closed", total.closed) { $1.string($0) }
                writer.array("released", total.released.sorted { $0.key < $1.key }) { part, writer in
                    writer.beginObject()
                    writer.member("area", part.key)
                    writer.member("records", part.value)
                    writer.endObject()
                }
                writer.member("renewed", total.isRenewed)
                writer.member("sentBytes", last.sentBytes)
                writer.member("receivedBytes", last.receivedBytes)
                writer.member("clockSkewMilliseconds", last.skew)
                writer.member("finished", instant: last.finished)
            }
        }
        let language = client.language
        let got = total.received + total.records
        var parts = [
            language(
                en: "sent \(total.acknowledged)",
                nl: "verstuurd \(total.acknowledged)"),
            language(
                en: "received \(got)",
                nl: "ontvangen \(got)"),
        ]
        if total.refused > 0 { parts.append(language(en: "refused \(total.refused)", nl: "geweigerd \(total.refused)")) }
        if total.repaired > 0 { parts.append(language(en: "repaired \(total.repaired)", nl: "hersteld \(total.repaired)")) }
        if conflicts > 0 { parts.append(language(en: "conflicts \(conflicts)", nl: "conflicten \(conflicts)")) }
        let size = "\(last.requests) × HTTP, \(last.sentBytes) + \(last.receivedBytes) B"
        try client.streams.write(
            language(
                en: "In step with the server: ",
                nl: "Gelijk met de server: ") + parts.joined(separator: ", ") + " (\(size)).\n")
        for line in outcome.lines(language) { client.streams.message(line, .warning) }
        if total.refused > 0 {
            client.streams.message(
                language(
                    en: "See what was refused, and why: wijkclient refused list.",
                    nl: "Zie wat is geweigerd, en waarom: wijkclient geweigerd lijst."), .warning)
        }
        tellAreas(total, client)
        if last.skew.magnitude > 60_000 {
            client.streams.message(
                language(
                    en: "This device's clock is \(last.skew.magnitude / 1_000) s off; times it writes will look wrong, nothing else.",
                    nl:
                        "De klok van dit apparaat wijkt \(last.skew.magnitude / 1_000) s af; tijden die het schrijft, lijken verkeerd, verder niets."
                ), .warning)
        }
    }

    /// What is not this device's to hold any more, and that it had to begin anew.
    private func tellAreas(_ total: Applied, _ client: Client) {
        let language = client.language
        for code in Set(total.closed).union(total.released.keys).sorted() {
            let count = total.released[code] ?? 0
            client.streams.message(
                count == 0
                    ? language(en: "This device has no right to \(code).", nl: "Dit apparaat heeft geen recht op \(code).")
                    : language(
                        en:
                            "This device has no right to \(code) any more: its \(count) records were removed here. What was written here is kept by the server.",
                        nl:
                            "Dit apparaat heeft geen recht meer op \(code): de \(count) gegevens ervan zijn hier verwijderd. Wat hier is geschreven, is bewaard bij de server."
                    ), .warning)
        }
        if total.isRenewed {
            client.streams.message(
                language(
                    en: "The server had retired this device: what it had not sent was handed in first, and it has fetched its areas anew.",
                    nl:
                        "De server had dit apparaat buiten dienst gesteld: wat nog niet was verstuurd, is eerst ingeleverd, en de gebieden zijn opnieuw opgehaald."
                ), .warning)
        }
    }
}
