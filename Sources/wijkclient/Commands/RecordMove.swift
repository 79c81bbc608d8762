import ArgumentParser
import SyncCore
import WijkDomain

/// `finding move`, `item move`, `plan move`.
struct RecordMove<N: Noun>: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "move", ["verplaats", "verplaatsen"], en: "Move one to another area; works without network.",
            nl: "Verplaats een gegeven naar een ander gebied; werkt zonder netwerk.",
            example: ["\(N.word) move 1a2b3c4d --to Kanaleneiland --reason \"De lantaarn staat aan de overkant\""],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}",
            more: (
                en:
                    "Both areas have to be yours. It shows at once in the other area; with the next sync it leaves the one and enters the other for everybody, with its history and all that others do to it meanwhile.",
                nl:
                    "Beide gebieden moeten van u zijn. Het gegeven staat meteen in het andere gebied; bij de volgende synchronisatie verhuist het voor iedereen, met zijn geschiedenis en met wat anderen er intussen aan doen."
            ))
    }

    @Argument(help: .both("The record's id.", "Het nummer van het gegeven."))
    var id: String
    @Option(name: .long, help: .both("The area it goes to, by code or name.", "Het gebied waar het heen gaat, met code of naam."))
    var to: String
    @Option(name: .long, parsing: .unconditional, help: .both("Why; kept with the record.", "Waarom; wordt bij het gegeven bewaard."))
    var reason: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToWrite()
        let lookup = RecordLookup(device: device, language: client.language)
        let target = try AreaChoice(device, client.language).resolve(to)
        let note = try reason.map { try lookup.input.note($0) } ?? ""
        let record = try device.store.transaction {
            let record = try lookup.shown(id, in: [N.kind])
            try check(record, goesTo: target, client)
            return try RecordWriting(client: client, device: device).change(
                record, [Op.FieldWrite(Field.place.number, .text(target.code))], note: note)
        }
        try RecordWriting(client: client, device: device).tell(record, en: "moved", nl: "verplaatst")
    }

    private func check(_ record: RecordView, goesTo target: (code: String, name: String), _ client: Client) throws {
        let language = client.language
        if record.area?.code == target.code {
            throw ClientError(
                .usage, "area.same",
                language(en: "\(record.id.short) is in \(target.name) already.", nl: "\(record.id.short) ligt al in \(target.name)."))
        }
    }
}
