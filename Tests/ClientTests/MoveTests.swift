import SyncCore
import Testing
import WijkDomain

@testable import wijkclient

/// `finding move`, and the conflict of two who move the same to different areas.
@Suite struct MoveTests {
    private let areas: Set<String> = ["WK034403", "WK034404", "WK034405"]
    private let space: Workspace
    private let anna: Device
    private let ben: Device
    private let server: LocalServer

    init() throws {
        space = try Workspace()
        anna = try space.device("anna")
        ben = try space.device("ben")
        server = try LocalServer(areas: areas.sorted())
        for device in [anna, ben] {
            _ = try device.store.transaction { for area in areas.sorted() { _ = try device.replica.ensureArea(area) } }
        }
    }

    private func sync() throws {
        for (device, name) in [(anna, "Anna"), (ben, "Ben"), (anna, "Anna")] { try server.sync(device, as: name, areas: areas) }
    }

    private func finding() throws -> RecordID {
        let id = try anna.replica.write([
            Draft(
                kind: FindingKind.kind.number, area: "WK034403",
                writes: [Op.FieldWrite(5, .text("Paaltje scheef")), Op.FieldWrite(16, .text("nieuw"))])
        ])[0]
        try sync()
        return id
    }

    private func record(_ id: RecordID, _ device: Device) throws -> RecordView {
        try RecordLookup(device: device, language: .english).shown(id.short)
    }

    private func run(_ arguments: String..., as name: String, language: String = "en") throws -> ClientProcess.Outcome {
        try ClientProcess.run(arguments, in: space, replica: "\(space.path)/\(name)", language: language)
    }

    @Test(.enabled(if: ClientProcess.isBuilt, "wijkclient is not built"))
    func `moving shows at once, in both languages, and names what does not go`() throws {
        let id = try finding()
        let moved = try run("finding", "move", id.short, "--to", "WK034404", "--reason", "aan de overkant", as: "anna")
        #expect(moved.status == 0 && moved.output.hasPrefix("finding \(id.short) moved"), "\(moved.errors)")
        #expect(try record(id, anna).area?.code == "WK034404")
        let json = try run("bevinding", "verplaats", id.short, "--to", "WK034405", "--json", as: "anna", language: "nl")
        #expect(json.status == 0 && json.output.contains(#""area": "WK034405""#), "\(json.errors)")
        let same = try run("finding", "move", id.short, "--to", "WK034405", as: "anna")
        #expect(same.status == 64 && same.errors.contains("[area.same]"))
        let foreign = try run("finding", "verplaats", id.short, "--to", "WK034406", as: "anna", language: "nl")
        #expect(foreign.errors.contains("[write.move-area]") && foreign.errors.contains("Beide gebieden"), "\(foreign.errors)")
        let history = try run("finding", "history", id.short, as: "anna")
        #expect(history.output.contains("area: WK034403 → WK034404") && history.output.contains("“aan de overkant”"))
        #expect(try run("finding", "history", id.short, "--json", as: "anna").output.contains(#""toArea": "WK034405""#))
        try sync()
        #expect(try record(id, ben).area?.code == "WK034405")
        #expect(
            try History(of: try record(id, ben).ref, kind: FindingKind.kind, ben).past.map(\.op.toArea) == ["", "WK034404", "WK034405"])
    }

    @Test(.enabled(if: ClientProcess.isBuilt, "wijkclient is not built"))
    func `C10: moved to two areas, the sides are listed and one is taken`() throws {
        let id = try finding()
        #expect(try run("finding", "move", id.short, "--to", "WK034404", as: "anna").status == 0)
        #expect(try run("finding", "move", id.short, "--to", "WK034405", as: "ben").status == 0)
        try sync()
        for device in [anna, ben] {
            let choice = try #require(try ConflictReader(device: device).conflicts(of: try record(id, device)).first)
            #expect(choice.cause == .moved && choice.name == "area" && choice.shown == [.text("WK034405")])
            #expect(choice.options.map(\.values) == [[.text("WK034404")], [.text("WK034405")]])
            #expect(choice.options.map { $0.writers[0].person } == ["Anna", "Ben"])
        }
        let shown = try run("conflict", "show", id.short, as: "ben", language: "nl")
        #expect(shown.output.contains("Naar verschillende gebieden verplaatst") && shown.output.contains("WK034405  (voorlopig getoond)"))
        #expect(try run("conflict", "show", id.short, "--json", as: "ben").output.contains(#""cause": "moved""#))
        #expect(try run("conflict", "resolve", id.short, "--take", "1", as: "ben").status == 0)
        try sync()
        for device in [anna, ben] {
            #expect(try record(id, device).area?.code == "WK034404")
            #expect(try record(id, device).presentation.conflicts.isEmpty)
        }
    }
}
