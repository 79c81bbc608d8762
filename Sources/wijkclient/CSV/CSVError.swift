/// Why a CSV file cannot be read on. Lines are counted from 1, as an editor shows them.
enum CSVError: Error, Equatable, Sendable {
    /// The file ends inside the quoted field that begins on this line.
    case unterminatedQuote(line: Int)
    /// Something else than a delimiter or a line break follows a closing quote.
    case textAfterQuote(line: Int)
    /// The bytes are not UTF-8; the offset is that of the first wrong one, counted from 0 at the beginning of the file.
    case invalidUTF8(line: Int, offset: Int)
    /// The file holds a byte 0: probably no text at all, or UTF-16.
    case nul(line: Int)
    /// The row that begins on this line is longer than `limit` bytes; often a quote is not closed.
    case rowTooLong(line: Int, limit: Int)
    /// The row that begins on this line has more than `limit` fields.
    case tooManyColumns(line: Int, limit: Int)

    /// The line to look at.
    var line: Int {
        switch self {
        case .unterminatedQuote(let line), .textAfterQuote(let line), .invalidUTF8(let line, _), .nul(let line),
            .rowTooLong(let line, _), .tooManyColumns(let line, _):
            line
        }
    }

    /// A sentence for the user, with the line and what to do.
    func message(in language: Language) -> String { language(en: "line \(line): ", nl: "regel \(line): ") + reason(in: language) }

    /// The same without the line.
    func reason(in language: Language) -> String {
        switch self {
        case .unterminatedQuote:
            return language(
                en: "the quotation mark that opens here is never closed.",
                nl: "het aanhalingsteken dat hier opent, wordt nergens gesloten.")
        case .textAfterQuote:
            return language(
                en: "there is text after a closing quotation mark; write a quotation mark inside a field twice.",
                nl: "er staat tekst na een sluitend aanhalingsteken; schrijf een aanhalingsteken in een veld dubbel.")
        case .invalidUTF8(_, let offset):
            return language(
                en: "byte \(offset) is not UTF-8; save the file as “CSV UTF-8”.",
                nl: "byte \(offset) is geen UTF-8; sla het bestand op als “CSV UTF-8”.")
        case .nul:
            return language(
                en: "the file holds a zero byte; is it CSV, and saved as “CSV UTF-8”?",
                nl: "het bestand bevat een nulbyte; is het CSV, en opgeslagen als “CSV UTF-8”?")
        case .rowTooLong(_, let limit):
            return language(
                en: "this row is longer than \(limit) bytes; is a quotation mark not closed?",
                nl: "deze rij is langer dan \(limit) bytes; is een aanhalingsteken niet gesloten?")
        case .tooManyColumns(_, let limit):
            return language(
                en: "this row has more than \(limit) columns.",
                nl: "deze rij heeft meer dan \(limit) kolommen.")
        }
    }
}
