import SyncCore
import Testing
import WijkDomain

@testable import wijkclient

/// The everyday acts of each role: each sets the fields that belong together, in one transaction.
@Suite(.enabled(if: ClientProcess.isBuilt, "wijkclient is not built")) struct VerbTests {
    @Test func `an item is put in a plan, with its theme and status`() throws {
        let desk = try Desk()
        let (old, new) = (try desk.plan("Oud"), try desk.plan("Nieuw"))
        let item = try desk.item("Bankje", in: old)
        let placed = try desk.json("item", "place", item.short, "--plan", new.short, "--theme", "groen", "--status", "voorgesteld")
        #expect(placed["fields"]["plan"].text == "\(new)" && placed["fields"]["theme"].text == "groen")
        #expect(try desk.good("maatregel", "plaats", item.short, "--plan", old.short, language: "nl").contains("geplaatst"))
        try desk.bad(66, "[record.unknown]", "item", "place", item.short, "--plan", item.short)
    }

    @Test func `how far an item is: its days go with progress, its reason with a decision`() throws {
        let desk = try Desk()
        let item = try desk.item("Bankje", in: try desk.plan())
        let begun = try desk.json("item", "status", item.short, "in_uitvoering", "--day", "1998-05-12")
        #expect(begun["fields"]["start_date"].text == "1998-05-12" && begun["fields"]["end_date"] == .null)
        let done = try desk.json("item", "status", item.short, "uitgevoerd", "--day", "1998-06-01", "--reason", "Staat er")
        #expect(done["fields"]["end_date"].text == "1998-06-01" && done["fields"]["start_date"].text == "1998-05-12")
        #expect(done["fields"]["decision_note"] == .null)
        let put = try desk.json("item", "status", item.short, "uitgesteld", "--reason", "Eerst de riolering")
        #expect(put["fields"]["decision_note"].text == "Eerst de riolering")
        #expect(try desk.good("maatregel", "stand", item.short, "vervallen", language: "nl").contains("is nu vervallen"))
        try desk.bad(65, "op_groslijst", "item", "status", item.short, "klaar")
    }

    @Test func `an uitvoerder says how far it is, and does not write why it was decided`() throws {
        let desk = try Desk(profile: .utrecht, roles: .uitvoerder)
        let frame = try desk.plan("Kader", [("sort", .text("beleidskader"))])
        let item = try desk.item("Bankje", in: frame)
        _ = try desk.good("item", "status", item.short, "uitgevoerd", "--reason", "Staat er")
        try desk.bad(76, "[right.field]", "item", "status", item.short, "afgewezen", "--reason", "Te duur")
    }

    @Test func `only what was granted is taken back, and its room is there again`() throws {
        let desk = try Desk()
        let budget = try desk.know(
            MoneyKinds.budget,
            [
                ("sort", .text("wijkbudget")), ("title", .text("Wijkbudget")), ("year", .integer(1998)), ("granted_cents", .integer(1_000)),
                ("currency", .text("NLG")),
            ])
        func booking(_ state: String) throws -> RecordID {
            try desk.know(
                MoneyKinds.booking,
                [
                    ("budget", .bytes(budget.bytes)), ("sort", .text("reservering")), ("amount_cents", .integer(600)),
                    ("state", .text(state)), ("granted_cents", state == "geaccepteerd" ? .integer(600) : .null),
                ])
        }
        let (granted, held) = (try booking("geaccepteerd"), try booking("vastgehouden"))
        try desk.bad(76, "[booking.state]", "booking", "reverse", held.short, "--reason", "Goedkoper")
        let back = try desk.good("boeking", "draai-terug", granted.short, "--reason", "Goedkoper", language: "nl")
        #expect(back.contains("teruggedraaid"))
        let shown = try desk.shown(granted)
        #expect(shown.value("state") == .text("teruggedraaid") && shown.value("granted_cents").isNull)
        #expect(try desk.json("budget", "show")["roomCents"].number == 1_000)
        #expect(try desk.good("booking", "history", granted.short).contains("Goedkoper"))
    }

    @Test func `C14, S-TIL 6: one of two figures holds, and the other stays on record`() throws {
        let desk = try Desk()
        let indicator = try desk.know(TellingKinds.indicator, [("name", .text("Actieve bewoners")), ("unit", .text("personen"))])
        func figure(_ value: Int64, year: Int64 = 1997, _ source: String) throws -> RecordID {
            try desk.know(
                TellingKinds.measurement,
                [
                    ("indicator", .bytes(indicator.bytes)), ("year", .integer(year)), ("value_milli", .integer(value * 1_000)),
                    ("source", .text(source)), ("standing", .text("voorlopig")),
                ])
        }
        let (own, listed, next) = (try figure(140, "eigen telling"), try figure(155, "SWA"), try figure(160, year: 1998, "SWA"))
        _ = try desk.good("meting", "stel-vast", listed.short, "--reason", "Lijst van SWA", language: "nl")
        #expect(try [own, listed, next].map { try desk.shown($0).value("standing").text } == ["vervallen", "definitief", "voorlopig"])
        #expect(try desk.good("measurement", "history", own.short).contains("Lijst van SWA"))
        _ = try desk.good("measurement", "settle", own.short)
        #expect(try [own, listed].map { try desk.shown($0).value("standing").text } == ["definitief", "vervallen"])
    }

    @Test func `S-UTR 13: what a body says binds when the profile says so, and a plan is adopted with the decision`() throws {
        let desk = try Desk(profile: .utrecht)
        let plan = try desk.plan("Kader", [("sort", .text("beleidskader"))])
        let advice = try desk.json(
            "decision", "record", "--body", "wijkcommissie", "--sort", "advies", "--title", "Speelplek", "--forward-to", "gemeenteraad")
        #expect(advice["fields"]["binding"] == .flag(false) && advice["fields"]["forwarded_to"].text == "gemeenteraad")
        let adopted = try desk.json(
            "besluit", "leg-vast", "--body", "gemeenteraad", "--sort", "vaststelling", "--title", "Kader", "--adopts", plan.short, "--date",
            "1998-05-12")
        #expect(adopted["fields"]["binding"] == .flag(true) && adopted["fields"]["about"] == .array([.text("\(plan)")]))
        let shown = try desk.shown(plan)
        #expect(shown.value("status") == .text("vastgesteld"))
        #expect(FieldOutput.text(shown.value("decision"), .reference(kind: "decision")) == adopted["id"].text)
        try desk.bad(65, "vaststelling", "decision", "record", "--body", "college", "--sort", "mening", "--title", "x")
    }

    @Test func `S-DOR 12: a wish beyond the money is put to the body that can give more`() throws {
        let desk = try Desk(profile: .utrecht)
        let item = try desk.item("Speelplek", in: try desk.plan("Kader", [("sort", .text("beleidskader"))]))
        let made = try desk.json("proposal", "submit", "--title", "Speelplek", "--about", item.short, "--shortfall", "35.000")
        #expect(made["fields"]["status"].text == "ingediend" && made["fields"]["to"].text == "college")
        #expect(made["fields"]["shortfall_cents"].number == 3_500_000 && made["fields"]["about"] == .array([.text("\(item)")]))
        let concept = try desk.know(
            DecidingKinds.proposal, [("title", .text("Weg")), ("to", .text("gemeenteraad")), ("status", .text("concept"))])
        let said = try desk.good("voorstel", "dien-in", concept.short, language: "nl")
        #expect(said.contains("ingediend bij gemeenteraad"))
        try desk.bad(76, "[proposal.status]", "proposal", "submit", concept.short)
        try desk.bad(64, "--title", "proposal", "submit")
        try Desk("Nel").bad(64, "[proposal.to]", "proposal", "submit", "--title", "x")
    }

    @Test func `S-UTR 15: one message about all findings of a schouw`() throws {
        let desk = try Desk(profile: .utrecht)
        let schouw = try desk.know(SchouwKind.kind, [("date", .text("1998-05-12")), ("status", .text("afgerond"))])
        let findings = try ["Lamp", "Boom"].map { try desk.finding($0, [("schouw", .bytes(schouw.bytes))]) }
        let other = try desk.finding("Elders")
        let sent = try desk.json(
            "feedback", "send", "--audience", "belanghebbenden", "--text", "De lamp brandt", "--schouw", schouw.short, "--about",
            other.short,
            "--channel", "brief")
        #expect(sent["fields"]["about"].all.compactMap(\.text) == (findings + [other]).map { "\($0)" }.sorted())
        #expect(sent["fields"]["sent_at"].text != nil)
        let outcome = try desk.run("terugkoppeling", "stuur", "--audience", "buren", "--text", "x", language: "nl")
        #expect(outcome.status == 0 && outcome.errors.contains("andere doelgroepen: bestuur"), "\(outcome.errors)")
    }

    @Test(arguments: [("team", "teams"), ("role", "rol"), ("organisation", "organisatie")])
    func `who does what is read here, and written at the server only`(word: String, alias: String) throws {
        let desk = try Desk(profile: .utrecht, roles: .coordinator)
        try desk.know(PeopleKinds.team, [("name", .text("Wijkteam")), ("sort", .text("wijkteam"))])
        try desk.know(PeopleKinds.organisation, [("name", .text("Stadsbeheer")), ("sort", .text("dienst"))])
        let id = try #require(try desk.json(word, "list")["records"].all.first?["id"].text)
        #expect(try desk.good(alias, "lijst", language: "nl").contains("1 in totaal"))
        #expect(try desk.good(word, "show", id).contains(id))
        try desk.bad(64, "", word, "add", "--set", "name=x")
    }

    @Test(arguments: [
        ["finding", "duplicates"], ["finding", "distinct"], ["rank", "show"], ["rank", "move"], ["rank", "set"], ["plan", "show"],
        ["plan", "overview"], ["plan", "advance"], ["plan", "compare"], ["report", "schouw"], ["report", "wijkplan"], ["report", "year"],
        ["item", "place"], ["item", "status"], ["booking", "reverse"], ["measurement", "settle"], ["decision", "record"],
        ["proposal", "submit"], ["feedback", "send"], ["team", "list"], ["role", "list"], ["organisation", "list"],
    ])
    func `each command explains itself in both languages, with an example and what its JSON has`(command: [String]) throws {
        let space = try Workspace()
        for (language, word) in [("en", "Example:"), ("nl", "Voorbeeld:")] {
            let help = try ClientProcess.run(command + ["--help"], in: space, language: language)
            let text = help.output.split { $0.isWhitespace }.joined(separator: " ")
            #expect(help.status == 0 && text.contains("\(word) wijkclient \(command.joined(separator: " "))") && text.contains("JSON: "))
        }
    }
}
