import Glibc

/// One line on a terminal's standard error that is written over and over; nothing anywhere else.
struct Progress {
    private let isTerminal: Bool
    private var isShown = false
    private let output = BufferedOutput(descriptor: STDERR_FILENO)

    init(_ environment: Environment) {
        isTerminal = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
    }

    mutating func show(_ text: String) {
        guard isTerminal else { return }
        try? output.write("\r\u{1B}[K" + SafeText.singleLine(text))
        try? output.flush()
        isShown = true
    }

    mutating func end() {
        guard isShown else { return }
        isShown = false
        try? output.write("\r\u{1B}[K")
        try? output.flush()
    }
}
