import SyncCore
import WijkDomain

/// Finds the record that a person means by an id, or by at least four of its first or last digits. Short ids, as lists show them, are
/// the last eight.
struct RecordLookup {
    let device: Device
    let language: Language

    private static let fewestDigits = 4
    private static let mostCandidates = 10

    /// - Parameter kinds: where to look; every kind that this version knows when empty.
    func find(_ text: String, in kinds: [Kind] = []) throws -> RecordRef {
        let kinds = kinds.isEmpty ? Wijk.schema.kinds : kinds
        let digits = FieldInput.trimmed(text).lowercased().filter { $0 != "-" }
        guard digits.utf8.count >= Self.fewestDigits, digits.utf8.count <= 32, digits.allSatisfy({ $0.isHexDigit && $0.isASCII }) else {
            throw ClientError(
                .usage, "record.id", language(en: "“\(text)” is not an id.", nl: "“\(text)” is geen nummer van een gegeven."),
                hint: language(
                    en: "Give at least four hexadecimal digits of it, the first or the last.",
                    nl: "Geef er ten minste vier hexadecimale cijfers van, de eerste of de laatste."))
        }
        var found: [RecordRef] = []
        for kind in kinds {
            if let id = RecordID(digits) {
                if let ref = try device.store.find(id, kind: kind.number) { found.append(ref) }
                continue
            }
            found += try device.store.find(kind: kind, idPrefix: digits, limit: Self.mostCandidates + 1)
            if digits.utf8.count <= 16 { found += try device.store.find(kind: kind, idSuffix: digits, limit: Self.mostCandidates + 1) }
        }
        let unique = Set(found).sorted()
        if unique.count == 1 { return unique[0] }
        if unique.isEmpty { throw unknown(text, kinds) }
        let names = try unique.prefix(Self.mostCandidates).compactMap { ref in
            try device.replica.shown(ref).map { "\($0.state.id.short) (\($0.state.id))" }
        }
        throw ClientError(
            .usage, "record.ambiguous",
            language(
                en: "“\(text)” fits several records: \(names.joined(separator: ", ")).",
                nl: "“\(text)” past op meer gegevens: \(names.joined(separator: ", "))."),
            hint: language(en: "Give more digits.", nl: "Geef meer cijfers."))
    }

    /// The record as it is shown here.
    func shown(_ text: String, in kinds: [Kind] = []) throws -> RecordView {
        let ref = try find(text, in: kinds)
        guard let shown = try device.replica.shown(ref), let kind = Wijk.schema.kind(ref.kind) else { throw unknown(text, kinds) }
        return RecordView(shown, kind: kind, area: try device.area(number: shown.area))
    }

    private func unknown(_ text: String, _ kinds: [Kind]) -> ClientError {
        let name = kinds.count == 1 ? Labels.label(kind: kinds[0].name, dutch: language == .dutch) : language(en: "record", nl: "gegeven")
        return ClientError(
            .notFound, "record.unknown",
            language(
                en: "There is no \(name) “\(text)” on this replica.",
                nl: "Er is op deze replica geen \(name) “\(text)”."),
            hint: language(en: "List them, or sync first.", nl: "Bekijk de lijst, of synchroniseer eerst."))
    }

    /// How references in fields are read.
    var input: FieldInput {
        FieldInput(
            record: { name, text in
                guard let kind = Wijk.schema.kind(named: name) else { throw Violation(field: name, rule: .unknownField) }
                return try self.shown(text, in: [kind]).id
            }, now: Clock.now)
    }
}
