import ArgumentParser
import SyncCore
import WijkDomain

/// Suggestions only (C8): nothing is ever merged by itself.
struct FindingDuplicates: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "duplicates", ["dubbelen"], en: "List findings that may be the same: one category, one day, at most 15 metres apart.",
            nl: "Toon bevindingen die dezelfde kunnen zijn: zelfde soort, zelfde dag, hooguit 15 meter uit elkaar.",
            example: ["finding duplicates --area Kanaleneiland --from 2026-11-01"],
            json: "total, groups[{metres, day, category, findings[{id, short, number, area, status, description}]}]",
            more: (
                en: "Then say: finding duplicate ID --of ID, or finding distinct ID ID.",
                nl: "Zeg daarna: bevinding dubbel NUMMER --of NUMMER, of bevinding verschillend NUMMER NUMMER."
            ))
    }

    @Option(name: .long, help: .both("Area, by code or name. May be repeated.", "Gebied, met code of naam. Mag vaker."))
    var area: [String] = []
    @Option(name: .long, help: .both("Seen from this day on.", "Gezien vanaf deze dag.")) var from: String?
    @Option(name: .long, help: .both("At most so many groups; 0 for all.", "Hoogstens zoveel groepen; 0 voor alle.")) var limit = 50
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if limit < 0 { throw ValidationError(Language.ofHelp(en: "--limit is not negative.", nl: "--limit is niet negatief.")) }
    }

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            let groups = DuplicateSearch.clusters(of: DuplicateSearch.pairs(among: try candidates(device, client.language)))
            let shown = try groups.prefix(limit > 0 ? limit : groups.count).map { group in
                let lookup = RecordLookup(device: device, language: client.language)
                return (group: group, findings: try group.findings.map { try lookup.shown("\($0)", in: [FindingKind.kind]) })
            }
            try client.json ? json(shown, total: groups.count, client) : table(shown, total: groups.count, client)
        }
    }

    private func candidates(_ device: Device, _ language: Language) throws -> [DuplicateSearch.Candidate] {
        var query = RecordQuery(FindingKind.kind)
        let choice = try AreaChoice(device, language)
        query.areas = try area.map { try device.store.area(choice.resolve($0).code)?.number ?? -1 }
        if let from {
            guard let day = CalendarDay(from) else { throw Violation(field: "from", rule: .malformed(example: "2026-11-24")) }
            query.ranges = [("observed_at", .integer(LocalTime.start(of: day)), nil)]
        }
        var found: [DuplicateSearch.Candidate] = []
        try device.store.list(query) { row in
            let values = RecordValues(id: row.id, kind: query.kind, area: "", values: row.values)
            if let candidate = DuplicateSearch.Candidate(values) { found.append(candidate) }
            return true
        }
        return found
    }

    private typealias Shown = (group: DuplicateSearch.Cluster, findings: [RecordView])

    private func day(_ finding: RecordView) -> String { "\(CalendarDay(milliseconds: finding.value("observed_at").integer ?? 0))" }

    private func json(_ groups: [Shown], total: Int, _ client: Client) throws {
        try client.write { writer in
            writer.member("total", total)
            writer.array("groups", groups) { shown, writer in
                writer.object { writer in
                    writer.member("metres", shown.group.millimetres / 1_000)
                    writer.member("day", shown.findings.first.map(day))
                    writer.member("category", shown.findings.first?.value("category").text)
                    writer.array("findings", shown.findings) { finding, writer in
                        writer.object { writer in
                            writer.member("id", "\(finding.id)")
                            writer.member("short", finding.id.short)
                            writer.member("number", finding.value("number").text)
                            writer.member("area", finding.area?.code)
                            writer.member("status", finding.value("status").text)
                            writer.member("description", finding.value("description").text)
                        }
                    }
                }
            }
        }
    }

    private func table(_ groups: [Shown], total: Int, _ client: Client) throws {
        let language = client.language
        let dutch = language == .dutch
        if groups.isEmpty {
            return try client.streams.write(language(en: "Nothing looks the same.\n", nl: "Er lijkt niets dubbel.\n"))
        }
        var table = TableWriter([
            .init(language(en: "perhaps the same", nl: "misschien dezelfde")), .init("m", .number), .init(language(en: "day", nl: "dag")),
            .init(Labels.label(kind: "finding", field: "category", dutch: dutch)),
            .init(Labels.label(kind: "finding", field: "description", dutch: dutch)),
        ])
        for (group, findings) in groups {
            table.row([
                findings.map(\.id.short).joined(separator: " "), String(group.millimetres / 1_000), findings.first.map(day) ?? "",
                findings.first?.value("category").text ?? "", findings.map(\.title).joined(separator: " / "),
            ])
        }
        try client.streams.write(table.render(for: client.streams.terminal))
        try client.streams.write(language(en: "\(total) in all\n", nl: "\(total) in totaal\n"))
    }
}
