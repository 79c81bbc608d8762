import ArgumentParser
import SyncCore
import WijkDomain

/// A plan item's fields as options.
struct ItemFields: FieldOptions {
    @Option(name: .long, help: .both("The plan it belongs to (id).", "Het plan waar het bij hoort (nummer)."))
    var plan: String?
    @Option(name: .long, parsing: .unconditional, help: .both("Title.", "Titel."))
    var title: String?
    @Option(name: [.long, .customShort("d")], parsing: .unconditional, help: .both("Description.", "Omschrijving."))
    var description: String?
    @Option(name: .long, help: .both("The plan's own word for its part.", "Het thema, in het woord van het plan."))
    var theme: String?
    @Option(name: .long, help: .oneOf(PlanItemKind.statuses))
    var status: String?
    @Option(name: .long, help: .both("Estimate in whole cents.", "Raming in hele centen."))
    var estimateCents: String?
    @Option(name: .long, help: .both("EUR or NLG.", "EUR of NLG."))
    var currency: String?
    @Option(name: .long, parsing: .unconditional, help: .both("How it is paid.", "Hoe het wordt betaald."))
    var financing: String?
    @Option(name: .long, parsing: .unconditional, help: .both("The organisation that does it.", "De organisatie die het uitvoert."))
    var executor: String?
    @Option(name: .long, help: .both("First day.", "Eerste dag."))
    var start: String?
    @Option(name: .long, help: .both("Last day.", "Laatste dag."))
    var end: String?
    @Option(name: .long, help: .both("Ids of findings it answers, with commas between.", "Nummers van bevindingen, met komma's ertussen."))
    var findings: String?

    var given: [(field: String, text: String?)] {
        [
            ("plan", plan), ("title", title), ("description", description), ("theme", theme), ("status", status),
            ("estimate_cents", estimateCents), ("currency", currency), ("financing_note", financing), ("executor", executor),
            ("start_date", start), ("end_date", end), ("findings", findings),
        ]
    }
}

/// A plan's fields as options.
struct PlanFields: FieldOptions {
    @Option(name: .long, help: .oneOf(PlanKind.sorts))
    var sort: String?
    @Option(name: .long, parsing: .unconditional, help: .both("Title.", "Titel."))
    var title: String?
    @Option(name: [.long, .customShort("d")], parsing: .unconditional, help: .both("The plan's text.", "De tekst van het plan."))
    var description: String?
    @Option(name: .long, help: .both("Theme, field or sector.", "Thema, veld of sector."))
    var theme: String?
    @Option(name: .long, help: .both("First year.", "Eerste jaar."))
    var fromYear: String?
    @Option(name: .long, help: .both("Last year.", "Laatste jaar."))
    var toYear: String?
    @Option(name: .long, help: .oneOf(PlanKind.statuses))
    var status: String?

    var given: [(field: String, text: String?)] {
        [
            ("sort", sort), ("title", title), ("description", description), ("theme", theme), ("from_year", fromYear), ("to_year", toYear),
            ("status", status),
        ]
    }
}

/// A schouw's fields as options.
struct SchouwFields: FieldOptions {
    @Option(name: .long, parsing: .unconditional, help: .both("Title.", "Titel."))
    var title: String?
    @Option(name: .long, help: .both("The day (today when left out).", "De dag (vandaag als u niets opgeeft)."))
    var date: String?
    @Option(name: .long, parsing: .unconditional, help: .both("Who leads the walk.", "Wie de schouw leidt."))
    var leader: String?
    @Option(
        name: .long, parsing: .unconditional,
        help: .both(
            "Who walk along, with commas between.",
            "Wie meelopen, met komma's ertussen."))
    var participants: String?
    @Option(name: .long, help: .both("How many residents walk along.", "Hoeveel bewoners meelopen."))
    var residents: String?
    @Option(name: .long, parsing: .unconditional, help: .both("The route.", "De route."))
    var route: String?

    var given: [(field: String, text: String?)] {
        [
            ("title", title), ("date", date), ("leader", leader), ("participants", participants), ("resident_count", residents),
            ("route_note", route),
        ]
    }
}
