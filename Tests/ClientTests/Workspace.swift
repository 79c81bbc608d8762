import FoundationEssentials
import Glibc
import SyncCore
import WijkDomain

@testable import wijkclient

/// A folder of its own for one test, gone when the test ends.
final class Workspace {
    let path: String

    init() throws {
        var template = Array("/tmp/wijk-test-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func folder(_ name: String = "replica") throws -> ReplicaFolder {
        try ReplicaFolder(option: "\(path)/\(name)", environment: Environment([:]))
    }

    func device(_ name: String = "replica") throws -> Device { try Device.writing(try folder(name), .english) }

    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
        return "\(path)/\(name)"
    }
}

/// The real program as a process.
enum ClientProcess {
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Beside the test bundle, where the build puts it.
    static let path = {
        let bundle = CommandLine.arguments.dropFirst().first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return (bundle.lastIndex(of: "/").map { String(bundle[...$0]) } ?? "./") + "wijkclient"
    }()

    static let isBuilt = unsafe access(path, X_OK) == 0

    static func start(_ arguments: [String], replica: String, language: String = "en", output: String) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, suffix) in [(STDOUT_FILENO, ".out"), (STDERR_FILENO, ".err")] {
            unsafe posix_spawn_file_actions_addopen(&actions, descriptor, output + suffix, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        var all = unsafe copies([path] + arguments)
        var environment = unsafe copies(["WIJK_REPLICA=\(replica)", "WIJK_LANG=\(language)", "NO_COLOR=1", "TZ=UTC"])
        defer {
            unsafe release(all)
            unsafe release(environment)
        }
        var process: pid_t = 0
        let code = unsafe posix_spawn(&process, path, &actions, nil, &all, &environment)
        guard code == 0 else { throw CocoaError(.executableNotLoadable) }
        return process
    }

    /// C strings, ended by a null.
    private static func copies(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        var list: [UnsafeMutablePointer<CChar>?] = unsafe []
        for text in texts { unsafe list.append(strdup(text)) }
        unsafe list.append(nil)
        return unsafe list
    }

    private static func release(_ list: [UnsafeMutablePointer<CChar>?]) { for index in unsafe list.indices { unsafe free(list[index]) } }

    static func wait(for process: pid_t) -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
    }

    static func run(_ arguments: [String], in space: Workspace, replica: String? = nil, language: String = "en") throws -> Outcome {
        let output = "\(space.path)/\(UInt64.random(in: 0...UInt64.max))"
        let process = try start(arguments, replica: replica ?? "\(space.path)/replica", language: language, output: output)
        let status = wait(for: process)
        func text(_ suffix: String) throws -> String {
            String(decoding: try Data(contentsOf: URL(filePath: output + suffix)), as: UTF8.self)
        }
        return Outcome(status: status, output: try text(".out"), errors: try text(".err"))
    }
}

/// A server in this process, without a network.
final class LocalServer {
    var service: SyncService
    private let store: SQLiteStore

    init(areas: [String]) throws {
        store = try SQLiteStore(path: ":memory:", schema: Wijk.schema, access: .create)
        let replica = try Replica(store, now: Clock.now, random: { UInt64.random(in: 0...UInt64.max) })
        try store.transaction { [store] in
            try store.setFact(.epoch, Epoch(ID128(high: 1, low: 2)).bytes)
            for area in areas {
                var state = try replica.ensureArea(area)
                state.stage = .live
                try store.save(state)
            }
        }
        service = try SyncService(replica: replica, signer: HeadSigner())
    }

    func sync(_ device: Device, as name: String, areas: Set<String>) throws {
        var session = SyncSession()
        var action = session.start(try device.store.areas())
        while case .send(let plan) = action {
            let request = try device.replica.request(plan)
            let grant = DeviceGrant(device: "d-\(name)", deviceName: "tablet of \(name)", person: name, areas: areas)
            let reply = try store.transaction { try service.handle(request, from: grant) }
            action = session.applied(
                try device.replica.apply(try SyncReply(decoding: reply.encode()), to: request), areas: try device.store.areas())
        }
        if case .fail(let error) = action { throw error }
    }
}
