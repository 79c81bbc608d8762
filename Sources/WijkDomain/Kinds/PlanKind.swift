public import SyncCore

/// A plan: the yearly wijkplan of Deventer (§2.2), a sector plan of Dordrecht (§3.2), the four-year stadsprogramma of Tilburg
/// (§4.3), a project, programme or policy frame of Utrecht (§5.1). Its shape and phases are the municipality's.
public enum PlanKind {
    public static let kind = Kind(
        4, "plan", indexes: [["parent"]], question: 63,
        fields: [
            Field(2, "sort", .choice(sorts), required: true),
            Field(3, "title", .line, required: true),
            /// The municipality's own word: a theme (§4.3), a field (§5.1), a sector (§3.2).
            Field(4, "theme", .word),
            /// First and last year of the plan.
            Field(5, "from_year", .year, group: "period"),
            Field(6, "to_year", .year, group: "period"),
            /// The year it is adopted for: a programme of four years is adopted every year (§4.3).
            Field(7, "cycle_year", .year),
            /// The municipality's own word, such as `panelen` or `prioriteren` (§2.2).
            Field(8, "phase", .word, group: "phase"),
            Field(9, "status", .choice(statuses), required: true, group: "phase"),
            /// A project lies in a programme, a programme in a policy frame (§5.1).
            Field(10, "parent", .reference(kind: "plan")),
            /// The plan's text; a wijkschets is nothing else (§3.2).
            Field(11, "description", .text(maximum: 50_000, lines: true)),
            /// The service that makes a sector plan (§3.2).
            Field(12, "service", .line),
            /// The decision by which it was adopted.
            Field(13, "decision", .reference(kind: "decision")),
        ])

    public static let sorts = [
        "wijkplan", "sectorplan", "stadsprogramma", "wijkprogramma", "project", "beleidskader", "wijkontwikkelingsperspectief",
        "wijkveiligheidsplan", "wijkschets",
    ]
    public static let statuses = [
        "concept", "ter_inspraak", "voorgelegd", "vastgesteld", "in_uitvoering", "afgesloten", "vervallen",
    ]
}
