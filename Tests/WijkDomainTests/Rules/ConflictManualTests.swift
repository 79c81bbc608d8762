import FoundationEssentials
import SyncCore
import Testing

@testable import WijkDomain

/// docs/CONFLICTS.md says which fields belong together, how each merges, and which classes there are: as the code has it.
@Suite("The manual of conflicts")
struct ConflictManualTests {
    private static let lines: [String] = {
        let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        let root = (0..<4).reduce(folder) { url, _ in url.deletingLastPathComponent() }
        let text = (try? String(contentsOf: root.appending(path: "docs/CONFLICTS.md"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }()

    private static func table(after heading: String) -> [String] {
        lines.drop { !$0.hasPrefix(heading) }.drop { !$0.hasPrefix("| ---") }.dropFirst().prefix { $0.hasPrefix("|") }.sorted()
    }

    private static func names(_ fields: [String]) -> String { fields.map { "`\($0)`" }.joined(separator: ", ") }

    @Test func `it names all fields that belong together`() {
        let groups = Wijk.schema.kinds.flatMap { kind in
            kind.groups.map { group in
                "| \(Labels.label(kind: kind.name, dutch: false)) | \(Self.names(group.fields.compactMap { kind.field($0)?.name })) |"
            }
        }
        #expect(Self.table(after: "| kind | fields that belong together") == groups.sorted())
    }

    @Test func `it names all fields that settle themselves, and how`() {
        let fields = Wijk.schema.kinds.flatMap { kind in
            kind.fields.filter { $0.policy != .review }.map { field in
                let how = if case .max(let ladder) = field.policy { "max: \(Self.names(ladder))" } else { "union" }
                return "| \(Labels.label(kind: kind.name, dutch: false)) | `\(field.name)` | \(how) |"
            }
        }
        #expect(Self.table(after: "| kind | field | policy") == fields.sorted())
    }

    @Test(arguments: ConflictClass.allCases) func `it tells of every class`(what: ConflictClass) {
        #expect(Self.lines.contains { $0.contains("\(what.rawValue)") && ($0.hasPrefix("| ") || $0.hasPrefix("### ")) }, "\(what)")
    }
}
