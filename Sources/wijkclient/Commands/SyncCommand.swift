import ArgumentParser
import SyncCore

struct SyncCommand: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "sync", ["synchroniseren"], en: "Hand over what was written here and take what others wrote.",
            nl: "Lever af wat hier is geschreven en haal op wat anderen schreven.", example: ["sync"],
            json: "requests, acknowledged, refused, received, records, repaired, pending, conflicts, closed[], sentBytes, receivedBytes, "
                + "clockSkewMilliseconds, finished")
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
                writer.array("closed", total.closed) { $1.string($0) }
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
        if total.refused > 0 {
            client.streams.message(
                language(
                    en: "See what was refused, and why: wijkclient refused list.",
                    nl: "Zie wat is geweigerd, en waarom: wijkclient geweigerd lijst."), .warning)
        }
        for code in total.closed {
            client.streams.message(
                language(
                    en: "This device has no right to \(code); what it holds of it stays.",
                    nl: "Dit apparaat heeft geen recht op \(code); wat het ervan heeft, blijft."), .warning)
        }
        if last.skew.magnitude > 60_000 {
            client.streams.message(
                language(
                    en: "This device's clock is \(last.skew.magnitude / 1_000) s off; times it writes will look wrong, nothing else.",
                    nl:
                        "De klok van dit apparaat wijkt \(last.skew.magnitude / 1_000) s af; tijden die het schrijft, lijken verkeerd, verder niets."
                ), .warning)
        }
    }
}
