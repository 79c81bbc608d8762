import Glibc

/// The program's two voices: data on standard output, buffered; messages on standard error, at once.
final class StandardStreams {
    /// What standard output goes to.
    let terminal: Terminal
    let language: Language

    private let output: BufferedOutput
    private let errors: BufferedOutput
    private let errorTerminal: Terminal

    init(environment: Environment = .process, outputDescriptor: Int32 = STDOUT_FILENO, errorDescriptor: Int32 = STDERR_FILENO) {
        terminal = Terminal(descriptor: outputDescriptor, environment: environment)
        errorTerminal = Terminal(descriptor: errorDescriptor, environment: environment)
        language = Language(environment)
        output = BufferedOutput(descriptor: outputDescriptor)
        errors = BufferedOutput(descriptor: errorDescriptor)
    }

    /// Text as it is: what came from a store must have been made safe (see `SafeText`).
    func write(_ text: String) throws(OutputError) {
        try output.write(text)
    }

    func write(_ bytes: [UInt8]) throws(OutputError) {
        try output.write(bytes)
    }

    /// Must be called before the program ends.
    func flush() throws(OutputError) {
        try output.flush()
    }

    enum Severity: Sendable {
        case note, warning, error
    }

    /// One message to the user, made safe and put on lines of its own after what was written before it. If it cannot be written there
    /// is nowhere left to say so, and nothing happens.
    func message(_ text: String, _ severity: Severity = .note) {
        try? output.flush()
        let label =
            switch severity {
            case .note: ""
            case .warning: errorTerminal.style(language(en: "warning:", nl: "waarschuwing:"), .yellow) + " "
            case .error: errorTerminal.style(language(en: "error:", nl: "fout:"), .red) + " "
            }
        try? errors.write(label + SafeText.multiLine(text) + "\n")
        try? errors.flush()
    }
}
