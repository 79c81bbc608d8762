import FoundationEssentials
import Testing

@testable import SyncCore
@testable import WijkDomain

/// A server with a profile and its rules, and devices of people with a role: real stores, and no network between them.
final class Hall: Judge {
    final class Device {
        let person: String
        let replica: Replica
        let store: SQLiteStore

        init(_ person: String, _ replica: Replica, _ store: SQLiteStore) {
            self.person = person
            self.replica = replica
            self.store = store
        }
    }

    static let area = "WK-1"
    private let folder = FileManager.default.temporaryDirectory.appending(path: "wijk-hall-\(UUID().uuidString)").path
    private let store: SQLiteStore
    private let service: SyncService
    private let rules: AreaRules
    private var people: [String: String] = [:]
    private(set) var devices: [Device] = []

    init(_ profile: Profile) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try SQLiteStore(path: "\(folder)/server", schema: Wijk.schema, access: .create)
        var random = Seeded(99)
        let replica = try Replica(store, now: { 1_764_000_000_000 }, random: { random.next() })
        try store.transaction { [store] in
            try store.setFact(.epoch, ID128(high: 5, low: 5).bytes)
            _ = try replica.ensureArea(Self.area, name: "Wijk 1")
        }
        let key = try HeadSigner(rawKey: [UInt8](repeating: 7, count: 32))
        service = try SyncService(replica: replica, signer: key)
        rules = AreaRules(store) { $0.person }
        try give(
            "profile",
            ["name": .text(profile.name), "version": .integer(profile.version), "text": .text(profile.text)])
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Written by the server itself.
    @discardableResult func give(_ kindName: String, _ fields: [String: Value]) throws -> RecordID {
        let kind = try #require(Wijk.schema.kind(named: kindName))
        let draft = Draft(kind: kind.number, area: Self.area, writes: kind.writes(fields.map { (field: $0, value: $1) }))
        return try #require(try store.transaction { try service.arbitrate([draft]).first })
    }

    func device(_ person: String, _ role: Role) throws -> Device {
        try give("role", ["account": .text(person), "name": .text(person), "role": .text(role.rawValue)])
        let store = try SQLiteStore(path: "\(folder)/\(person)", schema: Wijk.schema, access: .create)
        var random = Seeded(UInt64(devices.count + 1))
        let replica = try Replica(store, now: { 1_764_000_000_000 }, random: { random.next() })
        try store.transaction { [service] in
            try store.setFact(.serverKey, service.signer.publicKey)
            _ = try replica.ensureArea(Self.area)
        }
        devices.append(Device(person, replica, store))
        return devices[devices.count - 1]
    }

    func sync(_ device: Device) throws {
        var service = service
        service.judge = self
        let grant = DeviceGrant(
            device: device.person, deviceName: device.person, person: device.person, account: device.person, areas: [Self.area])
        var session = SyncSession()
        var action = session.start(try device.store.areas())
        while case .send(let plan) = action {
            let request = try device.replica.request(plan, pageBytes: Limits.pageBytes)
            let reply = try store.transaction {
                let decoded = try SyncRequest(decoding: request.encode())
                let reply = try service.handle(decoded, from: grant).encode()
                try service.note(decoded, from: grant)
                return reply
            }
            let applied = try device.replica.apply(SyncReply(decoding: reply), to: request)
            action = session.applied(applied, areas: try device.store.areas())
        }
        if case .fail(let error) = action { throw error }
    }

    /// What the server shows of a record.
    func shown(_ id: RecordID, _ kind: Kind) throws -> RecordValues? { try StoredFacts(store) { $0.person }.record(id, kind: kind) }

    func balance(_ budget: RecordID) throws -> BudgetBalance {
        let facts = StoredFacts(store) { $0.person }
        return BudgetBalance(
            granted: try facts.record(budget, kind: MoneyKinds.budget)?.cents("granted_cents") ?? 0,
            bookings: try facts.records(MoneyKinds.booking, referringTo: budget, in: "budget"))
    }

    func objection(to transaction: [Op], from grant: DeviceGrant, of incarnation: Incarnation) throws -> Objection? {
        try rules.refusal(
            of: transaction, account: grant.account, name: grant.person, today: "1997-05-06", incarnation: incarnation
        ).map {
            Objection(
                index: $0.index, code: $0.rule.rule.rawValue, detail: $0.rule.message(dutch: false), arguments: $0.rule.wireArguments,
                decider: $0.rule.decider)
        }
    }

    func answers(to transaction: [Op], from grant: DeviceGrant) throws -> [Draft] { try rules.answers(to: transaction) }
}

extension Hall.Device {
    /// One transaction: new records where there is no id, edits where there is.
    @discardableResult func write(_ kindName: String, _ edits: [(id: RecordID?, fields: [String: Value])]) throws -> [RecordID] {
        let kind = try #require(Wijk.schema.kind(named: kindName))
        return try replica.write(
            edits.map { edit in
                Draft(
                    record: edit.id, kind: kind.number, area: Hall.area, writes: kind.writes(edit.fields.map { (field: $0, value: $1) }))
            })
    }
}
