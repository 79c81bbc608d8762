import ArgumentParser
import SyncCore
import WijkDomain

struct ExportCommand: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "export", ["exporteren"], en: "Write everything that the replica holds, as JSON; also when sync is refused.",
            nl: "Schrijf alles wat de replica bevat, als JSON; ook als sync wordt geweigerd.", example: ["export --json > all.json"],
            json:
                "format, version, exportedAt, status{… as in status}, records[{id, short, kind, area, areaName, conflicted, pending, fields{…}, "
                + "registers[{field, key, values[{value, dot, position, deviceTime}]}], conflicts[…], history[…]}], "
                + "pending[{number, record, kind, area, deviceTime, note, changes[]}], refused[…]",
            more: (
                en: "The token and the device's key are not in it. Written as it is read: its size costs no memory.",
                nl: "Het toegangsbewijs en de sleutel van het apparaat staan er niet in. De omvang kost geen geheugen."
            ))
    }

    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            let document = JSONPieces(client.streams)
            let report = try StatusReport(device)
            try document.open { writer in
                writer.member("format", "wijk-export")
                writer.member("version", 1)
                writer.member("exportedAt", instant: Clock.now())
                writer.object("status") { report.members(into: &$0) }
            }
            try document.array("records") { next in try RecordExport(device: device).each(next) }
            try document.array("pending") { next in try pending(device, next) }
            try document.array("refused") { next in
                for refusal in try Refusal.all(device) { try next { refusal.write(into: &$0) } }
            }
            try document.close()
        }
    }

    private func pending(_ device: Device, _ next: ((inout JSONWriter) throws -> Void) throws -> Void) throws {
        let own = try device.replica.own()
        try device.store.ownOps(after: own.chain.k, actor: own.number) { row in
            let op = try Op(decoding: row.op)
            let kind = Wijk.schema.kind(op.kind)
            try next { writer in
                writer.beginObject()
                writer.member("number", row.k)
                writer.member("record", "\(op.record)")
                writer.member("kind", kind?.name ?? "kind \(op.kind)")
                writer.member("area", op.area)
                writer.member("deviceTime", instant: op.deviceTime)
                writer.member("note", op.note.isEmpty ? nil : op.note)
                OpJSON.changes(op, kind, into: &writer)
                writer.endObject()
            }
            return true
        }
    }
}
