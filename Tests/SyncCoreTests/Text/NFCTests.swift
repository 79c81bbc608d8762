import Testing

@testable import SyncCore

/// Form C in, form C out; and search by that form, whatever the case.
@Suite struct NFCTests {
    @Test(arguments: [
        ("e\u{301}", "\u{E9}"), ("\u{E9}", "\u{E9}"), ("A\u{30A}", "\u{C5}"), ("\u{212B}", "\u{C5}"), ("\u{1100}\u{1161}", "\u{AC00}"),
        ("q\u{307}\u{323}", "q\u{323}\u{307}"), ("\u{958}", "\u{915}\u{93C}"), ("ascii\n\0", "ascii\n\0"), ("", ""),
        ("\u{FB01}", "\u{FB01}"),
        ("IJ\u{E7}c\u{327}", "IJ\u{E7}\u{E7}"), ("\u{1F469}\u{200D}\u{1F527}", "\u{1F469}\u{200D}\u{1F527}"),
    ])
    func `text in any form comes out in form C`(text: String, form: String) {
        #expect(NFC.normalize(text).utf8.elementsEqual(form.utf8))
        #expect(NFC.normalize(form).utf8.elementsEqual(form.utf8))
    }

    private func finds(_ needle: String, in text: String) throws -> Bool {
        let store = try SQLiteStore(path: ":memory:", schema: Notes.schema, access: .create)
        let statement = try store.connection.prepare("SELECT wijk_contains(?1, ?2)")
        statement.bind(1, text)
        statement.bind(2, TextSearch.fold(needle))
        return try statement.step() && statement.integer(0) == 1
    }

    @Test(arguments: [
        ("stoep", "Losse STOEPtegel", true), ("tegel", "Losse stoeptegel", true), ("stoept", "stoep", false), ("", "anything", true),
        ("\u{E9}\u{E9}n", "\u{C9}\u{C9}N tegel", true), ("E\u{301}", "caf\u{E9}", true), ("e", "\u{E9}", false), ("x", "", false),
        ("aab", "aaab", true), ("\u{DF}", "STRA\u{DF}E", true), ("a\0b", "xA\0B", true), ("\u{1F527}", "hamer \u{1F527}", true),
        ("n\u{303}", "ma\u{F1}ana", true),
    ])
    func `search finds parts of words, whatever the case and form`(needle: String, text: String, isFound: Bool) throws {
        #expect(try finds(needle, in: text) == isFound)
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>) func `search says the same as comparing folded text`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let letters = ["a", "B", "b", "\u{E9}", "\u{C9}", " "]
        for _ in 0..<100 {
            let text = (0..<random.below(8)).map { _ in random.pick(letters) }.joined()
            let needle = (0..<(1 + random.below(3))).map { _ in random.pick(letters) }.joined()
            let (whole, part) = (Array(TextSearch.fold(text).utf8), Array(TextSearch.fold(needle).utf8))
            let expected = whole.indices.contains { whole[$0...].starts(with: part) }
            #expect(try finds(needle, in: text) == expected, "seed \(seed): \(needle) in \(text)")
        }
    }
}
