import ArgumentParser
import Glibc
import SyncCore

/// Runs a command line and turns whatever happened into a status, with one message on standard error.
enum Program {
    static func run(_ arguments: [String] = Array(CommandLine.arguments.dropFirst())) -> Int32 {
        Memory.keepSmall()
        _ = umask(0o077)
        // A file that reaches its size limit is an error like a full disk, and no sudden death.
        _ = signal(SIGXFSZ, SIG_IGN)
        do {
            var command = try WijkClient.parseAsRoot(arguments)
            try command.run()
            return ExitStatus.done.rawValue
        } catch {
            return report(error)
        }
    }

    private static func report(_ error: any Error) -> Int32 {
        let streams = StandardStreams()
        if let status = ExitStatus(of: error) {
            if status != .closedPipe {
                streams.message(ErrorText.text(of: error, streams.language), status == .interrupted ? .note : .error)
            }
            return status.rawValue
        }
        let text = WijkClient.fullMessage(for: error)
        let status = WijkClient.exitCode(for: error).rawValue
        if status != 0 {
            if !text.isEmpty { streams.message(text) }
            return status == 1 ? ExitStatus.bug.rawValue : status
        }
        do {
            try streams.write(text.isEmpty ? "" : text + "\n")
            try streams.flush()
            return 0
        } catch { return error.exitStatus }
    }
}
