internal import ArgumentParser
internal import SyncCore

struct DevicesRetire: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire", abstract: "Do not wait for a device any more: what all others have folded may be forgotten.",
        discussion: """
            A device that comes back all the same hands in its unsent work first, and then fetches its areas anew: nothing is lost, and nothing deleted returns.
            To stop a lost or stolen device, revoke it as well.
            Example: wijkserver devices retire --data /srv/wijk d-3f9a01c2de --reason 'Gestolen op 3 mei' --dry-run
            """, aliases: ["buiten-dienst"])

    @OptionGroup var options: DataOptions
    @Argument(help: "The device's id, or name.") var device: String
    @OptionGroup var decision: DecisionOptions

    /// How far an area is acknowledged by all, and how far without this device.
    struct Freed: Sendable {
        let code: String
        let acknowledged: UInt64
        let after: UInt64
    }

    func run() throws {
        let (row, freed) = try options.withDesk(.readOnly) { desk in
            try desk.store.reading {
                let row = try desk.access.device(NFC.normalize(device))
                let freed = try desk.store.areas().map { area in
                    Freed(
                        code: area.code, acknowledged: try desk.service.acknowledged(area: area.code),
                        after: try desk.service.acknowledged(area: area.code, without: row.id))
                }
                return (row, freed.filter { $0.after > $0.acknowledged })
            }
        }
        if !options.json {
            Print.line(row.summary)
            for area in freed {
                Print.line("\(area.code): acknowledged by all up to \(area.acknowledged), without it up to \(area.after).")
            }
            if freed.isEmpty { Print.line("No area waits for it.") }
        }
        let isDone = try decision.confirm("Retire it?")
        if isDone {
            let entry = try decision.entry(.retired, row.id)
            try options.withDesk { desk in
                try desk.store.transaction {
                    try desk.service.retire(device: row.id)
                    try desk.access.log(entry)
                }
            }
        }
        guard options.json else {
            if isDone { Print.line("Retired. When it comes back, it hands in its work first, and then fetches its areas anew.") }
            return
        }
        Print.json { json in
            json.object { json in
                json.member("id", row.id)
                json.member("name", row.name)
                json.member("person", row.person)
                json.member("lastSeen", row.lastSeen.map(Instant.text))
                json.member("pending", row.pending)
                json.member("done", isDone)
                json.array("frees", freed) { area, json in
                    json.object { json in
                        json.member("area", area.code)
                        json.member("acknowledged", area.acknowledged)
                        json.member("after", area.after)
                    }
                }
            }
        }
    }
}

struct DevicesRevoke: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "End a device's access: its token does not work any more, from the next request on.",
        discussion: """
            What it has not handed in stays on it; with a new code for the same person it is enrolled again and sends it.
            Example: wijkserver devices revoke --data /srv/wijk tablet-ria --reason 'Verloren op de markt' --yes
            """, aliases: ["intrekken"])

    @OptionGroup var options: DataOptions
    @Argument(help: "The device's id, or name.") var device: String
    @OptionGroup var decision: DecisionOptions

    func run() throws {
        let row = try options.withDesk(.readOnly) { try $0.access.device(NFC.normalize(device)) }
        if !options.json { Print.line(row.summary) }
        let isDone = try decision.confirm("End its access?")
        if isDone {
            let entry = try decision.entry(.revoked, row.id)
            try options.withDesk { desk in
                try desk.store.transaction {
                    try desk.access.revoke(row.id, now: entry.at)
                    try desk.access.log(entry)
                }
            }
        }
        if options.json {
            Print.json { json in
                json.object { json in
                    json.member("id", row.id)
                    json.member("name", row.name)
                    json.member("person", row.person)
                    json.member("pending", row.pending)
                    json.member("done", isDone)
                }
            }
        } else if isDone {
            Print.line("Revoked. To let it in again: wijkserver invite, for the same person; it is enrolled again with that code.")
        }
    }
}
