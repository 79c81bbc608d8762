import FoundationEssentials

@testable import SyncCore

/// A server and some devices in one process, with a network that loses, repeats and delays, and processes that die.
final class World {
    struct Device {
        /// The device's id at the server; a copy has its original's.
        let name: String
        /// To which it has a right now; a copy's are its original's.
        var areas: [String]
        var replica: Replica
        /// Where its replica's incarnations and ids come from: never the same again, whatever is put back.
        let chance: Chance
        var session = SyncSession()
        var next: SyncSession.Action?
        var skew: Int64
        /// The tripwire says that the replica may be a copy, or an older state.
        var isSuspect = false
    }

    /// A message that arrives once more, later.
    enum Straggler {
        case request(Int, [UInt8])
        case reply(Int, SyncRequest, [UInt8])
    }

    /// What a broken invariant says.
    struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    /// A crash that the history asked for.
    struct Crash: Error {}

    let areas: [String]

    let seed: UInt64
    var random: SeededRandom
    let faults: Faults
    var devices: [Device] = []
    var service: SyncService
    var oracle = Oracle()
    var stragglers: [Straggler] = []
    var time: Int64 = 1_700_000_000_000
    /// States of devices that may be put back.
    var kept: [(device: Int, state: Kept)] = []
    /// Devices that are out of reach, and for how many steps yet.
    var absences: [Int: Int] = [:]
    private(set) var counters: [String: Int] = [:]
    /// States of the server that it may be put back to.
    var backups: [Kept] = []
    let shelf: any Shelf

    init(seed: UInt64, faults: Faults? = nil, shelf: any Shelf = MemoryShelf()) throws {
        self.seed = seed
        self.shelf = shelf
        var random = SeededRandom(seed: seed)
        self.faults = faults ?? Faults.draw(&random)
        let areas = random.percent(30) ? ["A", "B", "C"] : ["A", "B"]
        self.areas = areas
        let store = try shelf.store(SimulationSchema.strict)
        var serverRandom = SeededRandom(seed: seed ^ 0x5E17)
        let server = try Replica(store, now: { 1_700_000_000_000 }, random: { serverRandom.next() })
        try store.transaction {
            try store.setFact(.epoch, ID128(high: random.next(), low: 7).bytes)
            for code in areas { _ = try server.ensureArea(code, name: "Wijk \(code)") }
        }
        service = try SyncService(replica: server, signer: try HeadSigner(rawKey: [UInt8](repeating: 7, count: 32)))
        // Half of the histories start devices from snapshots even when little is there.
        if random.percent(50) { service.feedInsteadOfSnapshot = 0 }
        self.random = random
        let count = 2 + self.random.below(4)
        for index in 0..<count { try addDevice(index) }
    }

    private func addDevice(_ index: Int) throws {
        let areas =
            random.percent(50)
            ? self.areas : random.percent(50) ? [random.pick(self.areas)] : Array(self.areas.shuffled(using: &random).prefix(2))
        let skew = faults.wildClocks ? Int64(random.below(100 * 365)) * 86_400_000 - 50 * 365 * 86_400_000 : 0
        let chance = Chance(seed: seed ^ UInt64(index + 1) << 32)
        let replica = try replica(on: try shelf.store(SimulationSchema.lenient), skew: skew, chance)
        try replica.store.transaction {
            try replica.store.setFact(.serverKey, service.signer.publicKey)
            for code in areas { _ = try replica.ensureArea(code) }
        }
        devices.append(Device(name: "d\(index)", areas: areas, replica: replica, chance: chance, skew: skew))
    }

    func replica(on store: any ReplicaStore, skew: Int64, _ chance: Chance) throws -> Replica {
        try Replica(store, now: { [unowned self] in time + skew }, random: { chance.next() })
    }

    func count(_ what: String) {
        counters[what, default: 0] += 1
        trace("  \(what)")
    }

    /// Tells a history step by step, when `SIM_TRACE` is set.
    func trace(_ line: @autoclosure () throws -> String) rethrows { if Self.isTraced { print(try line()) } }

    static let isTraced = ProcessInfo.processInfo.environment["SIM_TRACE"] != nil

    func grant(_ index: Int) -> DeviceGrant {
        DeviceGrant(
            device: devices[index].name, deviceName: devices[index].name, person: devices[index].name, areas: Set(devices[index].areas))
    }

    /// One step of a history.
    func step() throws {
        time += Int64(random.below(60_000))
        if !stragglers.isEmpty, random.percent(faults.repeatLater) { return try deliverStraggler() }
        let index = random.below(devices.count)
        if random.percent(faults.copy), try copy(index) { return }
        if random.percent(faults.putBack) { return try putBack(index) }
        if random.percent(faults.collect) { return try collect() }
        if random.percent(faults.retire) { return try retire(index) }
        if random.percent(faults.changeAreas) { return try changeAreas(index) }
        if isAway(index) { return try write(index) }
        if random.percent(faults.restore) { return try restoreServer() }
        if random.percent(faults.falseAlarm) { devices[index].isSuspect = true }
        if random.percent(45) { try write(index) } else { try sync(index, withFaults: true) }
    }

    /// Everybody syncs, without faults, until nobody has anything to do: the last of so many rounds at the latest finds it so.
    func heal(rounds: Int = 3) throws {
        for round in 1...rounds {
            var isQuiet = true
            for index in devices.indices {
                devices[index].next = nil
                devices[index].session = SyncSession()
                var turns = 0
                repeat {
                    try sync(index, withFaults: false)
                    turns += 1
                    guard turns < 300 else { throw Broken(description: "device \(index) does not finish") }
                } while devices[index].next != nil
                let total = devices[index].session.total
                if total.acknowledged + UInt64(total.received) + UInt64(total.records) > 0 { isQuiet = false }
            }
            if isQuiet, round > 1 { return }
        }
        throw Broken(description: "F: nobody comes to rest within \(rounds) rounds")
    }

    /// One request of a device's session, and what the faults make of it.
    func sync(_ index: Int, withFaults: Bool) throws {
        let replica = devices[index].replica
        if devices[index].next == nil {
            guard try guardIdentity(index, withFaults: withFaults) else { return }
            if try replica.mustAsk() {
                try mend(index, after: "identity.unproven", withFaults: withFaults)
                if try replica.mustAsk() { return }
            }
            devices[index].session = SyncSession()
            devices[index].next = devices[index].session.start(try replica.store.areas())
        }
        guard case .send(let plan) = devices[index].next else { return }
        let request = try replica.request(plan, pageBytes: faults.smallPages ? 300 : Limits.pageBytes)
        trace(
            "sync d\(index) \(request.incarnation.description.prefix(6)) base \(request.base) written \(request.written) ops \(request.ops.count) "
                + request.areas.map { "\($0.area):\($0.want)" }.joined(separator: " "))
        for (place, op) in request.ops.enumerated() {
            try trace("    " + tell(op, at: Dot(request.incarnation, request.base + UInt64(place) + 1)))
        }
        let bytes = request.encode()
        if withFaults, random.percent(faults.repeatLater) { stragglers.append(.request(index, bytes)) }
        if withFaults, random.percent(faults.loseRequest) {
            devices[index].next = nil
            return count("request lost")
        }
        let answer: [UInt8]?
        do { answer = try serve(index, bytes, withFaults: withFaults) } catch let error as SyncError
            where Replica.mendable.contains(error.code)
        {
            devices[index].next = nil
            trace("  \(error.code)")
            try mend(index, after: error.code, withFaults: withFaults)
            devices[index].session = SyncSession()
            devices[index].next = devices[index].session.start(try replica.store.areas())
            return
        }
        guard let reply = answer else {
            devices[index].next = nil
            return
        }
        if withFaults, random.percent(faults.repeatLater) { stragglers.append(.reply(index, request, reply)) }
        if withFaults, random.percent(faults.loseReply) {
            devices[index].next = nil
            return count("reply lost")
        }
        try receive(index, request, reply, withFaults: withFaults)
    }

    /// The server's answer; `nil` when it died before committing.
    func serve(_ index: Int, _ bytes: [UInt8], withFaults: Bool) throws -> [UInt8]? {
        let request = try SyncRequest(decoding: bytes)
        let before = try service.replica.store.findActor(request.incarnation)?.chain.k ?? 0
        do {
            let answer = try service.replica.store.transaction {
                let reply = try service.handle(request, from: grant(index))
                try service.note(request, from: grant(index))
                if withFaults, random.percent(faults.crashBeforeCommit) { throw Crash() }
                trace(
                    "  reply ack \(reply.acknowledged) "
                        + reply.areas.map { "\($0.area) \($0.from)→\($0.to)/\($0.head) \($0.entries.count)e \($0.records.count)r" }.joined(
                            separator: " "))
                return reply.encode()
            }
            try judged(request, after: before, of: index)
            return answer
        } catch is Crash {
            count("server crash")
            return nil
        }
    }

    private func receive(_ index: Int, _ request: SyncRequest, _ bytes: [UInt8], withFaults: Bool, isLate: Bool = false) throws {
        let replica = devices[index].replica
        let reply = try SyncReply(decoding: bytes)
        do {
            let applied = try replica.store.transaction {
                let applied = try replica.apply(reply, to: request)
                if withFaults, random.percent(faults.crashWhileApplying) { throw Crash() }
                return applied
            }
            if applied.refused > 0 { count("refused") }
            if applied.isRenewed { count("renewed") }
            if applied.isRetired, !applied.isRenewed { count("handed in first") }
            for (code, records) in applied.released { count(records > 0 ? "released \(code)" : "released nothing") }
            // Another process asked for a late one; the session that is under way breaks off, and counts nothing of it.
            if isLate {
                devices[index].next = nil
                return
            }
            let action = devices[index].session.applied(applied, areas: try replica.store.areas())
            if case .fail(let error) = action { throw error }
            devices[index].next = action == .finish ? nil : action
        } catch is Crash {
            count("device crash")
            devices[index].next = nil
        } catch let error as SyncError where error.code == "sync.stale" {
            count("stale reply")
            devices[index].next = nil
        }
    }

    private func deliverStraggler() throws {
        let straggler = stragglers.remove(at: random.below(stragglers.count))
        switch straggler {
        case .request(let index, let bytes):
            // Late requests are either harmless retries or refused whole.
            do { _ = try serve(index, bytes, withFaults: true) } catch let error as SyncError {
                guard Replica.mendable.contains(error.code) || error.code == "cursor.unknown" else { throw error }
            }
            count("late request")
        case .reply(let index, let request, let bytes):
            try receive(index, request, bytes, withFaults: true, isLate: true)
            count("late reply")
        }
    }
}
