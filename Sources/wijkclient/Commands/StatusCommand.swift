import ArgumentParser
import Glibc
import SyncCore

struct StatusCommand: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "status", ["stand"],
            en: "What is waiting, what is in conflict, when the last sync was.",
            nl: "Wat er wacht, wat in conflict is, wanneer de laatste sync was.",
            example: ["status"],
            json:
                "replica, enrolled, server, device, deviceName, person, municipality, pending, refused, held, conflicts, lastSync{finished, requests, "
                + "sentBytes, receivedBytes}|null, clockSkewMilliseconds|null, areas[{code, name, stage (new|seeding|live|closed), position, digest}], "
                + "freeDiskBytes, databaseBytes, incarnation, epoch")
    }

    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        let report = try device.store.reading { try StatusReport(device) }
        try client.json ? client.write { report.members(into: &$0) } : client.streams.write(report.text(client.language))
    }
}

struct StatusReport {
    let device: Device
    let areas: [AreaState]
    let pending: UInt64
    let refused: Int
    let conflicts: Int
    let last: LastSync?
    let incarnation: Incarnation
    let epoch: Epoch?

    /// Bookings that the arbiter holds.
    let held: Int

    init(_ device: Device) throws {
        self.device = device
        let own = try device.replica.own()
        areas = try device.store.areas()
        pending = try device.replica.pendingCount()
        refused = try device.replica.refusals().count
        held = try SyncOutcome(device, refusedNow: 0).held.count
        conflicts = try device.store.conflicts(area: nil).count
        last = try LastSync.read(from: device.store)
        incarnation = own.incarnation
        epoch = try device.replica.epoch()
    }

    /// Bytes that this user may still write on the replica's disk; `nil` when the system does not say.
    var freeDiskBytes: UInt64? {
        var information = statvfs()
        guard unsafe statvfs(device.folder.path, &information) == 0 else { return nil }
        return UInt64(information.f_bavail) * UInt64(information.f_frsize)
    }

    /// The database and what is not moved into it yet.
    var databaseBytes: Int64 {
        ["", "-wal"].reduce(0) { sum, suffix in
            var information = stat()
            return unsafe stat(device.folder.database + suffix, &information) == 0 ? sum + Int64(information.st_size) : sum
        }
    }

    func members(into writer: inout JSONWriter) {
        let enrolment = device.enrolment
        writer.member("replica", device.folder.path)
        writer.key("enrolled")
        writer.bool(enrolment != nil)
        writer.member("server", enrolment?.server)
        writer.member("device", enrolment?.device)
        writer.member("deviceName", enrolment?.deviceName)
        writer.member("person", enrolment?.person.name)
        writer.member("municipality", enrolment?.municipality)
        writer.member("pending", pending)
        writer.member("refused", refused)
        writer.member("held", held)
        writer.member("conflicts", conflicts)
        writer.key("lastSync")
        if let last {
            writer.beginObject()
            writer.member("finished", instant: last.finished)
            writer.member("requests", last.requests)
            writer.member("sentBytes", last.sentBytes)
            writer.member("receivedBytes", last.receivedBytes)
            writer.endObject()
        } else {
            writer.null()
        }
        writer.member("clockSkewMilliseconds", last?.skew)
        writer.array("areas", areas) { AreaJSON.write($0, into: &$1) }
        writer.member("freeDiskBytes", freeDiskBytes)
        writer.member("databaseBytes", databaseBytes)
        writer.member("incarnation", "\(incarnation)")
        writer.member("epoch", epoch.map { "\($0)" })
    }

    func text(_ language: Language) -> String {
        rows(language).map { name, text in
            name + String(repeating: " ", count: max(1, 14 - DisplayWidth.of(name))) + SafeText.singleLine(text) + "\n"
        }.joined()
    }

    private func rows(_ language: Language) -> [(String, String)] {
        var rows: [(String, String)] = []
        func add(_ english: String, _ dutch: String, _ text: String) { rows.append((language(en: english, nl: dutch), text)) }
        add("replica", "replica", device.folder.path)
        if let enrolment = device.enrolment {
            add("server", "server", enrolment.server)
            add("device", "apparaat", "\(enrolment.deviceName) (\(enrolment.person.name))")
        } else {
            add("server", "server", language(en: "not enrolled", nl: "niet aangemeld"))
        }
        add("pending", "te versturen", String(pending))
        add("refused", "geweigerd", String(refused))
        add("held", "vastgehouden", String(held))
        add("conflicts", "conflicten", String(conflicts))
        add("last sync", "laatste sync", last.map { LocalTime.text($0.finished) } ?? language(en: "never", nl: "nog nooit"))
        if let seconds = last.map({ $0.skew / 1_000 }) {
            add("clock skew", "klokverschil", language(en: "server is \(seconds) s ahead", nl: "server loopt \(seconds) s voor"))
        }
        for area in areas { add("area", "gebied", "\(area.code) \(area.name): \(AreaJSON.stage(area.stage)), \(area.position)") }
        if let free = freeDiskBytes { add("free disk", "vrije schijf", "\(free >> 20) MiB (replica \(databaseBytes >> 10) KiB)") }
        return rows
    }
}
