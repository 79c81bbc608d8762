public import SyncCore

/// A plan item (maatregel): one thing to be done, from the groslijst of the residents (§2.2) or a service's own plan (§3.2).
public enum PlanItemKind {
    public static let kind = Kind(
        5, "plan_item", indexes: [["plan"], ["status"]], question: 63,
        fields: [
            Field(2, "plan", .reference(kind: "plan"), required: true),
            Field(3, "title", .line, required: true),
            Field(4, "description", .prose),
            /// The municipality's own word, as in its plan.
            Field(5, "theme", .word),
            /// Only in a wijkontwikkelingsperspectief, which names what is not wanted too (§2.2).
            Field(6, "wanted", .choice(wants)),
            Field(7, "status", .choice(statuses), required: true, group: "status", and: ["award"]),
            /// Minor units of `currency`. Coupled with the financing: an amount is paid from somewhere. And with the status: what was
            /// refused must not get more money unseen.
            Field(8, "estimate_cents", .money, group: "money", and: ["award"]),
            /// Nothing means euro; amounts of the report are guilders.
            Field(9, "currency", .choice(currencies), group: "money"),
            Field(10, "financing_note", .prose, group: "money"),
            /// The organisation that does it.
            Field(11, "executor", .line),
            Field(12, "start_date", .date),
            /// Coupled with the status: done by a day, or not done.
            Field(13, "end_date", .date, group: "status"),
            /// Residents do it themselves (zelfbeheer, §2.2, §5.5).
            Field(14, "self_managed", .flag),
            /// The ids of the findings it answers, as text.
            Field(15, "findings", .set(maximum: 40_000), policy: .union),
            /// Why it was granted, put off or refused (toelichting besluit).
            Field(16, "decision_note", .prose),
            /// What is spent in which year (§4.3: four years ahead); all years belong together.
            Field(17, "tranches", .yearly(0...10_000_000_000_000), group: "money"),
            /// The item it comes right after in the order of its plan; the plan itself when it is first (ADR 0015). Nothing: by its id.
            Field(18, "rank_after", .reference(kind: "plan_item")),
            Field(19, "executor_person", .line),
            /// The decision of the residents that a shared budget needs (§5.5).
            Field(20, "co_decision", .reference(kind: "decision")),
            Field(21, "number", .word),
            /// The service (dienst) that brings it into the wijk, and has to report it to the wijkbureau (§5.3).
            Field(22, "service", .line),
            /// The year it is proposed for, when its plan was adopted already, or its year was over (C7).
            Field(23, "proposed_for", .year),
        ])

    public static let wants = ["gewenst", "ongewenst"]
    public static let statuses = [
        "voorgesteld", "op_groslijst", "doorgegeven", "geprioriteerd", "gehonoreerd", "vastgehouden", "uitgesteld", "afgewezen",
        "in_uitvoering", "uitgevoerd", "vervallen",
    ]
    /// ISO 4217. One euro was 2.20371 guilders.
    public static let currencies = ["EUR", "NLG"]
}
