import Testing

@testable import wijkclient

@Suite struct LanguageTests {
    @Test(arguments: [
        ([:], Language.english), (["LANG": "nl_NL.UTF-8"], .dutch), (["LANG": "nl"], .dutch), (["LANG": "NL-be"], .dutch),
        (["LANG": "nlx_NL"], .english), (["LANG": "en_GB", "LC_MESSAGES": "nl_NL"], .dutch),
        (["LC_ALL": "C.UTF-8", "LANG": "nl_NL"], .english),
        (["LC_ALL": "", "LANG": "nl_NL"], .dutch), (["WIJK_LANG": "nl", "LC_ALL": "C"], .dutch),
        (["WIJK_LANG": "en", "LANG": "nl_NL"], .english),
    ])
    func `the first variable that is set decides`(variables: [String: String], language: Language) {
        #expect(Language(Environment(variables)) == language)
    }

    @Test func `a message is picked`() {
        #expect(Language.english(en: "done", nl: "klaar") == "done")
        #expect(Language.dutch(en: "done", nl: "klaar") == "klaar")
    }
}
