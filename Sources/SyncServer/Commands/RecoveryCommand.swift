internal import ArgumentParser
internal import SyncCore

struct RecoveryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recovery", abstract: "After a restore: what came back, from whom, and what nobody has brought yet.",
        discussion: """
            Devices hand in by themselves what the server lost, when they come. Example: wijkserver recovery --data /srv/wijk
            What no signature covers waits until you accept it: wijkserver recovery --data /srv/wijk --accept
            """)

    @OptionGroup var options: DataOptions
    @Flag(name: .long, help: "Put what waits without proof into the feeds.") var accept = false

    func run() throws {
        var accepted = 0
        if accept {
            accepted = try options.withDesk { desk in try desk.store.transaction { try desk.service.acceptUnproven() } }
            Print.message("Accepted: \(accepted) ops.")
        }
        try options.withDesk(.readOnly) { desk in
            try desk.store.reading { try show(RecoveryReport(desk), accepted) }
        }
    }

    private func show(_ report: RecoveryReport, _ accepted: Int) {
        if options.json { return Print.json { report.write(to: &$0, accepted: accepted) } }
        for begin in report.restores { Print.line("Restored \(Instant.text(begin.at)): epoch \(begin.epoch)") }
        if report.restores.isEmpty { Print.line("This server was never restored by its command.") }
        for line in report.lines {
            Print.line(
                "\(line.area)  \(Print.safe(line.device))  \(line.placed) ops back, \(line.quarantined) in the quarantine, since \(Instant.text(line.firstAt))"
            )
        }
        if report.waiting > 0 { Print.line("\(report.waiting) ops wait without proof; accept them with --accept, or see `refused`.") }
        for gap in report.gaps {
            let numbers = gap.missing.prefix(20).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            Print.line(
                "Missing of \(Print.safe(gap.device)) (\(Print.safe(gap.person))): \(gap.count) ops (\(numbers.joined(separator: ", "))); only that device can have them"
            )
        }
        for device in report.absent {
            Print.line(
                "Not back yet: \(Print.safe(device.name)) (\(Print.safe(device.person))), last seen \(device.lastSeen.map(Instant.text) ?? "never")"
            )
        }
        if !report.restores.isEmpty, report.absent.isEmpty, report.gaps.isEmpty, report.waiting == 0 {
            Print.line("Every device has been back, and nothing is missing.")
        }
    }
}

/// What is known of a recovery, gathered from several places.
struct RecoveryReport {
    let restores: [EpochHistory.Begin]
    let lines: [RecoveryLog.Line]
    let gaps: [RecoveryLog.Gap]
    let absent: [(name: String, person: String, lastSeen: Int64?)]
    let waiting: Int

    init(_ desk: Desk) throws {
        restores = Array(try EpochHistory(desk.store).begins.dropFirst())
        let log = RecoveryLog(access: desk.access)
        lines = try log.lines()
        gaps = try log.gaps()
        absent = try restores.last.map { try log.absent(since: $0.at) } ?? []
        waiting = try desk.service.unprovenCount()
    }

    func write(to json: inout JSONWriter, accepted: Int) {
        json.object { json in
            json.member("accepted", accepted)
            json.array("restores", restores) { begin, json in
                json.object { json in
                    json.member("at", Instant.text(begin.at))
                    json.member("epoch", "\(begin.epoch)")
                }
            }
            json.array("back", lines) { line, json in
                json.object { json in
                    json.member("device", line.device)
                    json.member("area", line.area)
                    json.member("since", Instant.text(line.firstAt))
                    json.member("placed", line.placed)
                    json.member("quarantined", line.quarantined)
                }
            }
            json.member("waiting", waiting)
            json.array("missing", gaps) { gap, json in
                json.object { json in
                    json.member("device", gap.device)
                    json.member("person", gap.person)
                    json.member("incarnation", "\(gap.incarnation)")
                    json.array("ops", gap.missing) { range, json in json.string("\(range.lowerBound)-\(range.upperBound)") }
                }
            }
            json.array("absent", absent) { device, json in
                json.object { json in
                    json.member("device", device.name)
                    json.member("person", device.person)
                    json.member("lastSeen", device.lastSeen.map(Instant.text))
                }
            }
        }
    }
}
