import ArgumentParser
import SyncCore
import WijkDomain

/// The other answer to a suggestion (C8): they only look the same. It is not suggested again, to anybody.
struct FindingDistinct: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "distinct", ["verschillend"], en: "Say that findings are not the same; they are not suggested as duplicates again.",
            nl: "Zeg dat bevindingen niet dezelfde zijn; ze worden niet meer als dubbel voorgesteld.",
            example: ["finding distinct 1a2b3c4d 5e6f7a8b"], json: "id, short, kind, area, areaName, conflicted, pending, fields{…}")
    }

    @Argument(help: .both("Two ids or more, each of something else.", "Twee nummers of meer, elk van iets anders.")) var ids: [String]
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if ids.count < 2 { throw ValidationError(Language.ofHelp(en: "Give two ids or more.", nl: "Geef twee nummers of meer.")) }
    }

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let first = try verb.device.store.transaction {
            let findings = try ids.map(verb.finding).sorted { $0.id < $1.id }
            guard Set(findings.map(\.id)).count == findings.count else {
                throw ClientError(
                    .usage, "finding.same",
                    client.language(en: "A finding is no other than itself.", nl: "Een bevinding is geen andere dan zichzelf."))
            }
            // The older names the younger ones: once is enough, whoever looks.
            let drafts = try findings.indices.dropLast().compactMap { try draft(findings[$0], findings[($0 + 1)...], verb) }
            for (_, inOneArea) in Dictionary(grouping: drafts, by: \.area).sorted(by: { $0.key < $1.key }) {
                _ = try verb.writing.writeAll(inOneArea)
            }
            return findings[0]
        }
        try verb.writing.tell(try verb.finding("\(first.id)"), en: "is not the same as the others", nl: "is niet dezelfde als de andere")
    }

    /// `nil` when it is known already.
    private func draft(_ finding: RecordView, _ others: ArraySlice<RecordView>, _ verb: FindingVerb) throws -> Draft? {
        let known = Set((finding.value("distinct_from").text ?? "").split(separator: "\n").map(String.init))
        let all = known.union(others.map { "\($0.id)" })
        if all == known { return nil }
        let text = all.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: "\n")
        return try verb.writing.draft(finding, FindingKind.kind.writes([(field: "distinct_from", value: .text(text))]))
    }
}
