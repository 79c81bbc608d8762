public import SyncCore

/// What is agreed, reported, measured and told.
public enum TellingKinds {
    public static let covenant = Kind(
        17, "covenant", question: 63,
        fields: [
            Field(2, "title", .line, required: true),
            Field(3, "partners", .set(maximum: 10_000), policy: .union),
            Field(4, "since", .date),
            Field(5, "until", .date),
            /// A quarterly platform meets four times a year (§2.5).
            Field(6, "meetings_per_year", .integer(0...366)),
        ])

    /// A service reports to the wijkbureau what it is going to do in the wijk (§5.3).
    public static let notification = Kind(
        19, "notification", indexes: [["item"]],
        fields: [
            Field(2, "item", .reference(kind: "plan_item"), required: true),
            Field(3, "service", .line, required: true),
            Field(4, "date", .date, required: true),
            Field(5, "description", .prose),
        ])

    public static let indicator = Kind(
        20, "indicator",
        fields: [
            Field(2, "name", .line, required: true),
            Field(3, "theme", .word),
            Field(4, "unit", .word, required: true),
        ])

    /// One source's figure for one year. Two sources may differ: both stay `voorlopig` until somebody says which holds (C14).
    public static let measurement = Kind(
        21, "measurement", indexes: [["indicator"]], question: 63,
        fields: [
            Field(2, "indicator", .reference(kind: "indicator"), required: true),
            Field(3, "year", .year, required: true),
            /// In thousandths of the unit: no floating point anywhere.
            Field(4, "value_milli", .integer(-1_000_000_000_000_000...1_000_000_000_000_000), required: true),
            Field(5, "source", .line, required: true),
            Field(6, "standing", .choice(["voorlopig", "definitief", "vervallen"]), required: true),
        ])

    /// What was told to whom about what (§5.3: active information; §6.6: also where the municipality hesitates).
    public static let feedback = Kind(
        22, "feedback",
        fields: [
            Field(2, "audience", .word, required: true),
            Field(3, "channel", .word),
            Field(4, "text", .prose, required: true),
            Field(5, "about", .set(maximum: 40_000), policy: .union),
            Field(6, "sent_at", .instant),
        ])

    /// A description of a wijk from one point of view: no plan, no items, no amounts (§3.2).
    public static let sketch = Kind(
        23, "sketch", question: 63,
        fields: [
            Field(2, "view", .line, required: true),
            Field(3, "text", .text(maximum: 50_000, lines: true), required: true),
        ])

    /// A photo or document, by what it is: the bytes themselves travel apart. A record is not whole while one is not (C13).
    public static let attachment = Kind(
        25, "attachment", indexes: [["finding"]],
        fields: [
            Field(2, "finding", .reference(kind: "finding")),
            Field(3, "item", .reference(kind: "plan_item")),
            /// SHA-256 of the bytes, in hexadecimal digits.
            Field(4, "sha256", .text(maximum: 64, lines: false), required: true),
            Field(5, "media_type", .word, required: true),
            Field(6, "bytes", .integer(1...1_000_000_000), required: true),
            Field(7, "sort", .choice(["foto_voor", "foto_na", "document"]), required: true),
            Field(8, "standing", .choice(standings), required: true, policy: .max(standings)),
            Field(9, "exif_removed", .flag),
        ])

    /// A version of the municipality's profile. The newest of an area's feed is in force there (ADR 0015).
    public static let profile = Kind(
        26, "profile",
        fields: [
            Field(2, "name", .line, required: true),
            Field(3, "version", .integer(1...1_000_000), required: true),
            Field(4, "text", .text(maximum: 60_000, lines: true), required: true),
        ])

    /// Text about one household or person, which only its author and those whom the profile names may hold (S-AMF 3).
    public static let confidence = Kind(
        27, "confidence",
        fields: [
            /// The finding it goes with, by id as text: it lies in another area.
            Field(2, "about", .word),
            Field(3, "text", .prose, required: true),
        ])

    /// From nothing but its name to whole.
    public static let standings = ["metadata", "deels", "compleet"]
}
