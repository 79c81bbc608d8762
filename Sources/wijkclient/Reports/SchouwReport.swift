import SyncCore
import WijkDomain

/// What a schouw brought, and what becomes of each finding (S-UTR 5 and 15, S-DEV 19).
struct SchouwReport {
    let device: Device
    let language: Language

    func report(_ schouw: RecordView) throws -> Report {
        var report = Report(kind: "schouw", title: title(schouw))
        func label(_ field: String) -> String { Labels.label(kind: "schouw", field: field, dutch: language == .dutch) }
        let facts = ["date", "status", "leader", "participants", "resident_count", "route_note"].filter { !schouw.value($0).isNull }
        report.add(
            "about", language(en: "the walk", nl: "de schouw"),
            [.init("field", language(en: "what", nl: "wat")), .init("value", "")],
            facts.map { name in
                [.text(label(name)), .text(FieldOutput.human(schouw.value(name), schouw.kind.field(named: name)?.type, language))]
            })
        var query = RecordQuery(FindingKind.kind)
        query.equal = [("schouw", .bytes(schouw.id.bytes))]
        query.sort = ("observed_at", false)
        let tally = try FindingTally(query, device, language)
        tally.add("destination", as: "destinations", to: &report)
        tally.add("status", as: "statuses", to: &report)
        tally.add("category", as: "categories", to: &report)
        let told = try told()
        report.add("findings", language(en: "each finding", nl: "elke bevinding"), columns, tally.findings.map { row($0, told) })
        return report
    }

    private func title(_ schouw: RecordView) -> String {
        [schouw.title, schouw.value("date").text ?? "", schouw.area?.name ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private var columns: [Report.Column] {
        func label(_ field: String) -> String { Labels.label(kind: "finding", field: field, dutch: language == .dutch) }
        return ["number", "description", "destination", "responsible", "status"].map { .init($0, label($0)) } + [
            .init("told", language(en: "told", nl: "teruggekoppeld"))
        ]
    }

    private func row(_ finding: RecordValues, _ told: Set<String>) -> [Report.Cell] {
        let name = finding["number"].text ?? finding.id.short
        return [.text(name)] + ["description", "destination", "responsible", "status"].map { .text(finding[$0]) } + [
            .text(told.contains("\(finding.id)") ? language(en: "yes", nl: "ja") : language(en: "no", nl: "nee"))
        ]
    }

    /// The ids of everything that somebody was told about.
    private func told() throws -> Set<String> {
        let kind = TellingKinds.feedback
        let place = kind.field(named: "about").flatMap { kind.position(of: $0.number) } ?? 0
        var ids: Set<String> = []
        try device.store.list(RecordQuery(kind)) { row in
            ids.formUnion((row.values[place].text ?? "").split(separator: "\n").map(String.init))
            return true
        }
        return ids
    }
}
