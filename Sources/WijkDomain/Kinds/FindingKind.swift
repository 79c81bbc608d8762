public import SyncCore

/// A finding (bevinding): any signal about the wijk, whoever gave it and wherever it came in. One kind, several sources: the
/// schouw (§5.5), the panel (§2.2), the meldpunt and front-office (§4.2, §4.3), the coordinator (§3.5).
public enum FindingKind {
    public static let kind = Kind(
        3, "finding", indexes: [["status", "observed_at"], ["category"], ["observed_at"]],
        clashes: [
            // C3: what somebody saw is never closed away unseen.
            Kind.Clash("seen_again", field: 16, words: closed, against: [6, 13, 14, 29]),
            // C9: done as a fast measure while it was taken into a plan, or the other way about (§3.2).
            Kind.Clash("closed_and_planned", field: 16, words: closed, against: [17, 27]),
        ], question: 63,
        fields: [
            Field(2, "source", .choice(sources)),
            /// Reports, wishes and complaints are handed over separately.
            Field(3, "nature", .choice(natures)),
            Field(4, "category", .slug(Categories.slugs)),
            Field(5, "description", .prose, required: true),
            /// What was added later: by whoever passes by, also after routing.
            Field(6, "remark", .prose),
            /// One place is four fields: half of one place and half of another is nowhere.
            Field(7, "latitude", .latitude, group: "location"),
            Field(8, "longitude", .longitude, group: "location"),
            /// The radius that the position was measured with, in centimetres.
            Field(9, "accuracy_cm", .integer(0...100_000_000), group: "location"),
            Field(10, "location_method", .choice(locationMethods), group: "location"),
            Field(11, "address", .line),
            Field(12, "mentioned_by", .choice(mentioners)),
            /// The gravest of concurrent judgements is shown: nobody's `gevaar` is merged away.
            Field(13, "severity", .choice(severities), policy: .max(severities)),
            Field(14, "quality", .choice(qualities)),
            /// The image ruler (beeldmeetlat) that the quality was read from, such as litter on paving.
            Field(15, "quality_ruler", .word),
            Field(16, "status", .choice(statuses), required: true, group: "status"),
            Field(17, "destination", .choice(destinations), group: "conversion"),
            /// The organisation that must act.
            Field(18, "responsible", .line),
            /// The day by which it must be dealt with (streefdatum).
            Field(19, "due_date", .date),
            /// When it was seen, by the device's clock.
            Field(20, "observed_at", .instant),
            Field(21, "schouw", .reference(kind: "schouw")),
            Field(22, "duplicate_of", .reference(kind: "finding")),
            /// Whether the reporter waits for an answer.
            Field(23, "feedback_needed", .flag),
            /// Coupled with the status: closed at a time, or not closed.
            Field(24, "closed_at", .instant, group: "status"),
            /// The number it has in the system it was imported from: importing twice adds nothing.
            Field(25, "external_id", .word),
            Field(26, "tags", .set(maximum: 4_000), policy: .union),
            /// The plan item that was made of it. Coupled with the destination: one finding becomes one thing (C9).
            Field(27, "item", .reference(kind: "plan_item"), group: "conversion"),
            /// For people to name it by, `W3-2026-0012`; given by the server only.
            Field(28, "number", .word),
            /// When it was last seen again, by the device's clock.
            Field(29, "seen_at", .instant),
            /// Findings that it was compared with and is not the same as (C8).
            Field(30, "distinct_from", .set(maximum: 4_000), policy: .union),
        ])

    public static let sources = [
        "wijkschouw", "panel", "meldpunt", "frontoffice", "inloopavond", "brief", "wijkagent", "dienst", "raadscontact",
    ]
    public static let natures = ["melding", "wens", "klacht"]
    public static let locationMethods = ["gps", "kaart", "adres", "handmatig"]
    public static let mentioners = ["bewoner", "ambtenaar", "partner", "onbekend"]
    /// From least to most grave.
    public static let severities = ["laag", "normaal", "hoog", "gevaar"]
    /// The five levels of the CROW quality catalogue, best first.
    public static let qualities = ["A+", "A", "B", "C", "D"]
    /// A `concept` is not among them: a draft lives on its device only and is no record yet.
    public static let statuses = [
        "nieuw", "beoordeeld", "gerouteerd", "in_uitvoering", "wacht", "afgehandeld", "niet_uitvoerbaar", "dubbel", "doorgezet",
        "heropend", "ingetrokken",
    ]
    /// Nobody works on it any more.
    public static let closed = ["afgehandeld", "niet_uitvoerbaar", "dubbel", "ingetrokken"]
    /// Where a finding goes; most go to regular maintenance (§2.2, §5.5).
    public static let destinations = [
        "regulier_onderhoud", "snelle_maatregel", "wijkbudget", "plan", "vakdienst", "partner", "bovenwijks", "college",
        "buiten_scope", "afgewezen",
    ]
}
