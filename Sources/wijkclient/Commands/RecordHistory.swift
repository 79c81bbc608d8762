import ArgumentParser
import SyncCore
import WijkDomain

/// `finding history`, `item history`, …
struct RecordHistory<N: Noun>: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "history", ["geschiedenis"],
            en: "Every write that this replica holds of one: who, on which device, when, and what it replaced.",
            nl: "Alles wat op deze replica over een gegeven is geschreven: wie, op welk apparaat, wanneer, en wat het verving.",
            example: ["\(N.word) history 1a2b3c4d"],
            json:
                "id, short, kind, area, areaName, conflicted, history[{dot, person, device, author, deviceTime, receivedAt, position, note, state "
                + "(folded|acknowledged|pending|refused), refusal{code, detail, decider, decidedAt}, toArea, changes[{field, key, value, replaced}]}]"
        )
    }

    @Argument(help: .both("The record's id.", "Het nummer van het gegeven."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            let record = try RecordLookup(device: device, language: client.language).shown(id, in: [N.kind])
            let history = try History(of: record.ref, kind: N.kind, device)
            if client.json {
                return try client.write { writer in
                    RecordJSON.head(
                        id: record.id, kind: N.kind, area: record.area, isConflicted: !record.presentation.conflicts.isEmpty, into: &writer)
                    history.members(into: &writer)
                }
            }
            try client.streams.write(history.text(client.language))
        }
    }
}
