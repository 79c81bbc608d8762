import FoundationEssentials
import Testing

@testable import WijkDomain

@Suite("The manual for municipalities")
struct ManualTests {
    private static let text: String = {
        let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        let root = (0..<4).reduce(folder) { url, _ in url.deletingLastPathComponent() }
        return (try? String(contentsOf: root.appending(path: "docs/MUNICIPALITIES.md"), encoding: .utf8)) ?? ""
    }()

    @Test func `it names every section and every name of a profile`() {
        for key in ProfileReader.keys {
            let parts = key.split(separator: ".")
            #expect(Self.text.contains("`\(parts[0])`") && Self.text.contains("`\(parts[1])`"), "\(key)")
        }
    }

    @Test func `it names every word that a profile may use`() {
        let words = [
            AreaLevel.allCases.map(\.rawValue), PlanKind.sorts, MoneyKinds.sorts, FindingKind.destinations, AreaKind.says,
            PlanItemKind.currencies, Role.allCases.map(\.rawValue), Profile.Overdraft.allCases.map(\.rawValue),
        ].joined()
        for word in words { #expect(Self.text.contains("`\(word)`"), "\(word)") }
    }

    @Test(arguments: Municipality.allCases)
    func `it calls every role as the profile does`(municipality: Municipality) throws {
        let columns = ["deventer", "dordrecht", "tilburg", "utrecht", "amersfoort"]
        let column = try #require(columns.firstIndex(of: municipality.rawValue))
        for role in Role.allCases {
            let row = try #require(Self.text.split(separator: "\n").first { $0.hasPrefix("| `\(role.rawValue)` |") })
            let cell = ProfileFile.trimmed(String(row.split(separator: "|")[column + 1]))
            let name = Profile.standard(municipality).roles[role] ?? "—"
            #expect(cell == name || cell.hasPrefix(name + " ("), "\(role)")
        }
    }

    @Test func `its smallest profile is one`() throws {
        let block = try #require(Self.text.split(separator: "```text\n").last?.split(separator: "```").first)
        #expect(try Profile(parsing: String(block)).code == "GM0001")
    }
}
