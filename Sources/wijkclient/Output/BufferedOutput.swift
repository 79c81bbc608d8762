import Glibc

/// Why output could not be written.
enum OutputError: Error, Equatable, Sendable {
    /// The reader has gone (`wijkclient list | head`): no fault, nothing to say, just stop.
    case closed
    /// Any other failure, such as a full disk: the system's error number.
    case failed(Int32)

    /// The status to exit with: what a shell shows for a program that SIGPIPE ended, else 74 (EX_IOERR).
    var exitStatus: Int32 {
        switch self {
        case .closed: 141
        case .failed: 74
        }
    }
}

/// Bytes gathered and then written to a file descriptor in large pieces. The descriptor is not closed, and what was not flushed before
/// the end is lost: an error could no longer be told.
final class BufferedOutput {
    private let descriptor: Int32
    private let capacity: Int
    private var buffer: [UInt8] = []
    private var failure: OutputError?

    /// SIGPIPE is ignored from now on in the whole process, so that a reader that has gone is an error and not a sudden death.
    init(descriptor: Int32, capacity: Int = 64 * 1024) {
        _ = signal(SIGPIPE, SIG_IGN)
        self.descriptor = descriptor
        self.capacity = capacity
    }

    func write(_ text: String) throws(OutputError) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= capacity { try flush() }
    }

    func write(_ bytes: [UInt8]) throws(OutputError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= capacity { try flush() }
    }

    /// Writes all that was gathered. After an error nothing more is written, and every later flush throws that error again.
    func flush() throws(OutputError) {
        defer { buffer.removeAll(keepingCapacity: true) }
        if let failure { throw failure }
        do throws(OutputError) {
            try writeBuffer()
        } catch {
            failure = error
            throw error
        }
    }

    private func writeBuffer() throws(OutputError) {
        try unsafe buffer.withUnsafeBufferPointer { (bytes) throws(OutputError) in
            guard let start = bytes.baseAddress else { return }
            var written = 0
            while written < bytes.count {
                let count = unsafe Glibc.write(descriptor, start + written, bytes.count - written)
                if count >= 0 {
                    written += count
                } else {
                    try recover(from: errno)
                }
            }
        }
    }

    /// Returns when writing may be tried again.
    private func recover(from error: Int32) throws(OutputError) {
        switch error {
        case EINTR: return
        case EAGAIN:
            var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = unsafe poll(&request, 1, -1)
        case EPIPE: throw .closed
        default: throw .failed(error)
        }
    }
}
