import Testing

@testable import WijkDomain

@Suite("A profile with errors names every line and rule")
struct ProfileErrorTests {
    /// Ten lines that are in order; what a case adds begins at line 11.
    static let sound = """
        [gemeente]
        naam = Proefstad
        code = GM0001
        [gebieden]
        niveaus = wijk, buurt
        [organen]
        bindend = college, wijkteam
        adviserend = wijkcommissie
        [rollen]
        alleen_proces = bestuurder

        """

    /// What is added, and the lines and rules it breaks.
    static let cases: [(added: String, flaws: [String])] = [
        ("naam", ["11 form"]),
        ("[wijken]", ["11 section"]),
        ("wethouder = x", ["11 key"]),
        ("[gemeente]\nnaam = Elders", ["12 twice"]),
        ("[gemeente]\nversie = een", ["12 number"]),
        ("[gemeente]\nversie = 0", ["12 range"]),
        ("[gemeente]\nvaluta = BEF", ["12 word"]),
        ("[gebieden]\ninwoners = wijk 15000-10000, buurt 0-5000, stad 1-2", ["12 range", "12 range"]),
        ("[plan]\nsoorten = wijkplan\nlagen = project < wijkplan", ["13 reference"]),
        ("[plan]\nsoorten = wijkplan, project\nlagen = project < wijkplan, wijkplan < project", ["13 consistency", "13 consistency"]),
        (
            "[plan]\nsoorten = wijkplan, project, sectorplan\nlagen = project < wijkplan, project < sectorplan",
            ["13 consistency"]
        ),
        ("[plan]\nfasen = panelen, panelen", ["12 consistency"]),
        ("[plan]\nveld_verplicht = ja", ["12 consistency"]),
        ("[plan]\nveld_verplicht = soms", ["12 word"]),
        ("[plan]\nlooptijd = 31", ["12 range"]),
        ("[plan]\nsoorten = wijkplan, sectorplan\nberekend = wijkplan", ["13 consistency"]),
        ("[plan]\nsoorten = wijkplan, sectorplan\nberekend_uit = sectorplan", ["13 consistency"]),
        ("[plan]\ninhoud = coordinator, beheerder", ["12 consistency"]),
        ("[plan]\ninhoud = bestuurder", ["12 consistency"]),
        ("[plan]\ninhoud = wijkmanager", ["12 word"]),
        ("[plan]\nbesluitroute = wijkteam, inspraak, provincie", ["12 reference"]),
        ("[volgorde]\nbindend = ja", ["12 consistency"]),
        ("[volgorde]\norgaan = buurtraad", ["12 reference"]),
        ("[volgorde]\norgaan = wijkcommissie\nbindend = ja", ["13 consistency"]),
        ("[volgorde]\norgaan = wijkteam\ninvoer = beheerder", ["13 consistency"]),
        ("[budget]\ncent = 800", ["0 missing"]),
        ("[budget]\nsoort = potje", ["12 word"]),
        ("[budget]\nsoort = wijkbudget", ["0 missing", "0 missing"]),
        ("[budget]\nsoort = wijkbudget\nbeheerder = budgethouder\nbeslisser = wijkteam\ngrondslag = vast", ["15 consistency"]),
        ("[budget]\nsoort = wijkbudget\nbeheerder = budgethouder\nbeslisser = wijkteam\ncent = 8.00\ngrondslag = vast", ["15 number"]),
        ("[budget]\nsoort = wijkbudget\nbeheerder = budgethouder\nbeslisser = wijkteam\ngrondslag = geen\ncent = 5", ["16 consistency"]),
        ("[budget]\nsoort = wijkbudget\nbeheerder = beheerder\nbeslisser = wijkteam", ["13 consistency"]),
        ("[budget]\nsoort = wijkbudget\nbeheerder = budgethouder\nbeslisser = wijkteam\nmedebesluit = wijkcommissie", ["15 consistency"]),
        ("[budget]\nsoort = wijkbudget\nbeheerder = budgethouder\nbeslisser = wijkteam\nbij_overschrijding = negeren", ["15 word"]),
        ("[bevindingen]\nbestemmingen = plan, prullenbak", ["12 word"]),
        ("[bevindingen]\nbovenwijks_naar = provincie", ["12 reference"]),
        ("[bevindingen]\nbestemmingen = plan\nsnel_buiten_plan = ja", ["13 consistency"]),
        ("[zeggenschap]\nstart = budget\nladder = klankbord", ["12 consistency"]),
        ("[zeggenschap]\nladder = budget, klankbord", ["12 consistency"]),
    ]

    @Test(arguments: cases.indices)
    func `each is refused at its line, by its rule`(index: Int) throws {
        let one = Self.cases[index]
        let error = #expect(throws: ProfileError.self) { try Profile(parsing: Self.sound + one.added) }
        #expect(error?.flaws.map { "\($0.line) \($0.rule)" } == one.flaws, "\(one.added)")
    }

    @Test func `every rule of a profile is broken once`() {
        let broken = Set(Self.cases.flatMap(\.flaws).map { $0.split(separator: " ")[1] })
        #expect(broken == Set(ProfileError.Rule.allCases.map { Substring($0.rawValue) }))
    }

    @Test func `the lines themselves are in order`() throws { _ = try Profile(parsing: Self.sound) }

    @Test func `all errors are reported at once, in the order of their lines`() {
        let text = "[gemeente]\nnaam\ncode = Utrecht\n[geld]\n[plan]\nlooptijd = lang\nkleur = rood"
        let error = #expect(throws: ProfileError.self) { try Profile(parsing: text) }
        #expect(
            error?.flaws.map { $0.message(dutch: true) } == [
                "ontbreekt: gemeente.naam", "regel 2: schrijf het als naam = waarde, niet als naam",
                "regel 3: is geen van de woorden: Utrecht (GM0000–GM9999)", "regel 4: dit onderdeel is er niet: geld",
                "regel 6: is geen heel getal: lang", "regel 7: deze naam is er niet: plan.kleur",
            ])
        #expect(error?.flaws.last?.message(dutch: false) == "line 7: there is no such name: plan.kleur")
    }

    @Test(arguments: [("\r\n", ""), ("\n", "\u{FEFF}"), ("\r\n", "\u{FEFF}")])
    func `a file from another system reads the same, and counts the same lines`(end: String, mark: String) throws {
        #expect(try Profile(parsing: mark + Self.sound.replacing("\n", with: end)).name == "Proefstad")
        let error = #expect(throws: ProfileError.self) { try Profile(parsing: mark + (Self.sound + "naam").replacing("\n", with: end)) }
        #expect(error?.flaws.map(\.line) == [11])
    }

    @Test func `a body that is named twice is there already`() {
        let error = #expect(throws: ProfileError.self) { try Profile(parsing: Self.sound.replacing("college, wijkteam", with: "a, b, a")) }
        #expect(error?.flaws == [ProfileError.Flaw(line: 7, rule: .twice, what: "a")])
    }

    @Test func `an empty name is missing at its own line`() {
        let error = #expect(throws: ProfileError.self) { try Profile(parsing: "[gemeente]\nnaam =\ncode = GM0001") }
        #expect(error?.flaws == [ProfileError.Flaw(line: 2, rule: .missing, what: "gemeente.naam")])
    }
}
