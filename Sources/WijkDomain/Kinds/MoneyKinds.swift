public import SyncCore

/// Budgets and the ledger of bookings on them.
public enum MoneyKinds {
    /// A sum that an area may spend in a year: f 8 an inhabitant in Deventer (§2.2(5)), f 500,000 a wijk in Utrecht (§5.3).
    public static let budget = Kind(
        11, "budget",
        fields: [
            Field(2, "sort", .choice(sorts), required: true),
            Field(3, "title", .line, required: true),
            Field(4, "year", .year, required: true),
            Field(5, "granted_cents", .money, required: true, group: "grant"),
            Field(6, "currency", .choice(PlanItemKind.currencies), required: true, group: "grant"),
            Field(7, "basis", .choice(["per_inwoner", "vast", "geen"])),
            /// The organisation whose budget it is, for a service's own.
            Field(8, "holder", .line),
        ])

    /// One line of a budget's ledger, which is added to and never rewritten: who asks for what, and what became of it.
    public static let booking = Kind(
        12, "booking", indexes: [["budget"]], question: 63,
        fields: [
            Field(2, "budget", .reference(kind: "budget"), required: true),
            Field(3, "item", .reference(kind: "plan_item")),
            Field(4, "sort", .choice(bookings), required: true),
            /// What is asked for.
            Field(5, "amount_cents", .money, required: true),
            Field(6, "state", .choice(states), required: true, group: "outcome"),
            /// What was granted of it: all, or less by decision. Counts against the budget while the state is `geaccepteerd`.
            Field(7, "granted_cents", .money, group: "outcome"),
            /// What the budget lacked when it was held (C5).
            Field(8, "shortfall_cents", .money, group: "outcome"),
            /// The decision that settled it.
            Field(9, "decision", .reference(kind: "decision")),
            Field(10, "description", .prose),
        ])

    /// Bought by an area team from a central department (§4.3).
    public static let purchase = Kind(
        18, "purchase",
        fields: [
            Field(2, "budget", .reference(kind: "budget"), required: true),
            Field(3, "department", .line, required: true),
            Field(4, "description", .prose, required: true),
            Field(5, "amount_cents", .money, required: true),
            Field(6, "booking", .reference(kind: "booking")),
            Field(7, "status", .choice(["besteld", "geleverd", "geannuleerd"]), required: true),
        ])

    public static let sorts = ["wijkbudget", "leefbaarheidsbudget", "gebiedsbudget", "dienstbudget"]
    public static let bookings = ["toekenning", "reservering", "verplichting", "realisatie", "vrijval", "overheveling"]
    public static let states = ["aangevraagd", "geaccepteerd", "vastgehouden", "afgewezen", "teruggedraaid"]
}
