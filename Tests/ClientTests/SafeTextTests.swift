import FoundationEssentials
import Testing

@testable import wijkclient

@Suite struct SafeTextTests {
    @Test(arguments: [
        ("", ""), ("tegel los", "tegel los"), ("a\nb\r\nc\td\re", #"a\nb\r\nc\td\re"#), ("\u{1B}[31mrood", #"\u{1B}[31mrood"#),
        ("\0\u{7}\u{8}\u{7F}\u{9B}", #"\u{0}\u{7}\u{8}\u{7F}\u{9B}"#), ("a\u{202E}b\u{2066}c\u{200E}", #"a\u{202E}b\u{2066}c\u{200E}"#),
        ("a\u{200B}b\u{FEFF}c\u{AD}d\u{2060}", #"a\u{200B}b\u{FEFF}c\u{AD}d\u{2060}"#), ("a\u{2028}b\u{2029}", #"a\u{2028}b\u{2029}"#),
        ("\u{E0041}\u{3164}\u{115F}\u{FFFE}", #"\u{E0041}\u{3164}\u{115F}\u{FFFE}"#), ("a\u{200D}b", #"a\u{200D}b"#),
        ("1\u{FE0F}\u{FE0F}", "1\u{FE0F}\\u{FE0F}"), ("\u{FE0F}", #"\u{FE0F}"#), ("\n\u{FE0F}", #"\n\u{FE0F}"#),
    ])
    func `what has no shape is shown as a symbol`(text: String, shown: String) {
        #expect(SafeText.singleLine(text).unicodeScalars.elementsEqual(shown.unicodeScalars))
    }

    @Test(arguments: [
        "Crème brûlée, e\u{301}, ñ", "日本語 한국어 العربية עברית हिन्दी", "👍🏽 👩‍👩‍👧 🏳️‍🌈 ❤️ 1️⃣ 🇳🇱 👩🏾‍🔧", "€ “aanhaling” – ½ ²", "\u{A0}\u{3000}", "葛\u{E0100}",
        "\u{FFFD}", #"C:\nieuw"#, "Z\u{335}\u{301}a",
    ])
    func `ordinary Unicode passes`(text: String) {
        #expect(SafeText.singleLine(text).unicodeScalars.elementsEqual(text.unicodeScalars))
        #expect(SafeText.multiLine(text).unicodeScalars.elementsEqual(text.unicodeScalars))
    }

    @Test func `the multi-line form keeps line breaks only`() {
        #expect(SafeText.multiLine("a\r\nb\n\nc\rd\te\u{1B}") == "a\nb\n\nc\\rd\\te\\u{1B}")
    }

    @Test func `a lone surrogate in bytes is a visible replacement`() {
        #expect(SafeText.singleLine(String(decoding: [0xED, 0xA0, 0x80, 0x61], as: UTF8.self)) == "\u{FFFD}\u{FFFD}\u{FFFD}a")
    }

    @Test func `no scalar of the first planes leaves a control character`() {
        for value in UInt32(0)..<0x3_0000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "a\(scalar)b"
            #expect(!SafeText.singleLine(text).unicodeScalars.contains(where: SafeText.isControl))
        }
    }

    @Test(.enabled(if: TestData.isPresent, "WIJK_TEST_DATA is not set"))
    func `naughty strings cannot touch the terminal`() throws {
        let strings = try JSONDecoder().decode([String].self, from: Data(TestData.bytes("vectors/blns.json")))
        #expect(strings.count > 400)
        for string in strings {
            let single = SafeText.singleLine(string)
            #expect(!single.unicodeScalars.contains { SafeText.isControl($0) || $0.properties.isBidiControl })
            #expect(SafeText.singleLine(single) == single)
            #expect(!SafeText.multiLine(string).unicodeScalars.contains { SafeText.isControl($0) && $0 != "\n" })
            #expect(DisplayWidth.of(DisplayWidth.truncate(single, to: 20)) <= 20)
        }
    }
}
