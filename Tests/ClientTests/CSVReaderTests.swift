import Testing

@testable import wijkclient

@Suite struct CSVReaderTests {
    private func rows(_ text: String, delimiter: CSVDelimiter? = nil, limits: CSVReader.Limits = .init()) throws -> [CSVRow] {
        try rows(Array(text.utf8), delimiter: delimiter, limits: limits)
    }

    private func rows(_ bytes: [UInt8], delimiter: CSVDelimiter? = nil, limits: CSVReader.Limits = .init()) throws -> [CSVRow] {
        var reader = CSVReader(bytes, delimiter: delimiter, limits: limits)
        var rows: [CSVRow] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    @Test(arguments: [
        ("", []), ("\n\r\n\r", []), ("a", [["a"]]), ("a,b\n", [["a", "b"]]), (",", [["", ""]]), ("a,\n,b", [["a", ""], ["", "b"]]),
        ("a\rb\r", [["a"], ["b"]]), ("\"\"\n", [[""]]), ("\"a,\"\"b\"\"\",c", [["a,\"b\"", "c"]]), ("\"\"\"\"", [["\""]]),
        ("\"a\r\nb\",c\r\n", [["a\r\nb", "c"]]), ("5\" pipe,x\"y\"z", [["5\" pipe", "x\"y\"z"]]), (" \"a\",b", [[" \"a\"", "b"]]),
        ("\u{FEFF}a,b", [["a", "b"]]), ("\u{FEFF}\"a\",b", [["a", "b"]]), ("a,é\n日,👩‍🔧", [["a", "é"], ["日", "👩‍🔧"]]),
    ])
    func `fields are read`(text: String, expected: [[String]]) throws {
        #expect(try rows(text).map(\.fields) == expected)
    }

    @Test(arguments: [
        ("a;b;c\n1,5;2;3", CSVDelimiter.semicolon), ("a\tb\n1,2,3", .tab), ("a,b;c,d\n", .comma), ("\"x;y;z\",b\n", .comma),
        ("a\n1;2", .comma),
        ("\n\na;b", .semicolon), ("\"a\nb\";c", .semicolon), ("", .comma),
    ])
    func `the delimiter is detected from the first line`(text: String, delimiter: CSVDelimiter) {
        #expect(CSVReader(Array(text.utf8)).delimiter == delimiter)
    }

    @Test func `a given delimiter is not second-guessed`() throws {
        #expect(try rows("a;b,c", delimiter: .comma).map(\.fields) == [["a;b", "c"]])
    }

    @Test func `a row tells the line on which it begins`() throws {
        let text = "a,b\r\n\r\n\"1\n2\r3\r\n4\",x\n\n\ny,z"
        #expect(try rows(text).map(\.line) == [1, 3, 9])
    }

    @Test(arguments: [
        ("a\n\"b\nc", CSVError.unterminatedQuote(line: 2)), ("a\n\"b\nc\"d", .textAfterQuote(line: 3)),
        ("\"a\" ,b", .textAfterQuote(line: 1)),
        ("a\nb\0", .nul(line: 2)), ("\"a\n\0\"", .nul(line: 2)),
    ])
    func `what is not CSV is an error on a line`(text: String, error: CSVError) {
        #expect(throws: error) { try rows(text) }
        #expect(error.message(in: .english).hasPrefix("line \(error.line):"))
        #expect(error.message(in: .dutch).hasPrefix("regel \(error.line):"))
    }

    @Test(arguments: [
        ([0x61, 0x0A, 0x62, 0xFF], CSVError.invalidUTF8(line: 2, offset: 3)),
        (Array("a,\"é\r\nb\rc\n".utf8) + [0xC3, 0x28, 0x22], .invalidUTF8(line: 4, offset: 11)),
        ([0x61, 0x2C, 0xED, 0xA0, 0x80], .invalidUTF8(line: 1, offset: 2)), ([0xE2, 0x82], .invalidUTF8(line: 1, offset: 0)),
        ([0xFF, 0xFE, 0x61, 0x62], .invalidUTF8(line: 1, offset: 0)), ([0xFF, 0xFE, 0x61, 0x00], .nul(line: 1)),
    ])
    func `bytes that are not UTF-8 are pointed at`(bytes: [UInt8], error: CSVError) {
        #expect(throws: error) { try rows(bytes) }
    }

    @Test func `rows have limits`() throws {
        let limits = CSVReader.Limits(rowBytes: 8, columns: 3)
        #expect(try rows("12345678\n1,2,3\n", limits: limits).count == 2)
        #expect(throws: CSVError.rowTooLong(line: 2, limit: 8)) { try rows("1\n123456789", limits: limits) }
        #expect(throws: CSVError.rowTooLong(line: 1, limit: 8)) { try rows("\"1\n2\n3\n4\n5\n", limits: limits) }
        #expect(throws: CSVError.tooManyColumns(line: 1, limit: 3)) { try rows("1,2,3,4", limits: limits) }
    }

    @Test func `nothing is read after an error`() throws {
        var reader = CSVReader(Array("\"a\"b\nc".utf8))
        #expect(throws: CSVError.textAfterQuote(line: 1)) { try reader.next() }
        #expect(try reader.next() == nil)
    }

    @Test func `fifty thousand rows are read`() throws {
        let row = (0..<10).map { "\"veld \($0) met \"\"tekst\"\", en meer\"" }.joined(separator: ",") + "\r\n"
        let read = try rows(Array(String(repeating: row, count: 50_000).utf8))
        #expect(read.count == 50_000)
        #expect(read.last?.fields.last == "veld 9 met \"tekst\", en meer")
    }
}
