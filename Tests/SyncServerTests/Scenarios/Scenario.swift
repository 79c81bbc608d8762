import FoundationEssentials
import Testing

/// People with devices in one wijk, on a server of their own; and somebody who tells aloud what happens (`WIJK_NARRATE=nl`).
final class Scenario {
    static let narration = ProcessInfo.processInfo.environment["WIJK_NARRATE"]

    let site: Site
    let area: String
    /// The order in which those sync who sync together, and whether each does so twice.
    let isReversed: Bool
    private var devices: [String: Tablet] = [:]

    init(area: String, areaSet: String, isReversed: Bool) throws {
        self.area = area
        self.isReversed = isReversed
        site = try Site(areaSet: areaSet)
    }

    func say(_ dutch: String, _ english: String) {
        if let language = Self.narration, !isReversed { print("▸ \(language == "nl" ? dutch : english)") }
    }

    /// Somebody with a role, and a device that has not synced yet.
    func add(_ person: String, _ role: String, device: String) throws {
        _ = try site.good(["person", "add", person, "--role", role])
        let code = String(try site.good(["invite", person, "--area", area]).output.dropLast())
        let tablet = site.tablet(device)
        try tablet.good("enroll", site.url, "--code", code, "--device", device)
        devices[device] = tablet
    }

    subscript(_ device: String) -> Tablet { devices[device]! }

    var all: [Tablet] { devices.sorted { $0.key < $1.key }.map(\.value) }

    /// Everybody named syncs, one after the other, in this history's order.
    func sync(_ names: String...) throws {
        for name in isReversed ? names.reversed() : names {
            try self[name].sync()
            if isReversed { try self[name].sync() }
        }
    }

    func syncAll() throws {
        for tablet in isReversed ? all.reversed() : all { try tablet.sync() }
    }

    /// Does a command that makes or changes a record, and returns the record.
    @discardableResult func on(_ device: String, _ arguments: String...) throws -> Row { try on(device, arguments) }

    @discardableResult func on(_ device: String, _ arguments: [String]) throws -> Row {
        let outcome = try self[device].start(arguments + ["--json"]).outcome()
        guard outcome.status == 0 else { throw Failure("\(device): \(arguments): \(outcome.status) \(outcome.errors)") }
        return try JSONDecoder().decode(Row.self, from: Data(outcome.output.utf8))
    }

    /// A command that must be refused by a rule, in Dutch, before anything is written.
    func refused(_ device: String, _ rule: String, _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
        let outcome = try self[device].start(arguments, environment: ["WIJK_LANG=nl"]).outcome()
        #expect(outcome.status == 76 && outcome.errors.contains("[\(rule)]"), "\(outcome.errors)", sourceLocation: sourceLocation)
        #expect(outcome.errors.contains("§") && outcome.errors.contains("beslist"), "\(outcome.errors)", sourceLocation: sourceLocation)
        say("  geweigerd: \(Self.line(outcome.errors))", "  refused: \(Self.line(outcome.errors))")
    }

    func rows(_ device: String, _ arguments: String...) throws -> [Row] {
        let outcome = try self[device].start(arguments + ["--limit", "0", "--json"]).outcome()
        guard outcome.status == 0 else { throw Failure("\(device): \(arguments): \(outcome.status) \(outcome.errors)") }
        return try JSONDecoder().decode(Rows.self, from: Data(outcome.output.utf8)).records
    }

    func text(_ device: String, _ arguments: String...) throws -> String {
        let outcome = try self[device].start(arguments, environment: ["WIJK_LANG=nl"]).outcome()
        guard outcome.status == 0 else { throw Failure("\(device): \(arguments): \(outcome.status) \(outcome.errors)") }
        return outcome.output
    }

    struct Rows: Decodable { var records: [Row] }

    /// A record as `--json` gives it, its fields as text.
    struct Row: Decodable {
        var id: String
        var conflicted: Bool?
        var fields: [String: Field]

        func callAsFunction(_ field: String) -> String { fields[field]?.text ?? "" }
    }

    struct Field: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                text = ""
            } else if let number = try? container.decode(Int64.self) {
                text = String(number)
            } else if let flag = try? container.decode(Bool.self) {
                text = flag ? "true" : "false"
            } else if let words = try? container.decode([String].self) {
                text = words.joined(separator: ",")
            } else {
                text = (try? container.decode(String.self)) ?? ""
            }
        }
    }

    private static func line(_ text: String) -> String { text.split(separator: "\n").first.map(String.init) ?? "" }
}
