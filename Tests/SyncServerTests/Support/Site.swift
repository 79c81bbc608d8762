import FoundationEssentials
import Glibc
import Testing

/// A server and its tablets in a folder of their own, gone when the test ends.
final class Site {
    static let overvecht = "WK034403"
    static let binnenstad = "WK034406"

    let path: String
    private(set) var url = ""
    private var process: Child?
    private var runs = 0
    /// Gates stay open as long as the test runs.
    private var gates: [Gate] = []

    var data: String { path + "/server" }
    var log: String { path + "/server.\(runs).err" }
    var port: Int { Int(url.split(separator: ":").last ?? "") ?? 0 }
    /// The server's process.
    var server: Child { process! }

    init(starting: Bool = true, areaSet: String = "cbs2024") throws {
        var template = Array("/tmp/wijk-server-test-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Failure("no temporary folder") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try initialise(areaSet)
        if starting { try start() }
    }

    deinit {
        process?.send(SIGKILL)
        process?.wait()
        try? FileManager.default.removeItem(atPath: path)
    }

    private func initialise(_ areaSet: String) throws {
        _ = try good(["init", "--profile", "utrecht", "--areas", areaSet])
        _ = try good(["person", "add", "Ria de Boer", "--role", "coordinator"])
    }

    /// A command on the server's data, or on other data; may run beside the server.
    func start(command arguments: [String], on other: String? = nil, after limits: String = "true") throws -> Child {
        try Child(
            ["/bin/sh", "-c", limits + "; exec \"$0\" \"$@\"", Programs.server] + arguments + ["--data", other ?? data],
            output: "\(path)/command-\(UInt64.random(in: 0 ... .max))")
    }

    /// By way of the shell, with limits set first.
    func command(_ arguments: [String], on other: String? = nil, after limits: String = "true") throws -> Child.Outcome {
        try start(command: arguments, on: other, after: limits).outcome()
    }

    func good(_ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation) throws -> Child.Outcome {
        let outcome = try command(arguments)
        guard outcome.status == 0 else { throw Failure("wijkserver \(arguments): \(outcome.status) \(outcome.errors)") }
        return outcome
    }

    /// The text of a profile that comes with the program.
    func good(profile name: String) throws -> String {
        try Child([Programs.server, "profile", "print", name], output: "\(path)/profile-\(name)").outcome().output
    }

    func json<Answer: Decodable>(_ type: Answer.Type, _ arguments: String...) throws -> Answer { try json(type, arguments) }

    func json<Answer: Decodable>(_ type: Answer.Type, _ arguments: [String]) throws -> Answer {
        try JSONDecoder().decode(type, from: Data(try good(arguments + ["--json"]).output.utf8))
    }

    /// Starts the server, perhaps with limits set by the shell first, and waits for the line with its URL.
    func start(port: Int = 0, address: String? = nil, _ options: String..., limits: String = "true") throws {
        runs += 1
        let child = try Child(
            [
                "/bin/sh", "-c", limits + "; exec \"$0\" \"$@\"", Programs.server, "serve", "--data", data, "--listen",
                address ?? "127.0.0.1:\(port)",
            ] + options, output: "\(path)/server.\(runs)", limit: 300)
        process = child
        try child.wait { try Files.bytes(child.output).last == 0x0A }
        let line = try Files.bytes(child.output)
        guard line.last == 0x0A, child.isRunning else { throw Failure("the server did not start: \(try child.outcome().errors)") }
        url = String(decoding: line.dropLast(), as: UTF8.self)
    }

    /// SIGTERM, and the exit status.
    func stop() -> Int32 {
        server.send(SIGTERM)
        return server.wait()
    }

    func kill() {
        server.send(SIGKILL)
        server.wait()
    }

    func invite(_ areas: [String]) throws -> String {
        String(try good(["invite", "Ria de Boer"] + areas.flatMap { ["--area", $0] }).output.dropLast())
    }

    func keep(_ gate: Gate) { gates.append(gate) }

    func tablet(_ name: String) -> Tablet { Tablet(name: name, folder: "\(path)/\(name)", files: path) }

    /// A tablet that is enrolled.
    func enrolled(_ name: String, _ areas: [String] = [Site.overvecht], at url: String? = nil) throws -> Tablet {
        let tablet = tablet(name)
        try tablet.good("enroll", url ?? self.url, "--code", try invite(areas), "--device", name)
        return tablet
    }

    func areas() throws -> [String: Answers.Area] {
        Dictionary(uniqueKeysWithValues: try json([Answers.Area].self, "areas").map { ($0.code, $0) })
    }

    /// Everything is as it must be at the server, and the same at each tablet.
    func expectInStep(_ tablets: [Tablet], areas: [String] = [Site.overvecht], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let verified = try command(["verify"])
        #expect(verified.status == 0, "\(verified.output)", sourceLocation: sourceLocation)
        let there = try self.areas()
        for tablet in tablets {
            let here = try tablet.json(Answers.Areas.self, "areas").areas
            #expect(here.map(\.code).sorted() == areas.sorted(), "\(tablet.name)", sourceLocation: sourceLocation)
            for area in here {
                #expect(area.digest == there[area.code]?.digest, "\(tablet.name) \(area.code)", sourceLocation: sourceLocation)
                #expect(area.position == there[area.code]?.position, "\(tablet.name) \(area.code)", sourceLocation: sourceLocation)
            }
            let verified = try tablet.run("verify")
            #expect(verified.status == 0, "\(tablet.name): \(verified.output)", sourceLocation: sourceLocation)
        }
    }
}
