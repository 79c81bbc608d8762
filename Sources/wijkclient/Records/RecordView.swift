import SyncCore
import WijkDomain

/// A record ready to be read.
struct RecordView {
    let ref: RecordRef
    let state: RecordState
    let kind: Kind
    /// `nil` for a record that has left every area.
    let area: AreaState?
    /// Whether own writes are in it that the server has not sent back yet.
    let isPending: Bool
    let presentation: Presentation

    init(ref: RecordRef, state: RecordState, kind: Kind, area: AreaState?, isPending: Bool) {
        self.ref = ref
        self.state = state
        self.kind = kind
        self.area = area
        self.isPending = isPending
        presentation = state.present(kind)
    }

    init(_ shown: Replica.Shown, kind: Kind, area: AreaState?) {
        self.init(ref: shown.ref, state: shown.state, kind: kind, area: area, isPending: shown.hasOutstanding)
    }

    var id: RecordID { state.id }

    func value(_ name: String) -> Value {
        kind.field(named: name).flatMap { kind.position(of: $0.number) }.map { presentation.values[$0] } ?? .null
    }

    /// One line that stands for the record: its title, or the beginning of what it says.
    var title: String { Self.title(kind) { value($0) } }

    static func title(_ kind: Kind, _ value: (String) -> Value) -> String {
        for name in ["title", "name", "description", "date"] {
            if let text = value(name).text, !text.isEmpty { return text }
        }
        return ""
    }

    /// The members of a record: `id`, `short`, `kind`, `area`, `areaName`, `conflicted`, `pending`, `fields`.
    func members(into writer: inout JSONWriter) {
        RecordJSON.head(id: id, kind: kind, area: area, isConflicted: !presentation.conflicts.isEmpty, into: &writer)
        writer.key("pending")
        writer.bool(isPending)
        RecordJSON.fields(presentation.values, kind, into: &writer)
    }

    /// One field a line, empty ones left out.
    func lines(_ language: Language) -> String {
        let dutch = language == .dutch
        var rows: [(String, String)] = [
            (Labels.label(kind: kind.name, dutch: dutch), "\(id)"),
            (Labels.label(kind: "area", dutch: dutch), area.map { "\($0.code) \($0.name)" } ?? "—"),
        ]
        for (field, value) in zip(kind.fields, presentation.values) where !value.isNull {
            rows.append((Labels.label(kind: kind.name, field: field.name, dutch: dutch), FieldOutput.human(value, field.type, language)))
        }
        let state =
            isPending
            ? language(
                en: "not sent yet",
                nl: "nog niet verstuurd")
            : language(
                en: "in step with the server",
                nl: "gelijk met de server")
        rows.append((language(en: "sync", nl: "synchronisatie"), state))
        let width = rows.reduce(0) { max($0, DisplayWidth.of($1.0)) }
        return rows.map { name, text in
            let indent = String(repeating: " ", count: width + 2)
            let body = SafeText.multiLine(text).replacing("\n", with: "\n" + indent)
            return name + String(repeating: " ", count: width + 2 - DisplayWidth.of(name)) + body + "\n"
        }.joined()
    }
}

/// The JSON of a record, the same in every command.
enum RecordJSON {
    static func head(id: RecordID, kind: Kind, area: AreaState?, isConflicted: Bool, into writer: inout JSONWriter) {
        writer.member("id", "\(id)")
        writer.member("short", id.short)
        writer.member("kind", kind.name)
        writer.member("area", area?.code)
        writer.member("areaName", area?.name)
        writer.key("conflicted")
        writer.bool(isConflicted)
    }

    /// `fields`: an object with every field of the kind, in the order of the schema.
    static func fields(_ values: [Value], _ kind: Kind, into writer: inout JSONWriter) {
        writer.key("fields")
        writer.beginObject()
        for (field, value) in zip(kind.fields, values) {
            writer.key(field.name)
            FieldOutput.json(value, field.type, into: &writer)
        }
        writer.endObject()
    }
}

extension JSONWriter {
    /// An instant as RFC 3339, in UTC.
    mutating func member(_ name: String, instant: Int64?) { member(name, instant.map { FieldOutput.text(.integer($0), .instant) }) }
}
