import ArgumentParser
import SyncCore
import WijkDomain

/// What narrows a list.
struct ListFilters: ParsableArguments {
    @Option(name: .long, help: .both("Area, by code or name. May be repeated.", "Gebied, met code of naam. Mag vaker."))
    var area: [String] = []
    @Option(name: .long, help: .both("Status.", "Status."))
    var status: String?
    @Option(name: .long, help: .both("Category: main, or main/sub.", "Categorie: hoofd, of hoofd/sub."))
    var category: String?
    @Option(
        name: .long, parsing: .unconditional,
        help: .both(
            "Text in any text field, whatever its case.",
            "Tekst in een tekstveld, hoofdletters doen er niet toe."))
    var text: String?
    @Option(name: .long, help: .both("From this day on.", "Vanaf deze dag."))
    var from: String?
    @Option(name: .long, help: .both("Up to and including this day.", "Tot en met deze dag."))
    var to: String?
    @Flag(name: .long, help: .both("Only what this replica wrote on.", "Alleen wat op deze replica is bewerkt."))
    var mine = false
    @Option(
        name: .customLong("changed-since"),
        help: .both(
            "Last written at or after this time, by the writers' clocks.",
            "Laatst geschreven op of na dit tijdstip, op de klokken van de schrijvers."))
    var changed: String?
    @Flag(name: .long, help: .both("Only what is in conflict.", "Alleen wat in conflict is."))
    var conflicts = false
    @Flag(name: .long, help: .both("Also what was deleted.", "Ook wat verwijderd is."))
    var deleted = false
    @Option(
        name: .long, parsing: .unconditionalSingleValue,
        help: .both(
            "A field's exact value: name=value. May be repeated.",
            "De waarde van een veld: naam=waarde. Mag vaker."))
    var `where`: [String] = []

    func query<N: Noun>(_ noun: N.Type, _ device: Device, _ language: Language) throws -> RecordQuery {
        var query = RecordQuery(N.kind)
        let choice = try AreaChoice(device, language)
        // An area that is not held has no records: number 0 holds none that are shown. Its withheld parts lie in it.
        query.areas = try area.flatMap { text in
            let code = try choice.resolve(text).code
            return try [-1] + device.store.areas().filter { WithheldArea.base(of: $0.code) == code }.map(\.number)
        }
        query.mine = mine
        query.conflictsOnly = conflicts
        query.withDeleted = deleted
        if let text, !text.isEmpty { query.search = (N.searched, NFC.normalize(text)) }
        var pairs = try self.where.map { try FieldAssignments.split($0, language) }
        if let status { pairs.append(("status", status)) }
        let input = RecordLookup(device: device, language: language).input
        for (name, text) in pairs {
            guard let field = N.kind.field(named: name) else { throw Violation(field: name, rule: .unknownField) }
            query.equal.append((name, try input.value(text, for: field)))
        }
        if let category { try add(category, N.kind, input, to: &query) }
        if from != nil || to != nil { try addDates(N.dateField, N.kind, language, to: &query) }
        return query
    }

    private func add(_ category: String, _ kind: Kind, _ input: FieldInput, to query: inout RecordQuery) throws {
        guard let field = kind.field(named: "category") else { throw Violation(field: "category", rule: .unknownField) }
        let value = try input.value(category, for: field)
        guard let slug = value.text, !slug.contains("/") else { return query.equal.append(("category", value)) }
        query.ranges.append(("category", value, .text(slug + "/\u{10FFFF}")))
    }

    private func addDates(_ name: String?, _ kind: Kind, _ language: Language, to query: inout RecordQuery) throws {
        guard let name, let field = kind.field(named: name) else {
            throw ClientError(
                .usage, "list.dates",
                language(
                    en: "There is no date to filter by.",
                    nl: "Er is geen datum om op te filteren."))
        }
        let first = try from.map(Self.day)
        let last = try to.map(Self.day)
        if case .instant = field.type {
            query.ranges.append(
                (name, first.map { .integer(LocalTime.start(of: $0)) }, last.map { .integer(LocalTime.start(of: $0, plus: 1) - 1) }))
        } else {
            query.ranges.append((name, first.map { .text($0.description) }, last.map { .text($0.description) }))
        }
    }

    /// Milliseconds since 1970; `nil` when not asked for.
    func changedSince(_ language: Language) throws -> Int64? {
        guard let changed else { return nil }
        if let day = CalendarDay(changed) { return LocalTime.start(of: day) }
        guard let instant = Instant.parse(changed) else {
            throw Violation(field: "changed-since", rule: .malformed(example: "2026-11-24, 2026-11-24T14:05:00+01:00"))
        }
        return instant
    }

    private static func day(_ text: String) throws -> CalendarDay {
        let text = ["today", "vandaag"].contains(text.lowercased()) ? LocalTime.today(Clock.now()) : text
        guard let day = CalendarDay(text) else { throw Violation(field: "from, to", rule: .malformed(example: "2026-11-24")) }
        return day
    }
}
