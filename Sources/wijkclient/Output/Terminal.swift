import Glibc

/// What is known about the device behind a file descriptor: is it a terminal, how wide, may it be coloured.
struct Terminal: Equatable, Sendable {
    /// The width in cells; `nil` when this is no terminal and nothing should be cut.
    let width: Int?
    /// Whether `style` adds escape sequences.
    let usesColor: Bool

    var isTerminal: Bool { width != nil }

    /// Asks the system. The width is the terminal's own, else `COLUMNS`, else 80. `NO_COLOR` or `TERM=dumb` turns colour off.
    init(descriptor: Int32, environment: Environment) {
        guard isatty(descriptor) == 1 else {
            self.init(width: nil, usesColor: false)
            return
        }
        let width = Self.reportedWidth(of: descriptor) ?? environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        self.init(width: width ?? 80, usesColor: environment["NO_COLOR"] == nil && environment["TERM"] != "dumb")
    }

    init(width: Int?, usesColor: Bool) {
        self.width = width
        self.usesColor = usesColor
    }

    enum Style: String, Sendable {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    /// The text in this style, or as it is where colour is off. The text must be safe already (see `SafeText`).
    func style(_ text: String, _ style: Style) -> String {
        usesColor && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    private static func reportedWidth(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
