import Testing
import WijkDomain

@Suite("Areas")
struct AreaTests {
    @Test(arguments: [
        (Municipality.amersfoort, 33), (.deventer, 15), (.dordrecht, 13), (.tilburg, 59), (.utrecht, 10),
    ])
    func `today a city has its wijken, each a unit of replication`(municipality: Municipality, wijken: Int) {
        let areas = AreaSet.cbs2024.areas(of: municipality)
        #expect(areas.count == 1 + wijken)
        #expect(areas.first?.level == .stad)
        #expect(areas.first?.code == municipality.code)
        #expect(AreaSet.cbs2024.syncScopes(of: municipality).count == wijken)
        #expect(AreaSet.cbs2024.syncScopes(of: municipality).allSatisfy { $0.level == .wijk })
    }

    @Test(arguments: [
        (Municipality.amersfoort, 8), (.deventer, 5), (.dordrecht, 11), (.tilburg, 4), (.utrecht, 8),
    ])
    func `in 1997 a city has the wijken of the report, Tilburg its stadsdelen`(municipality: Municipality, scopes: Int) {
        let found = AreaSet.report1997.syncScopes(of: municipality)
        #expect(found.count == scopes)
        #expect(found.allSatisfy { $0.level == (municipality == .tilburg ? .stadsdeel : .wijk) })
        #expect(found.allSatisfy { $0.municipality == municipality })
    }

    @Test func `three wijken of Amersfoort are still to be added`() {
        let planned = AreaSet.report1997.areas(of: .amersfoort).filter(\.isPlanned)
        #expect(planned.map(\.name) == ["Kattenbroek", "Nieuwland", "Hooglanderveen"])
    }

    @Test func `Dordrecht has four intensive and seven extensive wijken`() {
        let wijken = AreaSet.report1997.syncScopes(of: .dordrecht)
        #expect(wijken.count { $0.regime == .intensief } == 4)
        #expect(wijken.count { $0.regime == .extensief } == 7)
    }

    @Test func `Stockhasselt lies in Tilburg-Noord and is no unit of replication`() throws {
        let areas = AreaSet.report1997.areas(of: .tilburg)
        let area = try #require(Area.named("Stockhasselt", in: areas))
        #expect(area.level == .aandachtsgebied)
        #expect(areas.first { $0.code == area.parent }?.name == "Tilburg-Noord")
        #expect(!AreaSet.report1997.syncScopes(of: .tilburg).contains(area))
    }

    @Test(arguments: AreaSet.allCases)
    func `codes are unique over all municipalities, and short ASCII`(set: AreaSet) {
        let codes = Municipality.allCases.flatMap(set.areas).map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { (1...32).contains($0.utf8.count) && $0.allSatisfy(\.isASCII) })
    }

    @Test(arguments: AreaSet.allCases, Municipality.allCases)
    func `each area lies in another of its municipality, only the city in none`(set: AreaSet, municipality: Municipality) {
        let areas = set.areas(of: municipality)
        let codes = Set(areas.map(\.code))
        for area in areas {
            #expect(area.municipality == municipality)
            #expect(area.level == .stad ? area.parent == nil : area.parent.map(codes.contains) == true, "\(area.code)")
        }
        #expect(areas.count { $0.level == .stad } == 1)
        #expect(areas.first?.name == municipality.name)
    }

    @Test(arguments: Municipality.allCases)
    func `names of a municipality are unique, so that a name finds one area`(municipality: Municipality) {
        for set in AreaSet.allCases {
            let names = set.areas(of: municipality).map { $0.name.lowercased() }
            #expect(Set(names).count == names.count, "\(set.rawValue)")
        }
    }

    @Test func `today's codes are CBS codes, those of 1997 are not`() {
        for municipality in Municipality.allCases {
            for area in AreaSet.cbs2024.areas(of: municipality) {
                #expect(area.code.wholeMatch(of: area.level == .stad ? /GM\d{4}/ : /WK\d{4}[0-9A-Z]{2}/) != nil, "\(area.code)")
                if let parent = area.parent { #expect(area.code.dropFirst(2).hasPrefix(parent.dropFirst(2)), "\(area.code)") }
            }
            for area in AreaSet.report1997.areas(of: municipality) {
                #expect(area.code.wholeMatch(of: /[A-Z]{3}(-\d+)*/) != nil, "\(area.code)")
            }
        }
    }

    @Test func `an area is found by its exact code or by its name in any case`() {
        let areas = AreaSet.cbs2024.areas(of: .deventer)
        #expect(Area.named("WK015003", in: areas)?.name == "Zandweerd")
        #expect(Area.named("zandWEERD", in: areas)?.code == "WK015003")
        #expect(Area.named("wk015003", in: areas) == nil)
        #expect(Area.named("Overvecht", in: areas) == nil)
    }

    @Test func `the set of 1997 is named by its year`() {
        #expect(AreaSet(rawValue: "1997") == .report1997)
        #expect(AreaSet(rawValue: "cbs2024") == .cbs2024)
    }
}
