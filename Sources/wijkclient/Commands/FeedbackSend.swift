import ArgumentParser
import SyncCore
import WijkDomain

/// Tells people what became of what they said (§5.3: active information), with what it is about.
struct FeedbackSend: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "send", ["stuur"], en: "Record what was told to whom, about findings or about a whole schouw.",
            nl: "Leg vast wat aan wie is verteld, over bevindingen of over een hele schouw.",
            example: ["feedback send --audience belanghebbenden --text \"De lamp brandt weer\" --schouw 1a2b3c4d --channel brief"],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Option(name: .long, help: .both("Whom, in the profile's word.", "Aan wie, in het woord van het profiel.")) var audience: String
    @Option(name: .long, parsing: .unconditional, help: .both("What was told.", "Wat er is verteld.")) var text: String
    @Option(name: .long, help: .both("How: letter, evening, website.", "Hoe: brief, avond, website.")) var channel: String?
    @Option(name: .long, help: .both("What it is about: ids, with commas between.", "Waar het over gaat: nummers, met komma's ertussen."))
    var about: [String] = []
    @Option(name: .long, help: .both("All findings of this schouw (id).", "Alle bevindingen van deze schouw (nummer).")) var schouw: String?
    @Option(name: .long, help: .both("Area, by code or name.", "Gebied, met code of naam.")) var area: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let kind = TellingKinds.feedback
        let record = try verb.device.store.transaction {
            let about = try AboutRecords(about + (schouw.map { try findings(of: $0, verb) } ?? []), verb.lookup)
            let area = try about.area(area, verb.device, client.language)
            try warn(area, verb.device, client)
            var given: [(field: String, value: Value)] = [
                ("audience", try verb.value(audience, "audience", of: kind)), ("text", try verb.value(text, "text", of: kind)),
                ("sent_at", .integer(Clock.now())),
            ]
            if let channel { given.append(("channel", try verb.value(channel, "channel", of: kind))) }
            if !about.records.isEmpty { given.append(("about", about.value)) }
            return try verb.writing.writeAll(Draft(kind: kind.number, area: area, writes: kind.writes(given)))
        }
        try verb.writing.tell(record, en: "sent", nl: "verstuurd")
    }

    private func findings(of schouw: String, _ verb: FindingVerb) throws -> [String] {
        var query = RecordQuery(FindingKind.kind)
        query.equal = [("schouw", .bytes(try verb.lookup.shown(schouw, in: [SchouwKind.kind]).id.bytes))]
        var ids: [String] = []
        try verb.device.store.list(query) { row in
            ids.append("\(row.id)")
            return true
        }
        return ids
    }

    /// A group that the municipality does not name is told all the same.
    private func warn(_ area: String, _ device: Device, _ client: Client) throws {
        guard let profile = device.profile(in: try device.store.area(area)), !profile.audiences.isEmpty,
            !profile.audiences.contains(audience)
        else { return }
        let list = profile.audiences.joined(separator: ", ")
        client.streams.message(
            client.language(
                en: "The profile names other audiences: \(list).", nl: "Het profiel noemt andere doelgroepen: \(list)."), .warning)
    }
}
