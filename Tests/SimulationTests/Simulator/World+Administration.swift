@testable import SyncCore

/// What administrators do: retire devices that seem lost, give areas and take them; and devices that are away for long.
extension World {
    /// All replicas of the device, copies included, are not waited for any more.
    func retire(_ index: Int) throws {
        let name = devices[index].name
        try service.replica.store.transaction { try service.retire(device: name) }
        trace("retire \(name)")
        count("retired")
    }

    func changeAreas(_ index: Int) throws {
        let name = devices[index].name
        let area = random.pick(areas)
        let hasIt = devices[index].areas.contains(area)
        for other in devices.indices where devices[other].name == name {
            devices[other].areas = hasIt ? devices[other].areas.filter { $0 != area } : (devices[other].areas + [area]).sorted()
        }
        if hasIt { try service.replica.store.transaction { try service.withdraw(area: area, device: name) } }
        trace("\(hasIt ? "take" : "give") \(area) \(name)")
        count(hasIt ? "lost" : "gained")
    }

    /// Whether a device is out of reach now; each step that would be its own brings it nearer.
    func isAway(_ index: Int) -> Bool {
        if let left = absences[index] {
            absences[index] = left > 1 ? left - 1 : nil
            return true
        }
        guard random.percent(faults.absence) else { return false }
        absences[index] = 3 + random.below(10)
        count("absence")
        return true
    }

    /// Which of the ops that came with a request the device had a right to write.
    func judged(_ request: SyncRequest, after k: UInt64, of index: Int) throws {
        for item in request.handIn?.items ?? [] where item.verdict == nil {
            let op = try Op(decoding: item.op)
            arrived(op, oracle.canonical(item.isPartial ? op.place(at: item.dot) : op.identity(at: item.dot, bytes: item.op)), index)
        }
        let store = service.replica.store
        guard let actor = try store.findActor(request.incarnation), actor.chain.k > k else { return }
        for each in (k + 1)...actor.chain.k {
            guard let bytes = try store.op(actor: actor.number, k: each) else { continue }
            let op = try Op(decoding: bytes)
            arrived(op, oracle.canonical(op.identity(at: Dot(request.incarnation, each), bytes: bytes)), index)
        }
    }

    private func arrived(_ op: Op, _ identity: Oracle.Identity, _ index: Int) {
        let rights = devices[index].areas
        let isAllowed = rights.contains(op.area) && (op.toArea.isEmpty || rights.contains(op.toArea))
        oracle.arrived(
            identity, Oracle.Arrival(isAllowed: isAllowed, hasAll: rights.count == areas.count), isForgetful: mayHaveForgotten)
    }

    var mayHaveForgotten: Bool { counters["server restore"] != nil || counters["silent restore"] != nil }

    /// In the end everybody was heard: nobody is noted behind the head, and nobody is noted who holds nothing.
    func checkStandings() throws {
        // A restored server may wait for a life that was over when the backup was made, until its device is retired: that is safe.
        if mayHaveForgotten { return }
        // Nobody tells the server that a life is over which a replica left for an earlier one, or shared with a copy that is gone: the
        // server waits for it until its device speaks under a newer one, or is retired.
        // (After the tripwire, a request of the life that was left may be the first that the server hears of it.)
        let isLeft = ["put back", "copy", "tripwire"].contains { counters[$0] != nil }
        let living = Set(try devices.map { try $0.replica.own().incarnation })
        for area in try service.replica.store.areas() {
            for (number, position) in try service.replica.store.acknowledgements(area: area.number) {
                let actor = try service.replica.store.actor(number: number)
                if isLeft, !living.contains(actor.incarnation) { continue }
                guard position == area.position else {
                    throw Broken(
                        description: "\(area.code) is acknowledged up to \(position) of \(area.position) although everybody has all of it")
                }
                guard devices.contains(where: { $0.name == actor.device && $0.areas.contains(area.code) }) else {
                    throw Broken(description: "\(actor.device) is waited for in \(area.code), where it has nothing to look for")
                }
            }
        }
        for device in Set(devices.map(\.name)) {
            for life in try service.lives(of: device) where !isLeft || living.contains(life.incarnation) {
                if try service.replica.store.standing(actor: life.number).pending > 0 {
                    throw Broken(description: "\(device) is said to have work pending")
                }
            }
        }
    }
}
