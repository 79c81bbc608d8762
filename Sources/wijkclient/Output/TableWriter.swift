/// Lays rows out in aligned columns under a header. Every cell is made safe and put on one line (see `SafeText`).
///
/// For a terminal the table is made to fit: the widest text columns are cut first, numbers never. Into a file or a pipe all is written
/// in full. Columns are two spaces apart; no line ends in spaces.
struct TableWriter: Sendable {
    struct Column: Sendable {
        enum Kind: Sendable {
            /// Aligned left; may be cut.
            case text
            /// Aligned right; never cut.
            case number
        }

        let title: String
        let kind: Kind

        init(_ title: String, _ kind: Kind = .text) {
            self.title = SafeText.singleLine(title)
            self.kind = kind
        }
    }

    private static let gap = 2
    /// A column is not cut below this many cells, even if the table then does not fit.
    private static let minimumWidth = 6

    private let columns: [Column]
    private var rows: [[String]] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row with one cell for each column.
    mutating func row(_ cells: [String]) {
        precondition(cells.count == columns.count, "a row has a cell for each column")
        rows.append(cells.map(SafeText.singleLine))
    }

    /// The table as lines that each end in a line feed; the header is bold where the terminal has colour.
    func render(for terminal: Terminal) -> String {
        let widths = fittingWidths(in: terminal.width)
        var text = terminal.style(line(columns.map(\.title), widths), .bold) + "\n"
        for row in rows { text += line(row, widths) + "\n" }
        return text
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        var pending = 0
        for (index, cell) in cells.enumerated() {
            let cell = DisplayWidth.truncate(cell, to: widths[index])
            let rest = widths[index] - DisplayWidth.of(cell)
            let isNumber = columns[index].kind == .number
            if isNumber { pending += rest }
            if !cell.isEmpty {
                line += String(repeating: " ", count: pending) + cell
                pending = 0
            }
            pending += (isNumber ? 0 : rest) + Self.gap
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    private func fittingWidths(in available: Int?) -> [Int] {
        var widths = columns.indices.map { index in
            rows.reduce(DisplayWidth.of(columns[index].title)) { max($0, DisplayWidth.of($1[index])) }
        }
        guard let available else { return widths }
        let texts = widths.indices.filter { columns[$0].kind == .text }
        for index in texts { widths[index] = min(widths[index], max(available, Self.minimumWidth)) }
        var excess = widths.reduce(0, +) + Self.gap * max(widths.count - 1, 0) - available
        while excess > 0, let widest = texts.max(by: { widths[$0] < widths[$1] }), widths[widest] > Self.minimumWidth {
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }
}
