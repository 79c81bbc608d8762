import Testing

@testable import wijkclient

@Suite struct TableWriterTests {
    private let file = Terminal(width: nil, usesColor: false)

    private func table(_ rows: [[String]]) -> TableWriter {
        var table = TableWriter([.init("id"), .init("text"), .init("n", .number)])
        for row in rows { table.row(row) }
        return table
    }

    @Test func `columns are aligned, numbers to the right`() {
        let table = table([["a1", "losse tegel", "5"], ["b22", "", "120"], ["c", "日本 👍🏽", ""]])
        #expect(table.render(for: file) == "id   text           n\na1   losse tegel    5\nb22               120\nc    日本 👍🏽\n")
    }

    @Test func `a file gets everything, a terminal what fits`() {
        let table = table([["a", String(repeating: "x", count: 50), "1234567"]])
        #expect(table.render(for: file).contains(String(repeating: "x", count: 50)))
        let lines = table.render(for: Terminal(width: 24, usesColor: false)).split(separator: "\n")
        #expect(lines == ["id  text               n", "a   xxxxxxxxxx…  1234567"])
    }

    @Test(arguments: 1...60)
    func `a table is cut to any width down to its least`(width: Int) {
        let table = table([[String(repeating: "日", count: 20), String(repeating: "e\u{301}", count: 30), "42"]])
        let lines = table.render(for: Terminal(width: width, usesColor: false)).split(separator: "\n")
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= max(width, 6 + 2 + 6 + 2 + 2) })
    }

    @Test func `cells cannot break the table or colour the screen`() {
        #expect(table([["a\nb", "\u{1B}[31m", "1"]]).render(for: file) == "id    text        n\na\\nb  \\u{1B}[31m  1\n")
    }

    @Test func `the header is bold where there is colour`() {
        #expect(table([]).render(for: Terminal(width: 80, usesColor: true)) == "\u{1B}[1mid  text  n\u{1B}[0m\n")
    }

    @Test(arguments: [
        ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("👩‍👩‍👧", 2), ("🇳🇱", 2), ("❤️", 2), ("❤", 1), ("Ａ", 2), ("한", 2), ("ﬁ½", 2), ("", 0),
    ])
    func `text has a width in cells`(text: String, width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }
}
