import Testing

@testable import wijkclient

@Suite struct CSVWriterTests {
    private func text(_ fields: [String], delimiter: CSVDelimiter = .comma) -> String {
        var writer = CSVWriter(delimiter: delimiter)
        writer.row(fields)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        (["a", "b c", ""], "a,b c,\r\n"), ([""], "\"\"\r\n"), (["a,b", "c;d", "e\tf"], "\"a,b\",\"c;d\",\"e\tf\"\r\n"),
        (["\"x\""], "\"\"\"x\"\"\"\r\n"), (["a\nb", "c\r\nd"], "\"a\nb\",\"c\r\nd\"\r\n"),
    ])
    func `fields are quoted where needed`(fields: [String], line: String) {
        #expect(text(fields) == line)
    }

    @Test(arguments: [
        "=1+1", "+1+1", "-1+1", "@SUM(A1)", "-", "+", "-1.2.3", "-1,2,3", "+.5", "-1e5x", "＝1", "＋1", "－1", "＠x", "=\"a\"",
    ])
    func `formulas are disarmed`(field: String) {
        #expect(text([field]).drop { $0 == "\"" }.hasPrefix("'"))
    }

    @Test(arguments: ["\tx", "\rx", "\nx"])
    func `leading white space of a formula is disarmed`(field: String) {
        #expect(text([field]) == "\"'\(field)\"\r\n")
    }

    @Test(arguments: ["-5", "+31612345678", "-1,25", "-1.25", "12", "a=b", "'x"])
    func `plain numbers and other text stay`(field: String) {
        #expect(text([field], delimiter: .tab).replacing("\"", with: "") == field + "\r\n")
    }

    @Test func `control characters become symbols`() {
        #expect(text(["a\u{1B}[31m\0\u{7F}\u{9B}é"]) == "a\\u{1B}[31m\\u{0}\\u{7F}\\u{9B}é\r\n")
    }

    @Test(arguments: CSVDelimiter.allCases)
    func `what is written is read back`(delimiter: CSVDelimiter) throws {
        let rows = [
            ["", "a", "\"", "a\r\nb"], ["\r", ",;\t", " ", "👩‍🔧"].map { "x" + $0 }, ["1", "2", "3", ""], ["-1", "x\n", "\"\"", "é"],
        ]
        var writer = CSVWriter(delimiter: delimiter)
        for row in rows { writer.row(row) }
        var reader = CSVReader(writer.take(), delimiter: delimiter)
        for row in rows { #expect(try reader.next()?.fields == row) }
        #expect(try reader.next() == nil)
        #expect(writer.bytes.isEmpty)
    }
}
