import FoundationEssentials
import SyncCore
import Testing
import WijkDomain

@testable import wijkclient

/// A person's replica of one area with the municipality's profile in force, and the real program at work on it.
final class Desk {
    let space: Workspace
    let name: String
    let device: Device
    let area: String

    /// - Parameters:
    ///   - profile: whose rules hold; none when `nil`.
    ///   - roles: what the person is there. Without a role, only the server can tell what they may.
    init(
        _ name: String = "Ria", in space: Workspace? = nil, area: String = "WK034403", profile: Municipality? = nil, roles: Role...
    ) throws {
        self.space = try space ?? Workspace()
        self.name = name
        self.area = area
        let device = try self.space.device(name)
        try Enrolment(
            server: "http://127.0.0.1:1", device: "d-\(name)", deviceName: "tablet of \(name)",
            person: Enrolment.Person(id: "p-\(name)", name: name), municipality: "utrecht", areaSet: "cbs2024", codeHash: ""
        ).save(in: device.store)
        self.device = try self.space.device(name)
        _ = try device.store.transaction { try device.replica.ensureArea(area) }
        if let profile {
            try know(
                TellingKinds.profile,
                [("name", .text(profile.name)), ("version", .integer(1)), ("text", .text(Profile.standardText(profile)))])
        }
        for role in roles {
            try know(PeopleKinds.role, [("account", .text("p-\(name)")), ("name", .text(name)), ("role", .text(role.rawValue))])
        }
    }

    /// What the server would have brought.
    @discardableResult func know(_ kind: Kind, _ values: [(field: String, value: Value)], record: RecordID? = nil) throws -> RecordID {
        try device.replica.write([Draft(record: record, kind: kind.number, area: area, writes: kind.writes(values))])[0]
    }

    func plan(_ title: String = "Wijkplan", _ values: [(field: String, value: Value)] = []) throws -> RecordID {
        try know(PlanKind.kind, [("sort", .text("wijkplan")), ("title", .text(title)), ("status", .text("concept"))].merging(values))
    }

    func item(_ title: String, in plan: RecordID, _ values: [(field: String, value: Value)] = []) throws -> RecordID {
        try know(
            PlanItemKind.kind,
            [
                ("plan", .bytes(plan.bytes)), ("title", .text(title)), ("status", .text("op_groslijst")), ("currency", .text("NLG")),
            ].merging(values))
    }

    func finding(_ text: String, _ values: [(field: String, value: Value)] = []) throws -> RecordID {
        try know(FindingKind.kind, [("description", .text(text)), ("status", .text("nieuw"))].merging(values))
    }

    func shown(_ id: RecordID) throws -> RecordView { try RecordLookup(device: device, language: .english).shown("\(id)") }

    func run(_ arguments: String..., language: String = "en") throws -> ClientProcess.Outcome { try run(arguments, language: language) }

    func run(_ arguments: [String], language: String = "en") throws -> ClientProcess.Outcome {
        try ClientProcess.run(arguments, in: space, replica: "\(space.path)/\(name)", language: language)
    }

    /// What a command that must go well writes.
    func good(_ arguments: String..., language: String = "en", sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        let outcome = try run(arguments, language: language)
        #expect(outcome.status == 0, "\(arguments): \(outcome.errors)", sourceLocation: sourceLocation)
        return outcome.output
    }

    func json(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONTree {
        let outcome = try run(arguments + ["--json"])
        #expect(outcome.status == 0, "\(arguments): \(outcome.errors)", sourceLocation: sourceLocation)
        return try JSONDecoder().decode(JSONTree.self, from: Data(outcome.output.utf8))
    }

    /// A command that must end with this status and code.
    func bad(
        _ status: Int32, _ code: String, _ arguments: String..., language: String = "en", sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try run(arguments, language: language)
        #expect(
            outcome.status == status && outcome.errors.contains(code) && outcome.output.isEmpty, "\(outcome.status) \(outcome.errors)",
            sourceLocation: sourceLocation)
    }
}

extension [(field: String, value: Value)] {
    /// The later value of a field counts.
    func merging(_ others: Self) -> Self { filter { own in !others.contains { $0.field == own.field } } + others }
}

/// JSON as it comes, to look into.
enum JSONTree: Decodable, Equatable {
    case object([String: JSONTree])
    case array([JSONTree])
    case text(String)
    case number(Int64)
    case flag(Bool)
    case null

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int64.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let array = try? container.decode([JSONTree].self) {
            self = .array(array)
        } else {
            self = .object(try container.decode([String: JSONTree].self))
        }
    }

    subscript(_ key: String) -> JSONTree {
        if case .object(let members) = self { return members[key] ?? .null }
        return .null
    }

    var all: [JSONTree] {
        if case .array(let elements) = self { return elements }
        return []
    }

    var text: String? {
        if case .text(let text) = self { return text }
        return nil
    }

    var number: Int64? {
        if case .number(let number) = self { return number }
        return nil
    }
}
