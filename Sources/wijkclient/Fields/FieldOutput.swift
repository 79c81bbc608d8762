import SyncCore

/// A field's value as text and as JSON.
enum FieldOutput {
    /// The exact form: what `FieldInput` reads back. Times in UTC, coordinates in decimal degrees, sets with commas.
    static func text(_ value: Value, _ type: FieldType?) -> String {
        switch (value, type) {
        case (.null, _): ""
        case (.integer(let number), .latitude), (.integer(let number), .longitude): Coordinate.text(number)
        case (.integer(let number), .instant): instant(number)
        case (.integer(let number), .flag): number == 1 ? "true" : number == 0 ? "false" : String(number)
        case (.integer(let number), _): String(number)
        case (.text(let text), .set), (.text(let text), .yearly): text.replacing("\n", with: ",")
        case (.text(let text), _): text
        case (.bytes(let bytes), .reference): RecordID(bytes: bytes)?.description ?? Hex.encode(bytes)
        case (.bytes(let bytes), _): Hex.encode(bytes)
        }
    }

    /// For reading on a screen: times where the reader is, short ids, yes and no. Not made safe yet.
    static func human(_ value: Value, _ type: FieldType?, _ language: Language) -> String {
        switch (value, type) {
        case (.null, _): "—"
        case (.integer(let number), .instant): LocalTime.text(number)
        case (.integer(let number), .flag) where number < 2: number == 1 ? language(en: "yes", nl: "ja") : language(en: "no", nl: "nee")
        case (.text(let text), .set), (.text(let text), .yearly): text.replacing("\n", with: ", ")
        case (.bytes(let bytes), .reference): RecordID(bytes: bytes)?.short ?? Hex.encode(bytes)
        default: text(value, type)
        }
    }

    /// Numbers and flags as such, sets as arrays, nothing as null, all else as the exact text. Coordinates are text, so that no
    /// reader rounds them.
    static func json(_ value: Value, _ type: FieldType?, into writer: inout JSONWriter) {
        switch (value, type) {
        case (.null, _): writer.null()
        case (.integer(let number), .flag): writer.bool(number == 1)
        case (.integer(let number), .integer), (.integer(let number), nil): writer.integer(number)
        case (.text(let text), .set):
            writer.beginArray()
            for word in text.split(separator: "\n") { writer.string(String(word)) }
            writer.endArray()
        case (.text(let text), .yearly):
            writer.beginObject()
            for entry in text.split(separator: "\n") {
                let parts = entry.split(separator: "=")
                writer.member(String(parts[0]), Int64(parts.last ?? "") ?? 0)
            }
            writer.endObject()
        default: writer.string(text(value, type))
        }
    }

    private static func instant(_ milliseconds: Int64) -> String {
        let text = Instant.text(milliseconds)
        let rest = Int(((milliseconds % 1_000) + 1_000) % 1_000)
        return rest == 0 ? text : "\(text.dropLast()).\(rest.padded(3))Z"
    }
}

extension RecordID {
    /// The last eight digits: random, unlike the first, which are a time. Enough to name a record on one replica.
    var short: String { String(description.suffix(8)) }
}
