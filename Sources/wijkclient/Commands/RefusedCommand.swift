import ArgumentParser
import SyncCore
import WijkDomain

struct RefusedCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "refused", ["geweigerd"],
            en: "What the server refused, with the reason; it is kept here.",
            nl: "Wat de server weigerde, met de reden; het is hier bewaard.",
            subcommands: [RefusedList.self, RefusedShow.self])
    }
}

/// One refused write.
struct Refusal {
    let number: UInt64
    let kind: Kind?
    let area: AreaState?
    let op: Op
    let verdict: Verdict

    static func all(_ device: Device) throws -> [Refusal] {
        let areas = Dictionary(uniqueKeysWithValues: try device.store.areas().map { ($0.number, $0) })
        return try device.replica.refusals().map { row, verdict in
            let op = try Op(decoding: row.op)
            return Refusal(number: row.k, kind: Wijk.schema.kind(op.kind), area: areas[row.area], op: op, verdict: verdict)
        }
    }

    /// `number`, `record`, `short`, `kind`, `area`, `deviceTime`, `refusal`, `changes`.
    func write(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("number", number)
        writer.member("record", "\(op.record)")
        writer.member("short", op.record.short)
        writer.member("kind", kind?.name ?? "kind \(op.kind)")
        writer.member("area", op.area)
        writer.member("deviceTime", instant: op.deviceTime)
        writer.member("note", op.note.isEmpty ? nil : op.note)
        writer.key("refusal")
        RefusalJSON.write(verdict, into: &writer)
        OpJSON.changes(op, kind, into: &writer)
        writer.endObject()
    }
}

/// What an op sets, by the names of its fields.
enum OpJSON {
    static func changes(_ op: Op, _ kind: Kind?, into writer: inout JSONWriter) {
        writer.array("changes", op.writes) { write, writer in
            writer.beginObject()
            let field = kind?.field(write.field)
            writer.member("field", field?.name ?? "field \(write.field)")
            writer.member("key", write.key.isEmpty ? nil : write.key)
            writer.key("value")
            FieldOutput.json(write.value, field?.type, into: &writer)
            writer.endObject()
        }
    }
}

struct RefusedList: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "list", ["lijst"], en: "List it.", nl: "Toon de lijst.", example: ["refused list"],
            json:
                "total, refused[{number, record, short, kind, area, deviceTime, note, refusal{code, detail, decider, decidedAt}, changes[{field, key, value}]}]"
        )
    }

    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        let all = try device.store.reading { try Refusal.all(device) }
        if client.json {
            return try client.write { writer in
                writer.member("total", all.count)
                writer.array("refused", all) { $0.write(into: &$1) }
            }
        }
        let language = client.language
        if all.isEmpty { return try client.streams.write(language(en: "Nothing was refused.\n", nl: "Er is niets geweigerd.\n")) }
        var table = TableWriter([
            .init("nr", .number), .init("id"),
            .init(
                language(
                    en: "kind",
                    nl: "soort")),
            .init(
                language(
                    en: "area",
                    nl: "gebied")), .init("code"),
            .init(language(en: "reason", nl: "reden")),
        ])
        for refusal in all {
            let kind = refusal.kind.map { Labels.label(kind: $0.name, dutch: language == .dutch) } ?? "?"
            table.row([
                String(refusal.number), refusal.op.record.short, kind, refusal.op.area, refusal.verdict.code,
                refusal.verdict.message(language),
            ])
        }
        try client.streams.write(table.render(for: client.streams.terminal))
    }
}

struct RefusedShow: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "show", ["tonen"], en: "Show one with its content.", nl: "Toon er een met de inhoud.", example: ["refused show 12"],
            json: "refused[…] (see: refused list)")
    }

    @Argument(help: .both("The number in the list, or the record's id.", "Het nummer in de lijst, of dat van het gegeven."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        let language = client.language
        let wanted = id.lowercased()
        let found = try device.store.reading { try Refusal.all(device) }.filter { refusal in
            refusal.number == UInt64(wanted)
                || wanted.utf8.count >= 4 && (refusal.op.record.short == wanted || "\(refusal.op.record)".hasPrefix(wanted))
        }
        guard !found.isEmpty else {
            throw ClientError(
                .notFound, "refused.unknown",
                language(
                    en: "Nothing refused is called “\(id)”.",
                    nl: "Niets dat geweigerd is, heet “\(id)”."))
        }
        if client.json { return try client.write { writer in writer.array("refused", found) { $0.write(into: &$1) } } }
        for refusal in found {
            var lines = ["\(refusal.number)  \(refusal.op.record.short)  \(refusal.op.area)  \(LocalTime.text(refusal.op.deviceTime))"]
            lines.append(
                "    \(refusal.verdict.message(language)) [\(refusal.verdict.code)], \(refusal.verdict.decider), \(LocalTime.text(refusal.verdict.decidedAt))"
            )
            for write in refusal.op.writes {
                let field = refusal.kind?.field(write.field)
                let label =
                    refusal.kind.map {
                        Labels.label(kind: $0.name, field: field?.name ?? "field \(write.field)", dutch: language == .dutch)
                    } ?? "?"
                lines.append("    \(label): \(FieldOutput.human(write.value, field?.type, language))")
            }
            try client.streams.write(lines.map(SafeText.singleLine).joined(separator: "\n") + "\n")
        }
    }
}
