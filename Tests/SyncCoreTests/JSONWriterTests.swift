import FoundationEssentials
import Testing

@testable import SyncCore

@Suite struct JSONWriterTests {
    private func sample(_ style: JSONWriter.Style) -> String {
        var json = JSONWriter(style)
        json.beginObject()
        json.key("id")
        json.integer(UInt64.max)
        json.key("tags")
        json.beginArray()
        json.string("a")
        json.bool(true)
        json.null()
        json.beginArray()
        json.endArray()
        json.endArray()
        json.key("point")
        json.beginObject()
        json.endObject()
        json.key("open")
        json.bool(false)
        json.endObject()
        return json.text
    }

    @Test func `compact has no white space`() {
        #expect(sample(.compact) == #"{"id":18446744073709551615,"tags":["a",true,null,[]],"point":{},"open":false}"#)
    }

    @Test func `pretty has one member a line`() {
        let expected = """
            {
              "id": 18446744073709551615,
              "tags": [
                "a",
                true,
                null,
                []
              ],
              "point": {},
              "open": false
            }
            """
        #expect(sample(.pretty) == expected)
    }

    @Test func `values at the top level are lines`() {
        var json = JSONWriter()
        json.beginArray()
        json.integer(Int64.min)
        json.endArray()
        json.string("b")
        #expect(json.text == "[-9223372036854775808]\n\"b\"")
    }

    @Test(arguments: [
        ("", #""""#), ("a\"b\\c/", #""a\"b\\c/""#), ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#),
        ("\0\u{1B}[31m\u{1F}", #""\u0000\u001b[31m\u001f""#),
        ("\u{7F}\u{80}\u{85}\u{9F}\u{A0}", "\"\\u007f\\u0080\\u0085\\u009f\u{A0}\""),
        ("\u{2027}\u{2028}\u{2029}\u{202A}", "\"\u{2027}\\u2028\\u2029\u{202A}\""), ("café 日本 👩‍🔧", "\"café 日本 👩‍🔧\""),
    ])
    func `strings are escaped`(text: String, literal: String) {
        var json = JSONWriter()
        json.string(text)
        #expect(json.bytes == Array(literal.utf8))
    }

    @Test func `keys are escaped as strings are`() {
        var json = JSONWriter()
        json.beginObject()
        json.key("a\"\u{9B}")
        json.null()
        json.endObject()
        #expect(json.text == #"{"a\"\u009b":null}"#)
    }

    @Test func `every scalar of the basic plane is read back by another reader`() throws {
        let texts = (0..<0x1_0000).compactMap { Unicode.Scalar(UInt32($0)) }.map { "<\($0)>" }
        var json = JSONWriter()
        json.beginArray()
        for text in texts { json.string(text) }
        json.endArray()
        #expect(!json.bytes.contains { $0 < 0x20 || $0 == 0x7F })
        let read = try JSONDecoder().decode([String].self, from: Data(json.bytes))
        #expect(read.elementsEqual(texts) { $0.utf8.elementsEqual($1.utf8) })
    }
}
