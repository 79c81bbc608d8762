import SyncCore

/// The statuses this program ends with, after sysexits.h where that has one.
///
/// | status | meaning | what to do |
/// | --- | --- | --- |
/// | 0 | done | |
/// | 64 | the command line is wrong | read the message, `--help` |
/// | 65 | a value, a file's content or the replica's content is not right | mend it |
/// | 66 | no such record, file or replica | look it up |
/// | 69 | the server cannot be reached, or cannot answer now | try again later; the work is safe here |
/// | 70 | a bug in this program | report it |
/// | 73 | something cannot be made: a folder, or a second enrolment | choose another place |
/// | 74 | reading or writing failed: disk full, read-only | make room, mend the permissions |
/// | 75 | another process is busy with the replica | try again now |
/// | 76 | the server refused, or the two do not understand each other | read the message |
/// | 77 | not enrolled, or the token is refused | enrol |
/// | 79 | `receipt`: the device must not be wiped yet | see what is missing |
/// | 130 | interrupted | run it again to go on |
/// | 141 | whoever read the output has gone | |
enum ExitStatus: Int32, Sendable {
    case done = 0
    case usage = 64
    case badData = 65
    case notFound = 66
    case unavailable = 69
    case bug = 70
    case cannotCreate = 73
    case inputOutput = 74
    case busy = 75
    case refused = 76
    case notEnrolled = 77
    case notSafe = 79
    case interrupted = 130
    case closedPipe = 141
}

extension ExitStatus {
    /// `nil` for an error that is not of this program: the argument parser's own.
    init?(of error: any Error) {
        switch error {
        case let error as ClientError: self = error.status
        case is Violation, is CSVError: self = .badData
        case let error as TransportError: self = Self.status(of: error)
        case let error as ServerProblem: self = Self.status(of: error)
        case let error as SyncError: self = Self.status(of: error)
        case let error as OutputError: self = error == .closed ? .closedPipe : .inputOutput
        case is SQLiteError: self = .inputOutput
        default: return nil
        }
    }

    private static func status(of error: TransportError) -> ExitStatus {
        switch error.kind {
        case .cancelled: .interrupted
        case .url, .insecure: .usage
        case .tooLarge: .refused
        case .resolve, .connect, .timeout, .tls, .interrupted, .failed: .unavailable
        }
    }

    private static func status(of problem: ServerProblem) -> ExitStatus {
        switch problem.error.status {
        case 401, 403: .notEnrolled
        case 408, 429, 500...: .unavailable
        default: .refused
        }
    }

    private static func status(of error: SyncError) -> ExitStatus {
        switch error.code {
        case "storage.busy", "sync.stale": .busy
        case "storage.damaged", "storage.foreign", "storage.newer": .badData
        case "record.unknown": .notFound
        case "record.elsewhere", "write.too-many", "write.too-large", "write.areas", "write.kind", "write.form", "write.note": .badData
        case "query.field": .usage
        default: error.code.hasPrefix("storage.") ? .inputOutput : .refused
        }
    }
}
