@testable import SyncCore

/// What happens to servers: they are put back to last week's backup.
extension World {
    /// Keeps the server's state, or puts back one that was kept.
    func restoreServer() throws {
        if backups.isEmpty || random.percent(50) {
            backups.append(try shelf.keep(service.replica.store))
            return
        }
        let store = try shelf.open(random.pick(backups), schema: service.replica.schema)
        let replica = try replica(on: store, skew: 0, Chance(seed: random.next()))
        let isSilent = random.percent(40)
        if !isSilent { try store.transaction { _ = try EpochHistory.begin(replica, at: time) } }
        let shortest = service.feedInsteadOfSnapshot
        service = try SyncService(replica: replica, signer: service.signer)
        service.feedInsteadOfSnapshot = shortest
        service.acceptsUnproven = faults.believes
        // Rights are not put back with the data here: whom nobody waits for is told to it again.
        try store.transaction {
            for device in devices {
                for area in areas where !device.areas.contains(area) { try service.withdraw(area: area, device: device.name) }
            }
        }
        trace("server put back, \(isSilent ? "silently" : "with a new epoch")")
        count(isSilent ? "silent restore" : "server restore")
    }

    /// The administrator believes what waits.
    func acceptUnproven() throws -> Int {
        let placed = try service.replica.store.transaction { try service.acceptUnproven() }
        if placed > 0 { count("unproven accepted") }
        return placed
    }

    /// What any device holds, as identities of ops: entries, own ops, and living values (I11). Whether it still has a right to the area
    /// makes no difference: it may be the last that holds them.
    func held() throws -> Set<Oracle.Identity> {
        var held: Set<Oracle.Identity> = []
        for device in devices {
            let store = device.replica.store
            for area in try store.areas() {
                try store.feed(area: area.number, after: 0, skipping: nil) { entry in
                    if entry.op.isEmpty { return true }
                    let dot = Dot(try store.actor(number: entry.actor).incarnation, entry.k)
                    held.insert(oracle.canonical(try Op(decoding: entry.op).identity(at: dot, bytes: entry.op)))
                    return true
                }
                try store.records(area: area.number, after: nil) { _, state in
                    for origin in state.origins {
                        if let known = oracle.identity(of: origin, on: state.id) { held.insert(known) }
                    }
                    return true
                }
            }
        }
        return held
    }
}
