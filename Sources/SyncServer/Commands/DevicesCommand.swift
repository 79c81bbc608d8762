internal import ArgumentParser
internal import Glibc
internal import SyncCore

struct DevicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices", abstract: "The enrolled devices: list them, change their areas, retire or revoke them.",
        discussion: "Example: wijkserver devices --data /srv/wijk",
        subcommands: [
            DevicesList.self, DevicesRetire.self, DevicesRevoke.self, DevicesAreas.self, DevicesPreview.self, DevicesLog.self,
        ],
        defaultSubcommand: DevicesList.self, aliases: ["apparaten"])
}

struct DevicesList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List them: whose, for which areas, when last seen, and their state.",
        discussion: """
            State: active, retired (not waited for; it may come back), revoked (its token does not work any more), expired.
            Example: wijkserver devices list --data /srv/wijk
            """, aliases: ["lijst"])

    @OptionGroup var options: DataOptions

    func run() throws {
        let devices = try options.withDesk(.readOnly) { try $0.access.devices() }
        let now = Clock.now()
        guard options.json else {
            for device in devices {
                Print.line(
                    "\(device.id)  \(Print.safe(device.name))  \(Print.safe(device.person))  \(device.areas.count) areas  \(device.ops) ops  last seen \(device.seenText)  \(device.state(now: now).rawValue)"
                )
            }
            return
        }
        Print.json { json in
            json.array(devices) { device, json in
                json.object { json in
                    json.member("id", device.id)
                    json.member("name", device.name)
                    json.member("person", device.person)
                    json.member("state", device.state(now: now).rawValue)
                    json.member("createdAt", Instant.text(device.createdAt))
                    json.member("lastSeen", device.lastSeen.map(Instant.text))
                    json.member("expiresAt", device.expiresAt.map(Instant.text))
                    json.member("ops", device.ops)
                    json.member("pending", device.pending)
                    json.array("areas", device.areas) { area, json in json.string(area) }
                }
            }
        }
    }
}

extension AccessStore.DeviceRow {
    var seenText: String { lastSeen.map(Instant.text) ?? "never" }

    /// One line by which an administrator knows which device is meant, and what it may still have.
    var summary: String {
        let work =
            pending == 0
            ? "nothing was waiting in it when it last spoke" : "\(pending) writes had not been handed in when it last spoke"
        return "\(Print.safe(name)) (\(id)) of \(Print.safe(person)), last seen \(seenText); \(work)."
    }
}

/// Who decides, and why: asked of every decision about a device, for the ledger.
struct DecisionOptions: ParsableArguments {
    @Option(name: .long, help: "Why, for the ledger.") var reason: String
    @Option(name: .long, help: "Who decides; else the name of the user of this machine.") var by: String?
    @Flag(name: .long, help: "Show what would be done, and do nothing.") var dryRun = false
    @Flag(name: .long, help: "Do not ask for confirmation.") var yes = false

    func entry(_ action: LedgerEntry.Action, _ device: String, detail: String = "") throws -> LedgerEntry {
        try Decision.entry(action, device, detail: detail, by: by, reason: reason)
    }

    /// - Returns: whether to go on.
    /// - Throws: when nobody can be asked, or the answer is no.
    func confirm(_ question: String) throws -> Bool {
        if dryRun { return false }
        if yes { return true }
        guard isatty(0) == 1 else {
            throw SyncError("device.confirm", "Nothing was done: nobody can be asked here.", hint: "Say --yes, or --dry-run to look first.")
        }
        Print.message("\(question) [y/N]")
        guard ["y", "yes", "j", "ja"].contains(readLine()?.lowercased() ?? "") else {
            throw SyncError("device.confirm", "Nothing was done.")
        }
        return true
    }
}

enum Decision {
    static func entry(
        _ action: LedgerEntry.Action, _ device: String, detail: String = "", by: String?, reason: String
    ) throws -> LedgerEntry {
        let texts = [by ?? user(), reason].map(NFC.normalize)
        for text in texts where text.utf8.count > Limits.noteBytes {
            throw SyncError("device.reason", "A reason or a name has at most \(Limits.noteBytes) bytes.")
        }
        return LedgerEntry(at: Clock.now(), device: device, action: action, detail: detail, by: texts[0], reason: texts[1])
    }

    private static func user() -> String {
        guard let entry = unsafe getpwuid(getuid()), let name = unsafe entry.pointee.pw_name else { return "uid \(getuid())" }
        return unsafe String(cString: name)
    }
}
