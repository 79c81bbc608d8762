@testable import SyncCore

/// What people do to files: copy them to another tablet, put them back from yesterday.
extension World {
    static let mostDevices = 7

    /// Another device with the very same replica: the same token, the same incarnation.
    func copy(_ index: Int) throws -> Bool {
        guard devices.count < Self.mostDevices else { return false }
        let store = devices[index].replica.store
        let twin = try shelf.open(try shelf.keep(store), schema: store.schema)
        let chance = Chance(seed: seed ^ UInt64(devices.count + 100) << 24)
        let skew = devices[index].skew
        let replica = try replica(on: twin, skew: skew, chance)
        devices.append(Device(name: devices[index].name, areas: devices[index].areas, replica: replica, chance: chance, skew: skew))
        devices[devices.count - 1].isSuspect = random.percent(faults.tripwire)
        trace("copy d\(index) to d\(devices.count - 1)")
        count("copy")
        return true
    }

    /// Keeps a device's state, or puts back one that was kept. What was written since and never sent is gone with it.
    func putBack(_ index: Int) throws {
        let replica = devices[index].replica
        let mine = kept.filter { $0.device == index }
        if mine.isEmpty || random.percent(60) {
            kept.append((index, try shelf.keep(replica.store)))
            return
        }
        let store = try shelf.open(random.pick(mine).state, schema: replica.schema)
        devices[index].replica = try self.replica(on: store, skew: devices[index].skew, devices[index].chance)
        devices[index].replica.ids = replica.ids
        devices[index].next = nil
        devices[index].isSuspect = random.percent(faults.tripwire)
        trace("put back d\(index)")
        count("put back")
    }

    /// What a device does before it writes or syncs: a replica that may be a copy takes a new life, without asking anybody.
    ///
    /// - Returns: `false` when it died over that.
    func guardIdentity(_ index: Int, withFaults: Bool) throws -> Bool {
        guard devices[index].isSuspect else { return true }
        let replica = devices[index].replica
        do {
            let kept = try replica.store.transaction {
                let kept = try replica.takeNewLife()
                if withFaults, random.percent(faults.crashWhileApplying) { throw Crash() }
                return kept
            }
            devices[index].isSuspect = false
            let life = try replica.own().incarnation
            trace("  d\(index) suspects a copy: \(life.description.prefix(6)), \(kept) written anew")
            count("tripwire")
            return true
        } catch is Crash {
            count("device crash")
            return false
        }
    }

    /// The server and the replica do not fit together: the replica asks, hands in, and goes on.
    func mend(_ index: Int, after code: String, withFaults: Bool) throws {
        let replica = devices[index].replica
        do {
            let mended = try replica.store.transaction {
                let mended = try replica.mend(after: code) { request in
                    if withFaults, random.percent(faults.loseRequest) { throw Lost() }
                    trace(
                        "  mend d\(index): inquiry \(request.inquiry.count) hand-in \(request.handIn?.items.count ?? -1) \(request.handIn?.area ?? "")"
                    )
                    for item in request.handIn?.items ?? [] {
                        try trace("    " + tell(item.op, at: item.dot) + " at \(item.position) past \(item.past.map { "\($0.first)" })")
                    }
                    guard let bytes = try serve(index, request.encode(), withFaults: withFaults) else { throw Lost() }
                    if withFaults, random.percent(faults.loseReply) { throw Lost() }
                    return try SyncReply(decoding: bytes)
                }
                if withFaults, random.percent(faults.crashWhileApplying) { throw Crash() }
                return mended
            }
            trace("  mended d\(index): \(mended)")
            count(mended == .sameLife ? "identity proven" : "new life")
        } catch is Lost {
            count("mending broken off")
        } catch is Crash { count("device crash") }
    }

    struct Lost: Error {}

    /// An op, for a trace.
    func tell(_ bytes: [UInt8], at dot: Dot) throws -> String {
        let op = try Op(decoding: bytes)
        let writes = op.writes.map { "\($0.field)" }.joined(separator: ",")
        let vector = op.context.vector.entries.map { "≤\($0)" } + op.context.vector.extraDots.map { "\($0)" }
        return
            "\(dot) (first \(op.first.map { "\($0)" } ?? "-")) \(op.record.description.suffix(4)) [\(writes)] seen \(op.context.seen) \(vector)"
    }

    /// The identity of the op under a dot, as a device knows it; else as the server does.
    func identity(of dot: Dot, on replica: Replica) throws -> Oracle.Identity? {
        for store in [replica.store, service.replica.store] {
            // What was written anew in a later life left its old dot to whoever has it at the server.
            if let actor = try store.findActor(dot.incarnation), try store.verdict(actor: actor.number, k: dot.k)?.isOfIdentity != true,
                let bytes = try store.op(actor: actor.number, k: dot.k)
            {
                return oracle.canonical(try Op(decoding: bytes).identity(at: dot, bytes: bytes))
            }
        }
        return nil
    }
}
