import SyncCore
import WijkDomain

/// A report: headed tables, which people read as text and programs as JSON.
struct Report {
    enum Cell {
        case text(String)
        case number(Int)
        case money(Spread, String)
        case nothing

        static func count(_ number: Int) -> Cell { .number(number) }

        static func text(_ value: Value) -> Cell { value.text.map { .text($0) } ?? .nothing }

        static func cents(_ cents: Int64?, _ currency: String) -> Cell { cents.map { .money(Spread($0), currency) } ?? .nothing }

        /// A share of a whole in whole percents; nothing of nothing.
        static func share(_ part: Int, of whole: Int) -> Cell { whole == 0 ? .nothing : .number((part * 100 + whole / 2) / whole) }
    }

    struct Column {
        /// Its member in JSON, which never changes.
        let key: String
        let title: String
        let isNumber: Bool

        init(_ key: String, _ title: String, isNumber: Bool = false) {
            self.key = key
            self.title = title
            self.isNumber = isNumber
        }
    }

    struct Part {
        let key: String
        let heading: String
        let columns: [Column]
        let rows: [[Cell]]
    }

    /// `schouw`, `wijkplan`, `year`.
    let kind: String
    let title: String
    var parts: [Part] = []

    mutating func add(_ key: String, _ heading: String, _ columns: [Column], _ rows: [[Cell]]) {
        parts.append(Part(key: key, heading: heading, columns: columns, rows: rows))
    }

    func write(into writer: inout JSONWriter) {
        writer.member("report", kind)
        writer.member("title", title)
        for part in parts {
            writer.array(part.key, part.rows) { row, writer in
                writer.object { writer in
                    for (column, cell) in zip(part.columns, row) {
                        writer.key(column.key)
                        Self.write(cell, into: &writer)
                    }
                }
            }
        }
    }

    private static func write(_ cell: Cell, into writer: inout JSONWriter) {
        switch cell {
        case .text(let text): writer.string(text)
        case .number(let number): writer.integer(number)
        case .money(let spread, let currency):
            writer.object { writer in
                writer.member("currency", currency)
                SumsOutput.members(spread, into: &writer)
            }
        case .nothing: writer.null()
        }
    }

    func text(_ terminal: Terminal, _ language: Language) -> String {
        var text = terminal.style(SafeText.singleLine(title), .bold) + "\n"
        for part in parts where !part.rows.isEmpty {
            text += "\n" + terminal.style(SafeText.singleLine(part.heading), .bold) + "\n"
            var table = TableWriter(part.columns.map { TableWriter.Column($0.title, $0.isNumber ? .number : .text) })
            for row in part.rows { table.row(row.map(Self.human)) }
            text += table.render(for: terminal)
        }
        return text
    }

    private static func human(_ cell: Cell) -> String {
        switch cell {
        case .text(let text): text
        case .number(let number): String(number)
        case .money(let spread, let currency): SumsOutput.text(spread, currency)
        case .nothing: ""
        }
    }
}
