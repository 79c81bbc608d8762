import Glibc
import Testing

@testable import wijkclient

@Suite struct StandardStreamsTests {
    /// The read and write ends of a new pipe.
    private func pipe() -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        #expect(unsafe Glibc.pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    private func readAll(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes[..<max(count, 0)], as: UTF8.self)
    }

    @Test func `output is gathered until flushed`() throws {
        let ends = pipe()
        let output = BufferedOutput(descriptor: ends.write, capacity: 8)
        try output.write("abc")
        try output.write("defghij")
        #expect(readAll(ends.read) == "abcdefghij")
        try output.write([0x6B])
        try output.flush()
        #expect(readAll(ends.read) == "k")
        close(ends.read)
        close(ends.write)
    }

    @Test func `a reader that has gone is no fault, and is remembered`() throws {
        let ends = pipe()
        close(ends.read)
        let output = BufferedOutput(descriptor: ends.write)
        try output.write("x")
        #expect(throws: OutputError.closed) { try output.flush() }
        #expect(throws: OutputError.closed) { try output.flush() }
        #expect(OutputError.closed.exitStatus == 141)
        close(ends.write)
    }

    @Test func `a full disk is told`() throws {
        let descriptor = unsafe open("/dev/full", O_WRONLY)
        let output = BufferedOutput(descriptor: descriptor)
        try output.write("x")
        #expect(throws: OutputError.failed(ENOSPC)) { try output.flush() }
        close(descriptor)
    }

    @Test func `messages come at once, safe and in the user's language`() throws {
        let (out, err) = (pipe(), pipe())
        let streams = StandardStreams(environment: Environment(["LANG": "nl_NL"]), outputDescriptor: out.write, errorDescriptor: err.write)
        try streams.write("data\n")
        streams.message("weg\u{1B}[31m", .error)
        #expect(readAll(out.read) == "data\n")
        #expect(readAll(err.read) == "fout: weg\\u{1B}[31m\n")
        for descriptor in [out.read, out.write, err.read, err.write] { close(descriptor) }
    }

    @Test func `a pipe is no terminal and has no colour`() {
        let ends = pipe()
        let terminal = Terminal(descriptor: ends.write, environment: Environment(["COLUMNS": "40"]))
        #expect(terminal == Terminal(width: nil, usesColor: false))
        #expect(terminal.style("x", .red) == "x")
        close(ends.read)
        close(ends.write)
    }

    @Test(arguments: [([:], 80, true), (["COLUMNS": "40", "NO_COLOR": "1"], 40, false), (["COLUMNS": "x", "TERM": "dumb"], 80, false)])
    func `a terminal without a size takes COLUMNS`(variables: [String: String], width: Int, usesColor: Bool) throws {
        let leader = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
        try #require(leader >= 0)
        let terminal = Terminal(descriptor: leader, environment: Environment(variables))
        #expect(terminal == Terminal(width: width, usesColor: usesColor))
        var size = winsize(ws_row: 24, ws_col: 133, ws_xpixel: 0, ws_ypixel: 0)
        #expect(unsafe ioctl(leader, UInt(TIOCSWINSZ), &size) == 0)
        #expect(Terminal(descriptor: leader, environment: Environment(variables)).width == 133)
        close(leader)
    }
}
