import ArgumentParser
import SyncCore
import WijkDomain

/// `finding show`, `item show`, …
struct RecordShow<N: Noun>: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "show", ["tonen"],
            en: "Show one, with its conflicts.",
            nl: "Toon een gegeven, met zijn conflicten.", example: ["\(N.word) show 1a2b3c4d"],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}, conflicts[…] (see: conflict show)")
    }

    @Argument(help: .both("The record's id.", "Het nummer van het gegeven."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            let record = try RecordLookup(device: device, language: client.language).shown(id, in: [N.kind])
            let conflicts = try ConflictReader(device: device).conflicts(of: record)
            if client.json {
                return try client.write { writer in
                    record.members(into: &writer)
                    ConflictJSON.write(conflicts, record.kind, into: &writer)
                }
            }
            try client.streams.write(record.lines(client.language))
            if !conflicts.isEmpty {
                try client.streams.write("\n" + ConflictText(client: client).text(conflicts, of: record))
            }
        }
    }
}

/// `finding delete`, `item delete`, …
struct RecordDelete<N: Noun>: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "delete", ["verwijderen"], en: "Delete one; its history stays, and --undo brings it back.",
            nl: "Verwijder een gegeven; de geschiedenis blijft, en --undo haalt het terug.", example: ["\(N.word) delete 1a2b3c4d"],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Argument(help: .both("The record's id.", "Het nummer van het gegeven."))
    var id: String
    @Flag(name: .long, help: .both("Bring it back.", "Haal het terug."))
    var undo = false
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToWrite()
        let record = try RecordLookup(device: device, language: client.language).shown(id, in: [N.kind])
        let writing = RecordWriting(client: client, device: device)
        let changed = try writing.change(record, [Op.FieldWrite(Field.deleted.number, undo ? .null : .integer(1))])
        try writing.tell(changed, en: undo ? "is back" : "deleted", nl: undo ? "is terug" : "verwijderd")
    }
}
