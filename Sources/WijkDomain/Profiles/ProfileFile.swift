/// A profile as text: `[section]` lines, `key = value` lines, `#` remarks. Simple enough to be written by hand, and every error
/// knows its line.
struct ProfileFile {
    struct Entry {
        let line: Int
        let value: String

        /// Words between commas.
        var words: [String] { value.split(separator: ",").map { ProfileFile.trimmed(String($0)) }.filter { !$0.isEmpty } }
    }

    private(set) var entries: [String: Entry] = [:]
    private(set) var flaws: [ProfileError.Flaw] = []

    /// - Parameter keys: the known ones, as `section.key`.
    init(_ text: String, keys: Set<String>) {
        var section = ""
        // Editors on other systems end lines with two characters, and put a mark before the first.
        let text = text.drop { $0 == "\u{FEFF}" }
        for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = index + 1
            let content = Self.trimmed(String(raw.prefix { $0 != "#" }))
            if content.isEmpty { continue }
            if content.hasPrefix("["), content.hasSuffix("]") {
                section = String(content.dropFirst().dropLast())
                if !keys.contains(where: { $0.hasPrefix(section + ".") }) { flaw(line, .section, section) }
                continue
            }
            guard let equals = content.firstIndex(of: "=") else {
                flaw(line, .form, content)
                continue
            }
            let key = section + "." + Self.trimmed(String(content[..<equals]))
            let value = Self.trimmed(String(content[content.index(after: equals)...]))
            if !keys.contains(key) {
                flaw(line, .key, key)
            } else if let first = entries[key] {
                flaw(line, .twice, "\(key) (\(first.line))")
            } else {
                entries[key] = Entry(line: line, value: value)
            }
        }
    }

    mutating func flaw(_ line: Int, _ rule: ProfileError.Rule, _ what: String) {
        flaws.append(ProfileError.Flaw(line: line, rule: rule, what: what))
    }

    static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

/// What is wrong with a profile: every flaw, each with its line.
public struct ProfileError: Error, Sendable, Equatable {
    public enum Rule: String, Sendable, CaseIterable {
        case form, section, key, twice, missing, number, word, range, reference, consistency
    }

    public struct Flaw: Sendable, Equatable {
        /// From 1; 0 for what is missing.
        public let line: Int
        public let rule: Rule
        public let what: String

        public func message(dutch: Bool) -> String {
            let place = line == 0 ? "" : dutch ? "regel \(line): " : "line \(line): "
            let text =
                switch rule {
                case .form: dutch ? "schrijf het als naam = waarde, niet als" : "write it as name = value, not as"
                case .section: dutch ? "dit onderdeel is er niet:" : "there is no such section:"
                case .key: dutch ? "deze naam is er niet:" : "there is no such name:"
                case .twice: dutch ? "staat er al:" : "is there already:"
                case .missing: dutch ? "ontbreekt:" : "is missing:"
                case .number: dutch ? "is geen heel getal:" : "is not a whole number:"
                case .word: dutch ? "is geen van de woorden:" : "is none of the words:"
                case .range: dutch ? "valt buiten wat kan:" : "is out of range:"
                case .reference: dutch ? "verwijst naar wat er niet is:" : "refers to what is not there:"
                case .consistency: dutch ? "klopt niet met de rest:" : "does not fit the rest:"
                }
            return "\(place)\(text) \(what)"
        }
    }

    public let flaws: [Flaw]
}
