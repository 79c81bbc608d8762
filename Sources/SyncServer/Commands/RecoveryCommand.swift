internal import ArgumentParser
internal import SyncCore

struct RecoveryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recovery", abstract: "After a restore: what came back, from whom, and what nobody has brought yet.",
        discussion: """
            Devices hand in by themselves what the server lost, when they come. It counts since the last restore; --all tells of each.
            Example: wijkserver recovery --data /srv/wijk
            What no signature covers waits until you accept it: wijkserver recovery --data /srv/wijk --accept
            """)

    @OptionGroup var options: DataOptions
    @Flag(name: .long, help: "Put what waits without proof into the feeds.") var accept = false
    @Flag(name: .long, help: "Tell of all restores, and not of the last one only.") var all = false

    func run() throws {
        var accepted = 0
        if accept {
            accepted = try options.withDesk { desk in try desk.store.transaction { try desk.service.acceptUnproven() } }
            Print.message("Accepted: \(accepted) ops.")
        }
        try options.withDesk(.readOnly) { desk in
            try desk.store.reading { try show(RecoveryReport(desk, all: all), accepted) }
        }
    }

    private func show(_ report: RecoveryReport, _ accepted: Int) {
        if options.json { return Print.json { report.write(to: &$0, accepted: accepted) } }
        if report.earlier > 0 {
            Print.line(report.earlier == 1 ? "An earlier one is told with --all." : "\(report.earlier) earlier ones are told with --all.")
        }
        for part in report.parts { show(part, isOnly: report.parts.count == 1) }
        if report.waiting > 0 { Print.line("\(report.waiting) ops wait without proof; accept them with --accept, or see `refused`.") }
        for gap in report.gaps {
            let numbers = gap.missing.prefix(20).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            Print.line(
                "Missing of \(Print.safe(gap.device)) (\(Print.safe(gap.person))): \(gap.count) ops (\(numbers.joined(separator: ", "))); only that device can have them"
            )
        }
        for device in report.absent {
            Print.line("Not back yet: \(Print.safe(device.name)) (\(Print.safe(device.person))), last seen \(device.seenText)")
        }
        for device in report.retired {
            Print.line(
                "Retired, and not waited for: \(Print.safe(device.name)) (\(Print.safe(device.person))), last seen \(device.seenText)")
        }
        if report.isComplete { Print.line("Every device has been back, and nothing is missing.") }
    }

    private func show(_ part: RecoveryReport.Part, isOnly: Bool) {
        if let begin = part.begin {
            Print.line("Restored \(Instant.text(begin.at)): epoch \(begin.epoch)")
        } else {
            Print.line(isOnly ? "This server was never restored by its command." : "Before it was first restored by its command:")
        }
        for line in part.back {
            Print.line(
                "\(line.area)  \(Print.safe(line.device))  \(line.placed) ops back, \(line.quarantined) in the quarantine, since \(Instant.text(line.firstAt))"
            )
        }
    }
}
