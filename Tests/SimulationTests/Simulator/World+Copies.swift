@testable import SyncCore

/// What people do to files: copy them to another tablet, put them back from yesterday.
extension World {
    static let mostDevices = 7

    /// Another device with the very same replica: the same token, the same incarnation.
    func copy(_ index: Int) throws -> Bool {
        guard devices.count < Self.mostDevices, let store = devices[index].replica.store as? MemoryStore else { return false }
        let twin = MemoryStore(schema: store.schema)
        twin.state = store.state
        var generator = SeededRandom(seed: seed ^ UInt64(devices.count + 100) << 24)
        let skew = devices[index].skew
        let replica = try Replica(twin, now: { [unowned self] in time + skew }, random: { generator.next() })
        devices.append(Device(name: devices[index].name, areas: devices[index].areas, replica: replica, skew: skew))
        trace("copy d\(index) to d\(devices.count - 1)")
        count("copy")
        return true
    }

    /// Keeps a device's state, or puts back one that was kept. What was written since and never sent is gone with it.
    func putBack(_ index: Int) -> Bool {
        guard let store = devices[index].replica.store as? MemoryStore else { return false }
        let mine = kept.filter { $0.device == index }
        if mine.isEmpty || random.percent(60) {
            kept.append((index, store.state))
            return true
        }
        store.state = random.pick(mine).state
        devices[index].next = nil
        trace("put back d\(index)")
        count("put back")
        return true
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
