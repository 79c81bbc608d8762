import SyncCore
import Testing
import WijkDomain

@testable import wijkclient

@Suite struct ConflictTests {
    private let area = "WK034401"
    private let space: Workspace
    private let anna: Device
    private let ben: Device
    private let server: LocalServer

    init() throws {
        space = try Workspace()
        anna = try space.device("anna")
        ben = try space.device("ben")
        server = try LocalServer(areas: ["WK034401"])
        for device in [anna, ben] { _ = try device.store.transaction { try device.replica.ensureArea("WK034401") } }
    }

    private func sync() throws {
        try server.sync(anna, as: "Anna", areas: [area])
        try server.sync(ben, as: "Ben", areas: [area])
        try server.sync(anna, as: "Anna", areas: [area])
    }

    /// A finding that both have.
    private func finding() throws -> RecordID {
        let id = try anna.replica.write([
            Draft(
                kind: FindingKind.kind.number, area: area,
                writes: [Op.FieldWrite(5, .text("Paaltje scheef")), Op.FieldWrite(16, .text("nieuw"))])
        ])[0]
        try sync()
        return id
    }

    private func write(_ id: RecordID, _ device: Device, _ writes: [Op.FieldWrite]) throws {
        _ = try device.replica.write([Draft(record: id, kind: FindingKind.kind.number, area: area, writes: writes)])
    }

    private func record(_ id: RecordID, _ device: Device) throws -> RecordView {
        try RecordLookup(device: device, language: .english).shown(id.short)
    }

    private func choices(_ id: RecordID, _ device: Device) throws -> [ConflictChoice] {
        try ConflictReader(device: device).conflicts(of: try record(id, device))
    }

    private func resolve(_ id: RecordID, _ device: Device, _ resolution: ConflictResolution, field: String? = nil) throws {
        let view = try record(id, device)
        let choice = try resolution.choose(field, from: try choices(id, device), view.kind)
        try write(id, device, try resolution.writes(choice, field: field, view, .plain))
    }

    @Test func `every side names who, which device, and what it replaced`() throws {
        let id = try finding()
        try write(id, anna, [Op.FieldWrite(6, .text("van Anna"))])
        try write(id, ben, [Op.FieldWrite(6, .text("van Ben"))])
        try sync()
        for device in [anna, ben] {
            let choice = try #require(try choices(id, device).first)
            #expect(choice.name == "remark" && choice.cause == .values)
            #expect(choice.options.map(\.values) == [[.text("van Anna")], [.text("van Ben")]])
            #expect(choice.options[0].writers[0].changes.map(\.replaced) == [.null])
        }
        let seen = try #require(try choices(id, anna).first)
        #expect(seen.options[1].writers[0].person == "Ben")
    }

    @Test func `a side is one writer's values for all fields that belong together`() throws {
        let id = try finding()
        try write(id, anna, [Op.FieldWrite(16, .text("afgehandeld")), Op.FieldWrite(24, .integer(1_000))])
        try write(id, ben, [Op.FieldWrite(16, .text("wacht"))])
        try sync()
        let choice = try #require(try choices(id, ben).first)
        #expect(choice.fields == [16, 24])
        #expect(choice.options.map(\.values) == [[.text("afgehandeld"), .integer(1_000)], [.text("wacht"), .null]])
        try resolve(id, ben, ConflictResolution(language: .english, take: 2))
        try sync()
        for device in [anna, ben] {
            #expect(try choices(id, device).isEmpty)
            #expect(try record(id, device).value("status") == .text("wacht"))
            #expect(try record(id, device).value("closed_at") == .null)
        }
    }

    @Test func `different fields of one place are one choice`() throws {
        let id = try finding()
        try write(id, anna, [Op.FieldWrite(7, .integer(520_000_000)), Op.FieldWrite(8, .integer(50_000_000))])
        try sync()
        try write(id, anna, [Op.FieldWrite(7, .integer(530_000_000))])
        try write(id, ben, [Op.FieldWrite(8, .integer(60_000_000))])
        try sync()
        let choice = try #require(try choices(id, anna).first)
        #expect(choice.cause == .coupled && choice.name == "location")
        #expect(
            choice.options.map { Array($0.values.prefix(2)) } == [
                [.integer(530_000_000), .integer(50_000_000)], [.integer(520_000_000), .integer(60_000_000)],
            ])
    }

    @Test func `a value of one's own settles it, and the others see it`() throws {
        let id = try finding()
        try write(id, anna, [Op.FieldWrite(5, .text("Paaltje links scheef"))])
        try write(id, ben, [Op.FieldWrite(5, .text("Paaltje rechts scheef"))])
        try sync()
        try resolve(id, anna, ConflictResolution(language: .english, value: "Twee paaltjes scheef"))
        try sync()
        #expect(try choices(id, ben).isEmpty)
        #expect(try record(id, ben).value("description") == .text("Twee paaltjes scheef"))
    }

    @Test func `work on a deleted record asks whether it comes back`() throws {
        let id = try finding()
        try write(id, anna, [Op.FieldWrite(1, .integer(1))])
        try write(id, ben, [Op.FieldWrite(6, .text("weer gezien"))])
        try sync()
        let choice = try #require(try choices(id, anna).first)
        #expect(choice.cause == .editedAfterDeletion)
        #expect(choice.options.map(\.values) == [[.integer(1)], [.null]])
        try resolve(id, anna, ConflictResolution(language: .english, take: 2))
        try sync()
        #expect(try choices(id, ben).isEmpty)
        #expect(try record(id, ben).value("deleted") == .null)
    }

    @Test func `a choice that is not there, and a value too few, are refused`() throws {
        let id = try finding()
        try write(id, anna, [Op.FieldWrite(16, .text("afgehandeld")), Op.FieldWrite(24, .integer(1_000)), Op.FieldWrite(6, .text("a"))])
        try write(id, ben, [Op.FieldWrite(16, .text("wacht")), Op.FieldWrite(6, .text("b"))])
        try sync()
        #expect(throws: ClientError.self) { try resolve(id, anna, ConflictResolution(language: .english, take: 1)) }
        #expect(throws: ClientError.self) { try resolve(id, anna, ConflictResolution(language: .english, take: 3), field: "status") }
        #expect(throws: ClientError.self) { try resolve(id, anna, ConflictResolution(language: .english, take: 1), field: "address") }
        #expect(throws: Violation.self) { try resolve(id, anna, ConflictResolution(language: .english, value: "foo"), field: "status") }
        #expect(try choices(id, anna).count == 2)
    }

    @Test func `the reason travels with the decision`() throws {
        let id = try finding()
        let view = try record(id, anna)
        let change = Draft(
            record: id, kind: view.kind.number, area: area, writes: [Op.FieldWrite(6, .text("a"))],
            note: try FieldInput.plain.note("Ik stond erbij."))
        _ = try anna.replica.write([change])
        try sync()
        let history = try History(of: try record(id, ben).ref, kind: FindingKind.kind, ben)
        #expect(history.past.map(\.op.note) == ["", "Ik stond erbij."])
        #expect(history.text(.dutch).contains("“Ik stond erbij.”"))
        #expect(throws: Violation.self) { try FieldInput.plain.note("\u{1B}") }
    }
}
