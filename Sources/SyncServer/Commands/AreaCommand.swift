internal import ArgumentParser
internal import SyncCore
internal import WijkDomain

struct AreaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "area", abstract: "What an area is: its inhabitants, and how far their say goes.",
        subcommands: [Say.self, Inhabitants.self], aliases: ["gebied"])

    struct Say: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "say", abstract: "Say how far the residents' say goes in an area, a step of the profile's ladder (§6.3).",
            discussion: """
                What is booked already stays; new bookings are judged by the step that holds when they come.
                Example: wijkserver area say --data /srv/wijk Hooglanderveen budget --reason 'Raadsbesluit 12 mei'
                """, aliases: ["zeggenschap"])

        @OptionGroup var options: DataOptions
        @Argument(help: "The area, by code or name.") var area: String
        @Argument(help: "\(AreaKind.says.joined(separator: ", ")).") var step: String
        @Option(name: .long, help: "Why; kept with the area.") var reason = ""

        func run() throws {
            let (code, before) = try options.withDesk { desk in
                try desk.store.transaction {
                    let place = try desk.areas(named: [area])[0]
                    let ladder = try AreaRules(desk.store) { $0.person }.profile(in: place.code)?.say ?? []
                    guard ladder.contains(step) else {
                        throw SyncError(
                            "area.say", "\(Print.safe(step)) is no step of the ladder of \(place.code).",
                            hint: ladder.isEmpty
                                ? "Its profile has none (zeggenschap.ladder): the say does not change there."
                                : "Choose from \(ladder.joined(separator: ", ")).")
                    }
                    return (place.code, try desk.describe(place, [("say", .text(step))], reason: reason).text("say"))
                }
            }
            guard options.json else { return Print.line("\(code): \(before.isEmpty ? "—" : before) → \(step)") }
            Print.json { json in
                json.object { json in
                    json.member("area", code)
                    json.member("before", before.isEmpty ? nil : before)
                    json.member("say", step)
                }
            }
        }
    }

    struct Inhabitants: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "inhabitants", abstract: "Record how many people live in an area, and on which day they were counted.",
            discussion: "Example: wijkserver area inhabitants --data /srv/wijk UTR-3 33000 --on 1998-01-01", aliases: ["inwoners"])

        @OptionGroup var options: DataOptions
        @Argument(help: "The area, by code or name.") var area: String
        @Argument(help: "How many.") var count: Int64
        @Option(name: .long, help: "The day of the count.") var on: String
        @Option(name: .long, help: "Where the number is from; kept with the area.") var reason = ""

        func run() throws {
            let (code, unusual) = try options.withDesk { desk in
                try desk.store.transaction {
                    let place = try desk.areas(named: [area])[0]
                    let values: [(field: String, value: Value)] = [("inhabitants", .integer(count)), ("reference_date", .text(on))]
                    _ = try desk.describe(place, values, reason: reason)
                    let profile = try AreaRules(desk.store) { $0.person }.profile(in: place.code)
                    return (place.code, try profile.map { try ProfileCommand.unusual($0, [place], desk) } ?? [])
                }
            }
            for each in unusual { Print.message("\(each) (gebieden.inwoners)") }
            guard options.json else { return Print.line("\(code): \(count) on \(on)") }
            Print.json { json in
                json.object { json in
                    json.member("area", code)
                    json.member("inhabitants", count)
                    json.member("on", on)
                    json.array("unusual", unusual) { $1.string($0) }
                }
            }
        }
    }
}

extension Desk {
    /// Writes on the record by which an area is known, in the server's name.
    ///
    /// - Returns: the record as it was.
    fileprivate func describe(_ area: AreaState, _ values: [(field: String, value: Value)], reason: String) throws -> Shown {
        guard let record = try records(AreaKind.kind, area: area).first(where: { $0.text("code") == area.code }) else {
            throw SyncError("area.record", "\(area.code) is not described as an area.")
        }
        var draft = Draft(record: record.id, kind: AreaKind.kind.number, area: area.code, writes: AreaKind.kind.writes(values))
        draft.note = NFC.normalize(reason)
        do { _ = try service.arbitrate([draft]) } catch let violation as Violation {
            throw SyncError("area.value", violation.message())
        }
        return record
    }
}
