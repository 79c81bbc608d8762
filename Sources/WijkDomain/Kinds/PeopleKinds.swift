public import SyncCore

/// Who does what: organisations, persons, roles and teams. Written by the server only, so that every replica knows whose word counts.
public enum PeopleKinds {
    public static let organisation = Kind(
        6, "organisation",
        fields: [
            Field(2, "name", .line, required: true),
            Field(3, "sort", .choice(organisations), required: true),
            /// Part of the municipality.
            Field(4, "internal", .flag),
            /// Whom the wijk turns to, fairly high in the organisation (§6.6); in Dordrecht the aandachtsfunctionaris (§3.3).
            Field(5, "contact", .line),
        ])

    public static let account = Kind(
        7, "account", indexes: [["account"]],
        fields: [
            /// The server's id of the account, `p-1a2b3c4d5e`.
            Field(2, "account", .word, required: true),
            Field(3, "name", .line, required: true),
            Field(4, "organisation", .line),
        ])

    /// One person's role in the area that the record lies in.
    public static let role = Kind(
        8, "role", indexes: [["account"]],
        fields: [
            Field(2, "account", .word, required: true),
            Field(3, "name", .line, required: true),
            Field(4, "role", .choice(Role.allCases.map(\.rawValue)), required: true),
            /// For whom: a service's contact writes the content of its own sector only (§3.1).
            Field(5, "organisation", .line),
            /// First and last day, judged by the server's calendar on receipt.
            Field(6, "valid_from", .date, group: "validity"),
            Field(7, "valid_to", .date, group: "validity"),
            /// Up to which amount the person may decide alone.
            Field(8, "mandate_cents", .money, group: "mandate"),
            Field(9, "currency", .choice(PlanItemKind.currencies), group: "mandate"),
            /// Lent out by another service (§5.3).
            Field(10, "seconded", .flag),
            /// Process and not content: the wijkwethouder (§2.2(6), §6.7).
            Field(11, "process_only", .flag),
        ])

    public static let team = Kind(
        9, "team",
        fields: [
            Field(2, "name", .line, required: true),
            Field(3, "sort", .choice(teams), required: true),
            Field(4, "members", .set(maximum: 10_000), policy: .union),
            /// Two years for Deventer's wijkteam (§2.2(3)).
            Field(5, "term_months", .integer(1...240)),
            Field(6, "since", .date),
            /// A team of residents is a platform and represents nobody, unless elected (§2.2, §6.3).
            Field(7, "representative", .flag),
        ])

    public static let organisations = [
        "dienst", "afdeling", "corporatie", "politie", "welzijn", "onderwijs", "bewonersorganisatie", "bedrijf", "college", "raad",
        "raadscommissie", "wijkcommissie", "overig",
    ]
    public static let teams = [
        "loodsgroep", "wijkteam", "gebiedsteam", "wijkbureau", "buurtserviceteam", "onderhoudsploeg", "projectgroep", "stuurgroep",
        "kerngroep", "beleidsplatform", "taakgroep",
    ]
}
