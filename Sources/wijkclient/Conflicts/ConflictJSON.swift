import SyncCore
import WijkDomain

extension Kind {
    /// A field of the kind, or where the record was moved to.
    func anyField(_ number: UInt32) -> Field? { number == Field.place.number ? Field.place : field(number) }
}

/// `conflicts`: per conflict `name`, `cause` (`values`, `coupled`, `editedAfterDeletion`, `clash`, `reopened`, `moved`), `class` (C1 to C14),
/// `mayISettle`, `decider` (`null` when it is the reader), `fields`, `options`; per option `number` (for `--take`), `values` (by field),
/// `shown`, `writers`; per writer `dot`, `person`, `device`, `deviceTime` and `changes` with `field`, `value` and `replaced`.
enum ConflictJSON {
    static func write(_ choices: [ConflictChoice], _ kind: Kind, into writer: inout JSONWriter) {
        writer.array("conflicts", choices) { choice, writer in
            writer.beginObject()
            writer.member("name", choice.name)
            writer.member("cause", cause(choice.cause))
            writer.member("key", choice.key.isEmpty ? nil : choice.key)
            owner(choice, into: &writer)
            writer.array("fields", choice.fields) { field, writer in writer.string(name(field, kind)) }
            writer.array("options", choice.options.enumerated()) { numbered, writer in
                let (index, option) = numbered
                writer.beginObject()
                writer.member("number", index + 1)
                writer.object("values") { writer in
                    for (field, value) in zip(choice.fields, option.values) { member(field, value, kind, &writer) }
                }
                writer.key("shown")
                writer.bool(option.values == choice.shown)
                writer.array("writers", option.writers) { write($0, kind, into: &$1) }
                writer.endObject()
            }
            writer.endObject()
        }
    }

    /// What sort of conflict it is, and whose it is to settle.
    static func owner(_ choice: ConflictChoice, into writer: inout JSONWriter) {
        writer.member("class", choice.what.rawValue)
        writer.key("mayISettle")
        writer.bool(choice.decider == nil)
        writer.member("decider", choice.decider)
    }

    private static func write(_ side: ConflictChoice.Writer, _ kind: Kind, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("dot", "\(side.dot.incarnation):\(side.dot.k)")
        writer.member("person", side.person)
        writer.member("device", side.device)
        writer.member("deviceTime", instant: side.deviceTime)
        writer.array("changes", side.changes) { change, writer in
            writer.beginObject()
            writer.member("field", name(change.field, kind))
            let type = kind.anyField(change.field)?.type
            writer.key("value")
            FieldOutput.json(change.value, type, into: &writer)
            writer.key("replaced")
            FieldOutput.json(change.replaced, type, into: &writer)
            writer.endObject()
        }
        writer.endObject()
    }

    private static func member(_ field: UInt32, _ value: Value, _ kind: Kind, _ writer: inout JSONWriter) {
        writer.key(name(field, kind))
        FieldOutput.json(value, kind.anyField(field)?.type, into: &writer)
    }

    private static func name(_ field: UInt32, _ kind: Kind) -> String { kind.anyField(field)?.name ?? "field \(field)" }

    static func cause(_ cause: Conflict.Cause) -> String {
        switch cause {
        case .values: "values"
        case .coupled: "coupled"
        case .editedAfterDeletion: "editedAfterDeletion"
        case .moved: "moved"
        case .clash: "clash"
        case .reopened: "reopened"
        }
    }
}
