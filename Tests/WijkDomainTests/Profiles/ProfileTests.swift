import Testing

@testable import WijkDomain

@Suite("The five profiles of the report")
struct ProfileTests {
    /// DOMAIN 6, axis by axis, as the report has it: Deventer, Dordrecht, Tilburg, Utrecht, Amersfoort. `—` is nothing.
    static let axes = """
        area levels| stad wijk buurt | stad wijk | stad stadsdeel wijk aandachtsgebied | stad wijk buurt | stad wijk rayon
        usual size| wijk 10000-15000 | wijk 5000-15000 | stadsdeel 30000-50000 | wijk 10000-35000 | wijk 5000-15000
        content| coordinator bewonersbegeleider dienstcontact | dienstcontact | coordinator stadscoordinator | coordinator dienstcontact \
        | coordinator dienstcontact stadscoordinator
        plan shape| wijkplan wijkontwikkelingsperspectief wijkveiligheidsplan 1 | wijkplan sectorplan wijkschets wijkveiligheidsplan 1 \
        | stadsprogramma 4 | beleidskader wijkprogramma project 1 | wijkplan 1
        computed| — | wijkplan = sectorplan | — | — | —
        layers| — | — | — | project<wijkprogramma wijkprogramma<beleidskader | —
        fields| 0 | 5 | 5 | 4 | 0
        order| wijkteam, binding | — | gebiedsteam | bewonersavond | bewonersorganisatie
        residents' money| wijkbudget per_inwoner 800 NLG | dienstbudget geen 0 NLG | gebiedsbudget geen 0 NLG \
        | leefbaarheidsbudget vast 50000000 NLG, with bewonersavond | —
        wish beyond money| vasthouden, wijkteam | voorstel, college | herplannen, gebiedsteam | vasthouden, bewonersavond | —
        fast lane| beheercoördinator | buurtserviceteam, not in the plan | front-office | stadsbeheer | rayonploeg
        beyond the wijk| gemeenteraad | stedelijke coördinator | college | college | college
        out of scope| 0 | 0 | 0 | 0 | 4
        political| wijkwethouder, process; contactraadslid | wethouder wijkbeheer; raadslid | gemeenteraad; commissielid \
        | college; lid wijkcommissie | wijkwethouder, process; contactraadslid
        without power| beleidsplatform | projectgroep CMT stedelijke coördinator | commissie_ROOWS | wijkcommissie | bewonersorganisatie
        decision route| — | — | commissie_ROOWS inspraak commissie_ROOWS gemeenteraad | — | —
        partners| 4 | 2, contacts | 0 | 3 | 0, contacts
        indicators| 3 | 0 | 7 | 0 | 0
        feedback| panel wijkteam | wijkbewoners | wijkbewoners | bestuur belanghebbenden marktpartijen diensten \
        | organisatie bewoners instellingen
        notification| no | no | no | yes | no
        say| — | — | — | — | klankbord of informeren klankbord prioriteren budget
        """

    static let order: [Municipality] = [.deventer, .dordrecht, .tilburg, .utrecht, .amersfoort]

    @Test(arguments: axes.split(separator: "\n").map(String.init))
    func `every axis on which the five differ is data`(line: String) throws {
        let cells = line.split(separator: "|").map { ProfileFile.trimmed(String($0)) }
        try #require(cells.count == 6)
        for (municipality, expected) in zip(Self.order, cells.dropFirst()) {
            #expect(try Self.value(cells[0], .standard(municipality)) == expected, "\(municipality)")
        }
    }

    @Test(arguments: Municipality.allCases)
    func `each loads, with its own code and a word for every role it has`(municipality: Municipality) throws {
        let profile = Profile.standard(municipality)
        #expect(profile.code == municipality.code)
        #expect(profile.name == municipality.name)
        #expect(profile.version == 1)
        #expect(profile.text == Profile.standardText(municipality))
        #expect(profile.text.utf8.count < 8_000)
        let nameless = Role.allCases.filter { profile.roles[$0] == nil }
        #expect(nameless == (municipality == .tilburg || municipality == .utrecht ? [.bewonersbegeleider] : []))
    }

    @Test func `S-DEV 1: f 8 for 13,750 inhabitants is f 110,000, and 15,500 is unusual`() {
        let deventer = Profile.standard(.deventer)
        #expect(deventer.grant(inhabitants: 13_750) == 11_000_000)
        #expect(Money(cents: deventer.grant(inhabitants: 13_750) ?? 0, currency: "NLG").text == "f 110.000,00")
        #expect(deventer.grant(inhabitants: nil) == nil)
        #expect(deventer.isUnusual(level: "wijk", inhabitants: 15_500))
        #expect(!deventer.isUnusual(level: "wijk", inhabitants: 13_750))
        #expect(!deventer.isUnusual(level: "buurt", inhabitants: 15_500))
    }

    @Test func `S-UTR 1: f 500,000 a wijk, whatever its inhabitants, and 33,000 is usual there`() {
        let utrecht = Profile.standard(.utrecht)
        #expect(utrecht.grant(inhabitants: 33_000) == 50_000_000)
        #expect(utrecht.grant(inhabitants: nil) == 50_000_000)
        #expect(!utrecht.isUnusual(level: "wijk", inhabitants: 33_000))
    }

    @Test func `S-TIL 1, S-AMF 11: a stadsdeel of 52,000 and a wijk of 15,001 are unusual`() {
        #expect(Profile.standard(.tilburg).isUnusual(level: "stadsdeel", inhabitants: 52_000))
        #expect(Profile.standard(.amersfoort).isUnusual(level: "wijk", inhabitants: 15_001))
    }

    @Test(arguments: [Municipality.amersfoort, .dordrecht, .tilburg])
    func `no sum is computed where the report gives none`(municipality: Municipality) {
        #expect(Profile.standard(municipality).grant(inhabitants: 10_000) == nil)
    }

    @Test func `a budget of more than an amount can be is none, and no crash`() throws {
        let budget =
            "[budget]\nsoort = wijkbudget\ngrondslag = per_inwoner\ncent = 10_000_000_000_000\nbeheerder = budgethouder\nbeslisser = wijkteam"
        let profile = try Profile(parsing: ProfileErrorTests.sound + budget)
        #expect(profile.grant(inhabitants: 1) == 10_000_000_000_000)
        #expect(profile.grant(inhabitants: 2) == nil)
        #expect(profile.grant(inhabitants: 100_000_000) == nil)
    }

    private static func value(_ axis: String, _ profile: Profile) throws -> String {
        func words(_ words: [String]) -> String { words.isEmpty ? "—" : words.joined(separator: " ") }
        func bodies(_ binding: Bool) -> [String] { profile.bodies.filter { $0.isBinding == binding }.map(\.name) }
        let process = profile.processOnly.contains(.bestuurder) ? ", process" : ""
        let budget = profile.budget
        switch axis {
        case "area levels": return words(profile.levels)
        case "usual size": return words(profile.sizes.map { "\($0) \($1.lowerBound)-\($1.upperBound)" })
        case "content": return words(profile.contentOwners.map(\.rawValue))
        case "plan shape": return words(profile.planSorts + ["\(profile.horizon)"])
        case "computed": return profile.computed.isEmpty ? "—" : "\(profile.computed) = \(words(profile.computedFrom))"
        case "layers": return words(profile.layers.sorted { $0.key < $1.key }.map { "\($0)<\($1)" })
        case "fields": return "\(profile.themes.count)"
        case "order": return words([profile.orderBody].filter { !$0.isEmpty }) + (profile.orderBinding ? ", binding" : "")
        case "residents' money":
            let with = budget.map { $0.coDecision.isEmpty ? "" : ", with \($0.coDecision)" } ?? ""
            return budget.map { "\($0.sort) \($0.basis) \($0.cents) \($0.currency)" + with } ?? "—"
        case "wish beyond money": return budget.map { "\($0.overdraft.rawValue), \($0.body)" } ?? "—"
        case "fast lane": return profile.fastLane + (profile.fastLaneOutsidePlan ? ", not in the plan" : "")
        case "beyond the wijk": return profile.beyondWijk
        case "out of scope": return "\(profile.outOfScope.count)"
        case "political": return "\(profile.localName(.bestuurder))\(process); \(profile.localName(.raadscontact))"
        case "without power": return words(bodies(false))
        case "decision route": return words(profile.decisionRoute)
        case "partners": return "\(profile.partners.count)" + (profile.contactPerService ? ", contacts" : "")
        case "indicators": return "\(profile.indicators.count)"
        case "feedback": return words(profile.audiences)
        case "notification": return profile.notification ? "yes" : "no"
        case "say": return profile.say.isEmpty ? "—" : "\(profile.sayStart) of \(words(profile.say))"
        default:
            Issue.record("no such axis: \(axis)")
            return ""
        }
    }
}
