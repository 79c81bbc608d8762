import FoundationEssentials
import Glibc
import SyncCore
import Testing
import WijkDomain

@testable import wijkclient

/// The real program, as its users and their scripts meet it.
@Suite(.enabled(if: ClientProcess.isBuilt, "wijkclient is not built"), .serialized) struct ProgramTests {
    private let space: Workspace

    init() throws { space = try Workspace() }

    private func run(_ arguments: String..., language: String = "en") throws -> ClientProcess.Outcome {
        try ClientProcess.run(arguments, in: space, language: language)
    }

    @Test func `recording works before anything is enrolled, in Dutch too`() throws {
        let added = try run("bevinding", "toevoegen", "-d", "Stoeptegel \u{1B}los", "--area", "Overvecht", language: "nl")
        #expect(added.status == 65 && added.errors.contains("U+1B") && added.errors.contains("mag er niet in staan"))
        let good = try run(
            "bevinding", "toevoegen", "-d", "-los", "--area", "overvecht", "--lat", "-5,5", "--lon", "-4.25", "--json", language: "nl")
        #expect(good.status == 0 && good.output.contains(#""latitude": "-5.5""#) && good.output.contains(#""area": "WK034403""#))
        let list = try run("finding", "list", "--text", "LOS")
        #expect(list.status == 0 && list.output.contains("1 in all"))
        #expect(try run("sync").status == 77)
        #expect(try run("verify").status == 0)
    }

    @Test func `statuses tell scripts what happened, and nothing is written by a wrong command`() throws {
        #expect(try run("status").status == 66)
        #expect(try run("finding", "list").status == 66)
        #expect(try run("finding", "add", "--nonsense").status == 64)
        #expect(try run("finding", "add", "-d", "x", "--area", "Nergenshuizen").status == 65)
        let bad = try run("finding", "add", "-d", "x", "--area", "WK034403", "--status", "foo")
        #expect(
            bad.status == 65 && bad.output.isEmpty && bad.errors.contains("nieuw, beoordeeld")
                && bad.errors.split(separator: "\n").count == 1)
        #expect(try run("finding", "add", "-d", "x", "--area", "WK034403", "--lat", "5").status == 64)
        #expect(try run("finding", "add", "--area", "WK034403").status == 65)
        #expect(try run("finding", "list", "--json").output.contains(#""total":0"#))
        #expect(try run("finding", "show", "abcdef12").status == 66)
        #expect(try run("finding", "show", "xyz").status == 64)
        #expect(try run("import", "findings", space.path + "/none.csv", "--area", "WK034403").status == 66)
        #expect(try run("enroll", "http://example.org", "--code", "x").status == 64)
        #expect(try run("enroll", "http://127.0.0.1:1", "--code", "x").status == 69)
        #expect(try run("--help").status == 0)
    }

    @Test func `a schouw takes the findings that are added while it is going on`() throws {
        #expect(try run("schouw", "start", "--area", "WK034403", "--title", "Ronde").status == 0)
        let during = try run("finding", "add", "-d", "tijdens", "--json")
        #expect(during.output.contains(#""source": "wijkschouw""#))
        #expect(try run("schouw", "afronden").status == 0)
        #expect(try run("schouw", "finish").status == 66)
        #expect(try run("finding", "add", "-d", "erna", "--json").output.contains(#""schouw": null"#))
    }

    @Test func `two processes write one replica, and every record is there`() throws {
        let rows = (1...600).map { "rij \($0)" }.joined(separator: "\n")
        let file = try space.write("rows.csv", "description\n\(rows)\n")
        var processes: [pid_t] = []
        for number in 1...2 {
            processes.append(
                try ClientProcess.start(
                    ["import", "findings", file, "--area", "WK034403"], replica: "\(space.path)/replica",
                    output: "\(space.path)/import\(number)"))
            processes.append(
                try ClientProcess.start(
                    ["finding", "add", "-d", "los \(number)", "--area", "WK034404"], replica: "\(space.path)/replica",
                    output: "\(space.path)/add\(number)"))
        }
        for process in processes { #expect(ClientProcess.wait(for: process) == 0) }
        #expect(try run("finding", "list", "--json").output.contains(#""total":1202"#))
        #expect(try run("verify").status == 0)
    }

    @Test func `everything can be exported without a server, as one JSON document`() throws {
        #expect(try run("finding", "add", "-d", "x", "--area", "WK034403").status == 0)
        let export = try run("export", "--json")
        struct Export: Decodable {
            struct Record: Decodable {
                struct Write: Decodable { var state: String }
                var pending: Bool
                var history: [Write]
            }
            struct Pending: Decodable { var number: Int }
            var format: String
            var records: [Record]
            var pending: [Pending]
        }
        let document = try JSONDecoder().decode(Export.self, from: Data(export.output.utf8))
        #expect(
            document.records.count == 1 && document.records[0].history.map(\.state) == ["pending"] && document.pending.map(\.number) == [1])
    }

    @Test func `a file that is not ours, newer, damaged or read-only is named and left alone`() throws {
        let folder = try space.folder()
        try folder.make(.english)
        func expect(
            _ status: Int32, _ code: String, _ arguments: [String] = ["finding", "list"], sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            let outcome = try ClientProcess.run(arguments, in: space)
            #expect(outcome.status == status && outcome.errors.contains("[\(code)]"), "\(outcome.errors)", sourceLocation: sourceLocation)
        }
        let add = ["finding", "add", "-d", "x", "--area", "WK034403"]
        try Data("not a database at all, just text that is long enough".utf8).write(to: URL(filePath: folder.database))
        try expect(65, "storage.damaged")
        try expect(65, "storage.damaged", add)
        try FileManager.default.removeItem(atPath: folder.database)
        #expect(try ClientProcess.run(add, in: space).status == 0)
        let store = try SQLiteStore(path: folder.database, schema: Wijk.schema, access: .readWrite)
        try store.checkpoint()
        let good = try Data(contentsOf: URL(filePath: folder.database))
        // Offsets of the header: https://sqlite.org/fileformat.html#the_database_header
        for (offset, code) in [(60 + 3, "storage.newer"), (68 + 3, "storage.foreign")] {
            var changed = good
            changed[offset] = 0x63
            try changed.write(to: URL(filePath: folder.database))
            try expect(65, code)
            try expect(65, code, add)
        }
    }
}
