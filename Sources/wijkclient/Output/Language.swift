/// The language in which the program speaks. Every message states both texts where it is used:
///
///     language(en: "Nothing to send.", nl: "Niets te versturen.")
enum Language: Sendable {
    case dutch, english

    /// The first of `WIJK_LANG`, `LC_ALL`, `LC_MESSAGES` and `LANG` that is set decides: Dutch when it names Dutch (`nl`,
    /// `nl_NL.UTF-8`, `nl-BE`), English when it names anything else or none is set.
    init(_ environment: Environment) {
        let names = ["WIJK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        let locale = names.lazy.compactMap { environment[$0] }.first ?? ""
        self = locale.prefix { $0.isLetter }.lowercased() == "nl" ? .dutch : .english
    }

    /// The text in this language; the other one is not made.
    func callAsFunction(en english: @autoclosure () -> String, nl dutch: @autoclosure () -> String) -> String {
        switch self {
        case .english: english()
        case .dutch: dutch()
        }
    }
}
