public import SyncCore

/// How it is decided what happens: routing, proposals, decisions, and the residents' part in them.
public enum DecidingKinds {
    /// One step of where a finding went; added to and never rewritten.
    public static let routing = Kind(
        10, "routing", indexes: [["finding"]],
        fields: [
            Field(2, "finding", .reference(kind: "finding"), required: true),
            Field(3, "destination", .choice(FindingKind.destinations), required: true),
            /// The organisation or team that gets it.
            Field(4, "to", .line),
            Field(5, "reason", .prose),
            Field(6, "step", .choice(["gestuurd", "aanvaard", "teruggegeven"]), required: true),
        ])

    /// What is put to a body that decides: a wish beyond a service's budget (§3.2), two wijken with one road (§5.3).
    public static let proposal = Kind(
        13, "proposal", question: 63,
        fields: [
            Field(2, "title", .line, required: true),
            Field(3, "text", .prose),
            /// The ids of the plan items and findings it is about, as text.
            Field(4, "about", .set(maximum: 40_000), policy: .union),
            Field(5, "shortfall_cents", .money),
            /// The body, in the profile's word: `college`, `gemeenteraad`.
            Field(6, "to", .word, required: true),
            Field(7, "status", .choice(proposals), required: true, group: "outcome"),
            Field(8, "decision", .reference(kind: "decision"), group: "outcome"),
        ])

    public static let decision = Kind(
        14, "decision", question: 63,
        fields: [
            Field(2, "body", .word, required: true),
            Field(3, "date", .date, required: true),
            Field(4, "sort", .choice(decisions), required: true),
            /// Whether the body's word binds; what a wijkcommissie or a residents' organisation says never does (§5.4, §6.3).
            Field(5, "binding", .flag),
            Field(6, "title", .line, required: true),
            Field(7, "text", .prose),
            Field(8, "about", .set(maximum: 40_000), policy: .union),
            /// To whom it was handed on, when the body could not decide it itself (§5.4).
            Field(9, "forwarded_to", .word),
        ])

    /// A round in which residents are heard (inspraak).
    public static let consultation = Kind(
        15, "consultation", question: 63,
        fields: [
            Field(2, "title", .line, required: true),
            Field(3, "plan", .reference(kind: "plan")),
            Field(4, "item", .reference(kind: "plan_item")),
            Field(5, "from_date", .date),
            Field(6, "to_date", .date),
            Field(7, "status", .choice(["gepland", "open", "gesloten"]), required: true),
        ])

    public static let reaction = Kind(
        16, "reaction", indexes: [["consultation"]], question: 63,
        fields: [
            Field(2, "consultation", .reference(kind: "consultation")),
            /// What it is about when it is not part of a round: an item, or a plan with a question for its service (§3.3).
            Field(3, "item", .reference(kind: "plan_item")),
            Field(4, "plan", .reference(kind: "plan")),
            /// A description of who, not a name: `bewoner`, `bewonersorganisatie`.
            Field(5, "from", .line),
            Field(6, "text", .prose, required: true),
            Field(7, "reply", .prose, group: "reply"),
            Field(8, "status", .choice(["open", "beantwoord", "overgenomen", "niet_overgenomen"]), required: true, group: "reply"),
        ])

    /// The order in which a body put the items of a plan, as a round that is open or closed; the order itself is in the items.
    public static let ranking = Kind(
        24, "ranking",
        fields: [
            Field(2, "plan", .reference(kind: "plan"), required: true),
            Field(3, "round", .integer(1...1_000), required: true),
            Field(4, "body", .word, required: true),
            Field(5, "binding", .flag),
            Field(6, "status", .choice(["open", "gesloten"]), required: true),
        ])

    public static let proposals = ["concept", "ingediend", "aangehouden", "toegekend", "afgewezen"]
    public static let decisions = ["vaststelling", "toekenning", "afwijzing", "advies", "kennisneming"]
}
