import SyncCore
import Testing
import WijkDomain

@testable import wijkclient

/// What a device says beforehand, on what it knows of roles and profile.
@Suite struct LocalRulesTests {
    private let space: Workspace
    private let device: Device

    init() throws {
        space = try Workspace()
        var device = try space.device()
        let person = Enrolment.Person(id: "p-1", name: "Tom")
        try Enrolment(
            server: "http://127.0.0.1:1", device: "d-1", deviceName: "tablet", person: person, municipality: "utrecht", areaSet: "1997",
            codeHash: ""
        ).save(in: device.store)
        device = try space.device()
        _ = try device.store.transaction { try device.replica.ensureArea("UTR-3") }
        self.device = device
    }

    private func know(_ kind: Kind, _ values: [(field: String, value: Value)]) throws {
        try device.replica.write([Draft(kind: kind.number, area: "UTR-3", writes: kind.writes(values))])
    }

    private func knowRole() throws {
        try know(PeopleKinds.role, [("account", .text("p-1")), ("name", .text("Tom")), ("role", .text("schouwer"))])
    }

    private func know(profile text: String, version: Int64) throws {
        try know(TellingKinds.profile, [("name", .text("Utrecht")), ("version", .integer(version)), ("text", .text(text))])
    }

    /// A schouwer makes no plans.
    private func check() throws {
        let writes = PlanKind.kind.writes([("sort", .text("beleidskader")), ("title", .text("Kader")), ("status", .text("concept"))])
        try LocalRules(device: device, language: .dutch).check([Draft(kind: PlanKind.kind.number, area: "UTR-3", writes: writes)])
    }

    @Test func `what the server would refuse is refused beforehand, with the rule, its section and who decides`() throws {
        try know(profile: Profile.standardText(.utrecht), version: 1)
        try knowRole()
        let error = try #require(throws: ClientError.self) { try check() }
        #expect(error.code == "right.create" && error.status == .refused)
        #expect(error.message.contains("§6.4") && error.message.contains("beslist: wijkmanager"), "\(error.message)")
    }

    @Test func `without a role or a profile that it knows, only the server can tell`() throws {
        try check()
        try know(profile: Profile.standardText(.utrecht), version: 1)
        try check()
    }

    @Test func `a profile that only a newer version reads does not stand in the way of writing`() throws {
        try know(profile: Profile.standardText(.utrecht), version: 1)
        try knowRole()
        try know(profile: Profile.standardText(.utrecht) + "\n[nieuw]\nwoord = ja\n", version: 2)
        try check()
    }
}
