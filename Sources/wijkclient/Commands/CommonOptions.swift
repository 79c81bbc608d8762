import ArgumentParser

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Flag(name: .long, help: .both("Write JSON, with the keys that --help names.", "Schrijf JSON, met de sleutels die --help noemt."))
    var json = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            Language.ofHelp(
                en: "The replica's folder (else WIJK_REPLICA, else the usual data folder).",
                nl: "De map van de replica (anders WIJK_REPLICA, anders de gewone gegevensmap)."), valueName: "path"))
    var replica: String?
}

extension Language {
    /// The language of this process's help.
    static let ofHelp = Language(.process)
}

extension ArgumentHelp {
    /// Help in the user's language.
    static func both(_ english: String, _ dutch: String) -> ArgumentHelp { ArgumentHelp(Language.ofHelp(en: english, nl: dutch)) }

    /// Help that names the words to choose from.
    static func oneOf(_ words: [String]) -> ArgumentHelp {
        let list = words.joined(separator: ", ")
        return .both("One of: \(list).", "Een van: \(list).")
    }
}

extension CommandConfiguration {
    /// - Parameter example: the lines of an example, without `wijkclient`.
    /// - Parameter json: what `--json` writes.
    init(
        _ name: String, _ aliases: [String] = [], en: String, nl: String, example: [String] = [], json: String = "",
        more: (en: String, nl: String) = ("", ""),
        subcommands: [any ParsableCommand.Type] = []
    ) {
        let language = Language.ofHelp
        var parts: [String] = []
        let text = language(en: more.en, nl: more.nl)
        if !text.isEmpty { parts.append(text) }
        if !example.isEmpty {
            parts.append(language(en: "Example:", nl: "Voorbeeld:") + "\n" + example.map { "  wijkclient \($0)" }.joined(separator: "\n"))
        }
        if !json.isEmpty { parts.append("JSON: " + json) }
        self.init(
            commandName: name, abstract: language(en: en, nl: nl), discussion: parts.joined(separator: "\n\n"), subcommands: subcommands,
            aliases: aliases)
    }
}
