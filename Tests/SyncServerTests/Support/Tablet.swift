import FoundationEssentials
import Glibc
import Testing

/// A replica, and `wijkclient` processes that work with it.
struct Tablet: Sendable {
    let name: String
    /// The replica.
    let folder: String
    /// Where outputs are written.
    let files: String

    var database: String { folder + "/replica.db" }

    func start(_ arguments: [String], environment: [String] = []) throws -> Child {
        try Child(
            [Programs.client] + arguments, environment: ["WIJK_REPLICA=\(folder)"] + environment,
            output: "\(files)/\(name)-\(UInt64.random(in: 0 ... .max))")
    }

    func start(_ arguments: String...) throws -> Child { try start(arguments) }

    func run(_ arguments: String...) throws -> Child.Outcome { try start(arguments).outcome() }

    /// By way of the shell, with limits set first.
    func run(_ arguments: [String], after limits: String) throws -> Child.Outcome {
        try Child(
            ["/bin/sh", "-c", limits + "; exec \"$0\" \"$@\"", Programs.client] + arguments, environment: ["WIJK_REPLICA=\(folder)"],
            output: "\(files)/\(name)-\(UInt64.random(in: 0 ... .max))"
        ).outcome()
    }

    @discardableResult func good(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> Child.Outcome {
        let outcome = try start(arguments).outcome()
        guard outcome.status == 0 else { throw Failure("wijkclient \(arguments) on \(name): \(outcome.status) \(outcome.errors)") }
        return outcome
    }

    func json<Answer: Decodable>(_ type: Answer.Type, _ arguments: String...) throws -> Answer {
        let outcome = try start(arguments + ["--json"]).outcome()
        guard outcome.status == 0 else { throw Failure("wijkclient \(arguments) on \(name): \(outcome.status) \(outcome.errors)") }
        return try JSONDecoder().decode(type, from: Data(outcome.output.utf8))
    }

    @discardableResult func sync() throws -> Answers.Sync { try json(Answers.Sync.self, "sync") }

    func status() throws -> Answers.Status { try json(Answers.Status.self, "status") }

    func findings(_ filters: String...) throws -> [Answers.Finding] {
        let outcome = try start(["finding", "list", "--limit", "0", "--json"] + filters).outcome()
        guard outcome.status == 0 else { throw Failure("finding list on \(name): \(outcome.errors)") }
        return try JSONDecoder().decode(Answers.Findings.self, from: Data(outcome.output.utf8)).records
    }

    func count() throws -> Int { try json(Answers.Findings.self, "finding", "list", "--limit", "1").total }

    @discardableResult func add(_ text: String, area: String = Site.overvecht) throws -> String {
        try json(Answers.Finding.self, "finding", "add", "-d", text, "--area", area).id
    }

    /// Imports rows of its own making: each has a number of its own and a text of about so many bytes.
    func importRows(_ count: Int, bytes: Int = 120, area: String = Site.overvecht, prefix: String = "M") throws {
        let file = "\(files)/\(name)-\(prefix).csv"
        try Files.write(file, Array(Rows.csv(count, bytes: bytes, prefix: prefix).utf8))
        try good("import", "findings", file, "--area", area)
    }
}

/// What the programs answer with `--json`, as far as tests look at it.
enum Answers {
    struct Area: Decodable {
        var code: String
        var stage: String?
        var position: UInt64
        var digest: String
        var records: Int?
    }

    struct Areas: Decodable { var areas: [Area] }

    struct Status: Decodable {
        struct Last: Decodable { var finished: String }
        var pending: Int
        var refused: Int
        var conflicts: Int
        var areas: [Area]
        var lastSync: Last?
        var incarnation: String
    }

    struct Sync: Decodable {
        var requests: Int
        var acknowledged: Int
        var refused: Int
        var received: Int
        var records: Int
        var repaired: Int
        var pending: Int
        var conflicts: Int
        var sentBytes: Int
        var receivedBytes: Int
    }

    struct Finding: Decodable {
        struct Fields: Decodable {
            var description: String?
            var externalID: String?
            var address: String?
            var remark: String?
            var number: String?
            enum CodingKeys: String, CodingKey {
                case description, address, remark, number
                case externalID = "external_id"
            }
        }
        var id: String
        var area: String?
        var fields: Fields
    }

    struct Findings: Decodable {
        var total: Int
        var records: [Finding]
    }

    struct Device: Decodable {
        var id: String
        var name: String
        var ops: Int
        var state: String
        var pending: Int
        var areas: [String]
    }

    struct Verified: Decodable {
        var ok: Bool
        var records: Int
        var ops: Int
    }

    struct Export: Decodable {
        struct Pending: Decodable { var number: Int }
        struct Record: Decodable {
            struct Fields: Decodable { var description: String? }
            var kind: String
            var fields: Fields
        }
        var records: [Record]
        var pending: [Pending]
    }
}

enum Rows {
    private static let words = ["stoeptegel", "lantaarn", "prullenbak", "onkruid", "zwerfvuil", "paaltje", "speelplaats", "fietspad"]

    /// The same rows for the same arguments, on every machine.
    static func csv(_ count: Int, bytes: Int, prefix: String) -> String {
        var state: UInt64 = 42
        var text = "external_id,description\n"
        for number in 1...count {
            text += "\(prefix)-\(number),Melding \(number):"
            var length = 0
            while length < bytes {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let word = words[Int(state >> 61)]
                text += " \(word) \(state >> 44)"
                length += word.utf8.count + 8
            }
            text += "\n"
        }
        return text
    }
}
