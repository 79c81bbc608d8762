import SyncCore

/// The sizes that fields share, in UTF-8 bytes; an integer has the range its meaning allows.
extension FieldType {
    /// A code, a theme, an outside number: a word or two.
    static let word = FieldType.text(maximum: 80, lines: false)
    /// A name, a title, an address: one line.
    static let line = FieldType.text(maximum: 200, lines: false)
    /// What people write in sentences, with line breaks.
    static let prose = FieldType.text(maximum: 10_000, lines: true)
    static let year = FieldType.integer(1900...9999)
    /// Minor units of a currency: at most 10¹³, which no budget of a municipality reaches.
    static let money = FieldType.integer(0...10_000_000_000_000)
    /// A count of people.
    static let people = FieldType.integer(0...100_000_000)
}
