internal import ArgumentParser
internal import SyncCore
internal import WijkDomain

struct DevicesAreas: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "areas", abstract: "Give a device areas, or take them.",
        discussion: """
            Of an area that is taken, the device hands in its unsent work, which is kept in the quarantine (wijkserver refused), and then removes the area's records.
            Example: wijkserver devices areas --data /srv/wijk tablet-ria --add Overvecht --remove WK034406 --reason 'Nieuwe wijkindeling'
            """, aliases: ["gebieden"])

    @OptionGroup var options: DataOptions
    @Argument(help: "The device's id, or name.") var device: String
    @OptionGroup var change: AreaChangeOptions
    @Option(name: .long, help: "Why, for the ledger.") var reason = ""
    @Option(name: .long, help: "Who decides; else the name of the user of this machine.") var by: String?

    func run() throws {
        let (row, changes) = try options.withDesk { desk in
            try desk.store.transaction {
                let row = try desk.access.device(NFC.normalize(device))
                let (add, remove) = try change.codes(desk)
                guard !add.isEmpty || !remove.isEmpty else {
                    throw SyncError(
                        "area.none", "Name the areas with --add and --remove.", hint: "To look first: wijkserver devices preview.")
                }
                let changes = try desk.changes(of: row, add: add, remove: remove).filter { $0.effect != .keeps }
                let detail = (add.sorted().map { "+" + $0 } + remove.sorted().map { "-" + $0 }).joined(separator: " ")
                let entry = try Decision.entry(.areas, row.id, detail: detail, by: by, reason: reason)
                try desk.access.setAreas(of: row.id, Set(row.areas).union(add).subtracting(remove).sorted())
                if let person = try desk.access.person(ofDevice: row.id) {
                    for code in add.sorted() { try desk.ensureRole(of: person, in: code) }
                }
                for area in try desk.store.areas() where remove.contains(WithheldArea.base(of: area.code)) {
                    try desk.service.withdraw(area: area.code, device: row.id)
                }
                try desk.access.log(entry)
                return (row, changes)
            }
        }
        AreaChangePrint.show(row, changes, json: options.json)
    }
}

struct DevicesPreview: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Show what a device is to fetch, or would gain and lose by a change of its areas.",
        discussion: "Example: wijkserver devices preview --data /srv/wijk tablet-ria --add Overvecht --remove WK034406",
        aliases: ["vooruitblik"])

    @OptionGroup var options: DataOptions
    @Argument(help: "The device's id, or name.") var device: String
    @OptionGroup var change: AreaChangeOptions

    func run() throws {
        let (row, changes) = try options.withDesk(.readOnly) { desk in
            try desk.store.reading {
                let row = try desk.access.device(NFC.normalize(device))
                let (add, remove) = try change.codes(desk)
                return (row, try desk.changes(of: row, add: add, remove: remove))
            }
        }
        AreaChangePrint.show(row, changes, json: options.json)
    }
}

struct AreaChangeOptions: ParsableArguments {
    @Option(name: .long, help: "An area to give, by code or name; may be given again.") var add: [String] = []
    @Option(name: .long, help: "An area to take, by code or name; may be given again.") var remove: [String] = []

    func codes(_ desk: Desk) throws -> (add: Set<String>, remove: Set<String>) {
        let all = try desk.wijken()
        let codes = (
            add: Set(try add.map { try AreaNames.find($0, in: all).code }),
            remove: Set(try remove.map { try AreaNames.find($0, in: all).code })
        )
        guard codes.add.isDisjoint(with: codes.remove) else {
            throw SyncError("area.both", "An area cannot be given and taken at once.", hint: "Name it once.")
        }
        return codes
    }
}

enum AreaChangePrint {
    static func show(_ row: AccessStore.DeviceRow, _ changes: [AreaChange], json: Bool) {
        guard json else {
            Print.line(row.summary)
            for change in changes { Print.line(line(change)) }
            if changes.contains(where: { $0.effect == .loses }) {
                Print.line(
                    "What it has not handed in of an area that it loses goes to the quarantine, with its reason; see: wijkserver refused.")
            }
            return
        }
        Print.json { json in
            json.object { json in
                json.member("id", row.id)
                json.member("name", row.name)
                json.member("person", row.person)
                json.member("lastSeen", row.lastSeen.map(Instant.text))
                json.member("pending", row.pending)
                json.array("areas", changes) { change, json in
                    json.object { json in
                        json.member("code", change.area.code)
                        json.member("name", change.area.name)
                        json.member("effect", change.effect.rawValue)
                        json.member("records", change.extent.records)
                        json.member("ops", change.extent.ops)
                        json.member("bytes", change.extent.bytes)
                        json.member("written", change.written)
                    }
                }
            }
        }
    }

    private static func line(_ change: AreaChange) -> String {
        let (area, extent) = (change.area, change.extent)
        let name = "\(area.code)  \(Print.safe(area.name))"
        switch change.effect {
        case .gains:
            return "gains  \(name)  \(extent.records) records, about \((extent.bytes + 1_023) / 1_024) KiB to fetch"
        case .loses: return "loses  \(name)  \(extent.records) records; \(change.written) ops of this device in it stay at the server"
        case .keeps: return "keeps  \(name)  \(extent.ops) ops, about \((extent.bytes + 1_023) / 1_024) KiB to fetch"
        }
    }
}
