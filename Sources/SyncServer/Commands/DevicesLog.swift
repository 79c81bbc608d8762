internal import ArgumentParser
internal import SyncCore

struct DevicesLog: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "The decisions about devices: what, when, by whom and why. The list only grows.",
        discussion: "Example: wijkserver devices log --data /srv/wijk tablet-ria", aliases: ["logboek"])

    @OptionGroup var options: DataOptions
    @Argument(help: "A device's id, or name; all devices when it is left out.") var device: String?

    func run() throws {
        let entries = try options.withDesk(.readOnly) { desk in
            try desk.access.ledger(device: device.map { try desk.access.device(NFC.normalize($0)).id })
        }
        guard options.json else {
            for entry in entries {
                let detail = entry.detail.isEmpty ? "" : " \(entry.detail)"
                Print.line(
                    "\(Instant.text(entry.at))  \(entry.device)  \(entry.action.rawValue)\(detail)  \(Print.safe(entry.by))  \(Print.safe(entry.reason))"
                )
            }
            return
        }
        Print.json { json in
            json.array(entries) { entry, json in
                json.object { json in
                    json.member("at", Instant.text(entry.at))
                    json.member("device", entry.device)
                    json.member("action", entry.action.rawValue)
                    json.member("detail", entry.detail)
                    json.member("by", entry.by)
                    json.member("reason", entry.reason)
                }
            }
        }
    }
}
