import SyncCore
import WijkDomain

/// A year of neighbourhood work (S-AMF 17): where findings went, how much was of the wijk, and whether people had an answer in time.
struct YearReport {
    let device: Device
    let language: Language
    let year: Int
    /// Numbers of areas; all when empty.
    let areas: [Int]

    func report(title: String) throws -> Report {
        var report = Report(kind: "year", title: title)
        var query = RecordQuery(FindingKind.kind)
        query.areas = areas
        guard let first = CalendarDay("\(year.padded(4))-01-01"), let last = CalendarDay("\(year.padded(4))-12-31") else {
            throw Violation(field: "year", rule: .malformed(example: "1998"))
        }
        query.ranges = [
            ("observed_at", .integer(LocalTime.start(of: first)), .integer(LocalTime.start(of: last, plus: 1) - 1))
        ]
        let tally = try FindingTally(query, device, language)
        report.add(
            "findings", language(en: "findings", nl: "bevindingen"), [.init("count", language(en: "number", nl: "aantal"), isNumber: true)],
            [[.count(tally.findings.count)]])
        tally.add("destination", as: "destinations", to: &report)
        tally.addScope(to: &report)
        tally.addTerms(today: LocalTime.today(Clock.now()), to: &report)
        tally.add("status", as: "statuses", to: &report)
        tally.add("source", as: "sources", to: &report)
        try BudgetRows(device: device, language: language).add(areas: areas, where: { $0 == Int64(year) }, to: &report)
        try addDecisions(to: &report)
        try addTold(first, last, to: &report)
        return report
    }

    private func addDecisions(to report: inout Report) throws {
        let kind = DecidingKinds.decision
        var query = RecordQuery(kind)
        query.areas = areas
        query.ranges = [("date", .text("\(year.padded(4))-01-01"), .text("\(year.padded(4))-12-31"))]
        query.sort = ("date", false)
        var rows: [[Report.Cell]] = []
        try device.store.list(query) { row in
            let values = RecordValues(id: row.id, kind: kind, area: "", values: row.values)
            let binds = values["binding"] == .integer(1)
            rows.append(
                ["date", "body", "sort"].map { .text(values[$0]) } + [
                    .text(binds ? language(en: "yes", nl: "ja") : language(en: "no", nl: "nee")), .text(values["title"]),
                ])
            return true
        }
        func label(_ field: String) -> String { Labels.label(kind: "decision", field: field, dutch: language == .dutch) }
        report.add(
            "decisions", language(en: "decisions", nl: "besluiten"),
            ["date", "body", "sort", "binding", "title"].map { .init($0, label($0)) }, rows)
    }

    private func addTold(_ first: CalendarDay, _ last: CalendarDay, to report: inout Report) throws {
        let kind = TellingKinds.feedback
        var query = RecordQuery(kind)
        query.areas = areas
        query.ranges = [("sent_at", .integer(LocalTime.start(of: first)), .integer(LocalTime.start(of: last, plus: 1) - 1))]
        var counts: [String: Int] = [:]
        try device.store.list(query) { row in
            counts[RecordValues(id: row.id, kind: kind, area: "", values: row.values)["audience"].text ?? "", default: 0] += 1
            return true
        }
        report.add(
            "told", language(en: "what people were told", nl: "wat mensen is verteld"),
            [
                .init("audience", Labels.label(kind: "feedback", field: "audience", dutch: language == .dutch)),
                .init("count", language(en: "number", nl: "aantal"), isNumber: true),
            ], counts.sorted { $0.key < $1.key }.map { [.text($0.key), .count($0.value)] })
    }
}
