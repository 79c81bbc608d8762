import FoundationEssentials
import Testing
import WijkDomain

/// The folder with test data, where the environment names one.
private let testData = ProcessInfo.processInfo.environment["WIJK_TEST_DATA"]

@Suite("Areas against the source", .enabled(if: testData != nil, "WIJK_TEST_DATA names no folder with test data"))
struct AreaDataTests {
    /// What one row of the source says: `level,code,name,parent,population,…`.
    private struct Row: Hashable {
        let code, name, level, parent: String
        let inhabitants: Int?
    }

    @Test func `cbs2024 holds exactly the cities and wijken of the source`() throws {
        let text = try String(contentsOfFile: #require(testData) + "/areas/areas_2024.csv", encoding: .utf8)
        let source = text.split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
            .filter { $0[0] != "buurt" }
            .map { cells in
                let isCity = cells[0] == "gemeente"
                return Row(
                    code: cells[1], name: cells[2], level: isCity ? "stad" : cells[0], parent: isCity ? "" : cells[3],
                    inhabitants: Int(cells[4]))
            }
        let table = Municipality.allCases.flatMap(AreaSet.cbs2024.areas)
            .map { Row(code: $0.code, name: $0.name, level: $0.level.rawValue, parent: $0.parent ?? "", inhabitants: $0.inhabitants) }
        #expect(source.count == 135)
        #expect(table.count == source.count)
        #expect(Set(table) == Set(source))
    }
}
