import FoundationEssentials
import Testing

@testable import SyncCore
@testable import WijkDomain

/// A municipality in one process: a server with its profile and rules, people with their roles, their devices, and a network that
/// loses, repeats and delays. What must hold is checked while it happens (`Town+Watching`) and at the end (`Town+Checks`).
final class Town {
    struct Person {
        let name: String
        let account: String
        let role: Role
        let organisation: String
        let isProcessOnly: Bool
    }

    /// A role of somebody, as the server's clerks know it.
    struct Appointment {
        let record: RecordID
        let person: Int
        let area: String
        let role: Role
        let isProcessOnly: Bool
        var isEnded = false
    }

    final class Device {
        let name: String
        let person: Int
        let store: SQLiteStore
        let replica: Replica
        let rules: AreaRules
        /// To which it has a right now.
        var areas: [String]
        var session = SyncSession()
        var next: SyncSession.Action?
        /// How many more turns it is out of reach.
        var absence = 0

        init(_ name: String, _ person: Int, _ store: SQLiteStore, _ replica: Replica, _ rules: AreaRules, areas: [String]) {
            self.name = name
            self.person = person
            self.store = store
            self.replica = replica
            self.rules = rules
            self.areas = areas
        }
    }

    /// A message that arrives once more, later.
    enum Straggler {
        case request(Device, [UInt8])
        case reply(Device, SyncRequest, [UInt8])
    }

    /// What a broken promise says.
    struct Broken: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) { self.description = description }
    }

    static let areas = ["WK-1", "WK-2"]
    static let today = "1997-05-06"
    static let cast: [(String, Role)] = [
        ("Anna", .coordinator), ("Bea", .coordinator), ("Cor", .schouwer), ("Dirk", .bewonersbegeleider), ("Els", .dienstcontact),
        ("Fred", .budgethouder), ("Gijs", .beheerder), ("Hans", .bestuurder),
    ]

    let seed: UInt64
    private let shelf: Shelf
    var random: Seeded
    let mishaps: Mishaps
    var bylaws: Bylaws
    var version = 1
    let people: [Person]
    var appointments: [Appointment] = []
    var devices: [Device] = []
    let store: SQLiteStore
    var service: SyncService
    private(set) var watch: Watch!
    var journal = Journal()
    var budgets: [RecordID] = []
    var stragglers: [Straggler] = []
    var time: Int64 = 862_900_000_000
    private(set) var counters: [String: Int] = [:]

    init(seed: UInt64, shelf: Shelf, mishaps drawn: Mishaps? = nil) throws {
        self.seed = seed
        self.shelf = shelf
        var random = Seeded(seed)
        mishaps = drawn ?? Mishaps.draw(&random)
        bylaws = random.pick(Bylaws.all)
        people = Self.cast.enumerated().map { index, person in
            Person(
                name: person.0, account: "p-\(index)", role: person.1, organisation: person.1 == .dienstcontact ? "Stadsbeheer" : "",
                isProcessOnly: person.1 == .bestuurder)
        }
        self.random = random
        store = try shelf.take()
        var serverRandom = Seeded(seed ^ 0x5E17)
        let replica = try Replica(store, now: { 862_900_000_000 }, random: { serverRandom.next() })
        try store.transaction { [store] in
            try store.setFact(.epoch, ID128(high: seed, low: 5).bytes)
            for code in Self.areas { _ = try replica.ensureArea(code, name: "Wijk \(code)") }
        }
        service = try SyncService(replica: replica, signer: try HeadSigner(rawKey: [UInt8](repeating: 7, count: 32)))
        watch = Watch(self)
        service.judge = watch
        if self.random.percent(50) { service.feedInsteadOfSnapshot = 0 }
        try openOffice()
        try settleIn()
    }

    /// Three to five people: always a coordinator, and whoever owns the plans.
    private func settleIn() throws {
        let owner = people.firstIndex { $0.role == bylaws.owners[0] } ?? 0
        var present = [0] + (owner == 0 ? [] : [owner])
        let others = people.indices.filter { !present.contains($0) }.shuffled(using: &random)
        present += others.prefix(2 + random.below(3 - (owner == 0 ? 0 : 1)))
        // Every third history has the administrator in it, who settles in others' names.
        if random.percent(33), let administrator = people.firstIndex(where: { $0.role == .beheerder }), !present.contains(administrator) {
            present[present.count - 1] = administrator
        }
        for person in present { try addDevice(of: person) }
        // Some work on two devices.
        if present.count < 5, random.percent(30) { try addDevice(of: random.pick(present)) }
        for device in devices { try syncWhole(device) }
        for area in devices[0].areas { _ = try write(newDecision(on: devices[0], in: area), on: devices[0]) }
        guard let planner = devices.first(where: { bylaws.owners.contains(people[$0.person].role) }) else { return }
        for area in planner.areas { try makePlan(on: planner, in: area) }
    }

    private func addDevice(of person: Int) throws {
        let index = devices.count
        let own = people[person]
        let name = "d\(index)"
        let store = try shelf.take()
        var deviceRandom = Seeded(seed ^ UInt64(index + 1) << 32)
        let replica = try Replica(store, now: { [unowned self] in time }, random: { deviceRandom.next() })
        let areas = random.percent(75) ? Self.areas : [Self.areas[0]]
        try store.transaction { [service] in
            try store.setFact(.serverKey, service.signer.publicKey)
            for code in areas { _ = try replica.ensureArea(code) }
        }
        // What a client knows of accounts: its own, by its devices and by its name.
        let rules = AreaRules(store) { $0.device.isEmpty || $0.device == name || $0.person == own.name ? own.account : $0.person }
        devices.append(Device(name, person, store, replica, rules, areas: areas))
    }

    /// Gives its databases back.
    func close() throws {
        for device in devices { try shelf.giveBack(device.store) }
        try shelf.giveBack(store)
    }

    func person(of device: Device) -> Person { people[device.person] }

    func count(_ what: String) {
        counters[what, default: 0] += 1
        trace("  \(what)")
    }

    /// Tells a history step by step, when `DOMAIN_TRACE` is set.
    func trace(_ line: @autoclosure () -> String) { if Self.isTraced { print(line()) } }

    static let isTraced = ProcessInfo.processInfo.environment["DOMAIN_TRACE"] != nil

    /// One step of a history.
    func step() throws {
        time += 1 + Int64(random.below(60_000))
        if !stragglers.isEmpty, random.percent(mishaps.repeatLater) { return try deliverStraggler() }
        if random.percent(mishaps.administration) { return try administer() }
        let device = random.pick(devices)
        if random.percent(mishaps.changeAreas) { return try changeAreas(of: device) }
        if device.absence == 0, random.percent(mishaps.absence) {
            device.absence = 3 + random.below(6)
            count("absence")
        }
        if device.absence > 0 {
            device.absence -= 1
            return try act(on: device)
        }
        if random.percent(65) { try act(on: device) } else { try sync(device, withFaults: true) }
    }
}
