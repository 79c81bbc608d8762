import SyncCore
import WijkDomain

/// Counts of findings for a report.
struct FindingTally {
    let findings: [RecordValues]
    let language: Language

    /// - Parameter query: of findings.
    init(_ query: RecordQuery, _ device: Device, _ language: Language) throws {
        let codes = Dictionary(uniqueKeysWithValues: try device.store.areas().map { ($0.number, $0.code) })
        var found: [RecordValues] = []
        try device.store.list(query) { row in
            found.append(RecordValues(id: row.id, kind: query.kind, area: codes[row.area] ?? "", values: row.values))
            return true
        }
        findings = found
        self.language = language
    }

    /// What the wijk does not decide itself, or what is no neighbourhood work at all (§6.5).
    static let outside: Set<String> = ["bovenwijks", "college", "buiten_scope"]

    /// Each word of a field with how often it occurs, the most frequent first.
    func add(_ field: String, as key: String, to report: inout Report) {
        let label = Labels.label(kind: "finding", field: field, dutch: language == .dutch)
        let counts = Dictionary(grouping: findings) { $0[field].text ?? "" }.mapValues(\.count)
        let rows = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { word, count -> [Report.Cell] in
            [word.isEmpty ? .nothing : .text(word), .count(count), .share(count, of: findings.count)]
        }
        report.add(
            key, language(en: "findings by \(label)", nl: "bevindingen naar \(label)"),
            [
                .init(field, label), .init("count", language(en: "number", nl: "aantal"), isNumber: true),
                .init("percent", "%", isNumber: true),
            ],
            rows)
    }

    /// How many are neighbourhood work and how many go beyond it; what nobody has routed yet is neither.
    func addScope(to report: inout Report) {
        let routed = findings.filter { !($0["destination"].text ?? "").isEmpty }
        let out = routed.filter { Self.outside.contains($0["destination"].text ?? "") }.count
        let rows: [(String, String, Int)] = [
            ("inside", language(en: "of the wijk", nl: "des wijks"), routed.count - out),
            ("outside", language(en: "beyond the wijk, or out of scope", nl: "bovenwijks of buiten scope"), out),
            ("unrouted", language(en: "not routed yet", nl: "nog niet gerouteerd"), findings.count - routed.count),
        ]
        add(rows, as: "scope", language(en: "scope", nl: "reikwijdte"), to: &report)
    }

    /// Whether findings with a day by which they were to be dealt with (streefdatum) were.
    ///
    /// - Parameter today: `2026-11-24`.
    func addTerms(today: String, to report: inout Report) {
        var counts = [0, 0, 0, 0, 0]
        for finding in findings {
            let due = finding["due_date"].text ?? ""
            let isClosed = FindingKind.closed.contains(finding["status"].text ?? "")
            let closed = isClosed ? finding["closed_at"].integer.map(LocalTime.today) : nil
            if due.isEmpty {
                counts[4] += 1
            } else if let closed {
                counts[closed <= due ? 0 : 1] += 1
            } else {
                counts[today <= due ? 2 : 3] += 1
            }
        }
        let names: [(String, String)] = [
            ("inTime", language(en: "dealt with in time", nl: "op tijd afgehandeld")),
            ("late", language(en: "dealt with late", nl: "te laat afgehandeld")),
            ("open", language(en: "open, not due yet", nl: "open, nog op tijd")),
            ("overdue", language(en: "open and overdue", nl: "open en over de streefdatum")),
            ("noTerm", language(en: "without a day", nl: "zonder streefdatum")),
        ]
        add(
            zip(names, counts).map { ($0.0, $0.1, $1) }, as: "terms", language(en: "answered within term", nl: "binnen de termijn"),
            to: &report)
    }

    private func add(_ rows: [(String, String, Int)], as key: String, _ heading: String, to report: inout Report) {
        report.add(
            key, heading,
            [
                .init("key", ""), .init("name", language(en: "what", nl: "wat")),
                .init("count", language(en: "number", nl: "aantal"), isNumber: true), .init("percent", "%", isNumber: true),
            ],
            rows.map { [.text($0.0), .text($0.1), .count($0.2), .share($0.2, of: findings.count)] })
    }
}
