import Dispatch
import FoundationEssentials
import Glibc
import Synchronization

/// A process that a test started. Its output goes to files, so that no full pipe can hold it up.
final class Child: Sendable {
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    let pid: pid_t
    let output: String
    let errors: String
    private let status = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - output: the beginning of the files' names.
    ///   - limit: seconds after which it is killed: a test that hangs is a test that fails.
    init(_ arguments: [String], environment: [String] = [], output: String, limit: Int = 120) throws {
        self.output = output + ".out"
        errors = output + ".err"
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        for (descriptor, path) in [(STDOUT_FILENO, self.output), (STDERR_FILENO, errors)] {
            unsafe posix_spawn_file_actions_addopen(&actions, descriptor, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        // Threads of a pool block signals, and a child inherits that.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        _ = unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words = unsafe Self.copies(arguments)
        var variables = unsafe Self.copies(environment + ["PATH=/usr/bin:/bin", "WIJK_LANG=en", "NO_COLOR=1", "TZ=UTC"])
        defer {
            unsafe Self.release(words)
            unsafe Self.release(variables)
        }
        var process: pid_t = 0
        let code = unsafe posix_spawn(&process, arguments[0], &actions, &attributes, &words, &variables)
        guard code == 0 else { throw Failure("\(arguments[0]) cannot be started: \(code)") }
        pid = process
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(limit)) { [weak self] in self?.send(SIGKILL) }
    }

    deinit {
        send(SIGKILL)
        _ = wait()
    }

    /// Does nothing once the process has been waited for: its number may be another's by then.
    func send(_ signal: Int32) { status.withLock { if $0 == nil { _ = kill(pid, signal) } } }

    var isRunning: Bool {
        status.withLock { known in
            if known != nil { return false }
            var status: Int32 = 0
            guard unsafe waitpid(pid, &status, WNOHANG) == pid else { return true }
            known = Self.code(status)
            return false
        }
    }

    /// The exit status; 128 and the signal's number when one ended it.
    @discardableResult func wait() -> Int32 {
        // Waits without reaping, so that whoever sends a signal meanwhile still hits this process and no other.
        var information = unsafe siginfo_t()
        while unsafe waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        return status.withLock { known in
            if let known { return known }
            var status: Int32 = 0
            while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
            known = Self.code(status)
            return known!
        }
    }

    func outcome() throws -> Outcome {
        let status = wait()
        return Outcome(
            status: status, output: String(decoding: try Files.bytes(output), as: UTF8.self),
            errors: String(decoding: try Files.bytes(errors), as: UTF8.self))
    }

    /// Waits until the condition holds, or the process has ended; looks each time that a file or folder changes, or its output.
    func wait(watching path: String? = nil, until isMet: () throws -> Bool) throws {
        let watch = inotify_init1(Int32(O_CLOEXEC))
        defer { _ = close(watch) }
        for watched in [path, output].compactMap({ $0 }) {
            guard unsafe inotify_add_watch(watch, watched, UInt32(IN_MODIFY | IN_CREATE | IN_CLOSE_WRITE)) >= 0 else {
                throw Failure("\(watched) cannot be watched: \(errno)")
            }
        }
        var events = [UInt8](repeating: 0, count: 4_096)
        while try !isMet(), isRunning {
            var ready = pollfd(fd: watch, events: Int16(POLLIN), revents: 0)
            // It may have ended between being asked and being watched.
            guard unsafe poll(&ready, 1, 1_000) >= 0 || errno == EINTR else { throw Failure("watching failed: \(errno)") }
            if ready.revents != 0 { _ = unsafe read(watch, &events, events.count) }
        }
    }

    private static func code(_ status: Int32) -> Int32 { status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f }

    /// C strings, ended by a null.
    private static func copies(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        var list: [UnsafeMutablePointer<CChar>?] = unsafe []
        for text in texts { unsafe list.append(strdup(text)) }
        unsafe list.append(nil)
        return unsafe list
    }

    private static func release(_ list: [UnsafeMutablePointer<CChar>?]) { for index in unsafe list.indices { unsafe free(list[index]) } }
}

struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Where the programs are: beside the test bundle.
enum Programs {
    private static let folder = {
        let bundle = CommandLine.arguments.dropFirst().first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return bundle.lastIndex(of: "/").map { String(bundle[...$0]) } ?? "./"
    }()

    static let client = folder + "wijkclient"
    static let server = folder + "wijkserver"
    static let areBuilt = unsafe access(client, X_OK) == 0 && access(server, X_OK) == 0
}
