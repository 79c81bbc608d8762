@testable import SyncCore

/// The kind that histories write: fields of every merge policy, and a coupled pair.
enum SimulationSchema {
    static func kind(words: [String]) -> Kind {
        Kind(
            1, "note", indexes: [["status"]],
            fields: [
                Field(2, "title", .text(maximum: 100, lines: true), required: true),
                Field(3, "status", .choice(words)),
                Field(4, "severity", .choice(["low", "high", "danger"]), policy: .max(["low", "high", "danger"])),
                Field(5, "tags", .set(maximum: 1_000), policy: .union),
                Field(6, "amount", .integer(0...1_000_000), group: "money"),
                Field(7, "payer", .text(maximum: 50, lines: false), group: "money"),
            ])
    }

    /// What devices know: they let "poison" pass, which the server refuses.
    static let lenient = Schema(version: 1, kinds: [kind(words: ["a", "b", "c", "poison"])])
    static let strict = Schema(version: 1, kinds: [kind(words: ["a", "b", "c"])])
}

extension World {
    /// One transaction on one device: some ops on new and known records of one area.
    func write(_ index: Int) throws {
        guard try guardIdentity(index, withFaults: true) else { return }
        let device = devices[index]
        let replica = device.replica
        // What the device believes to be its own; the server judges by what it then is.
        let open = try replica.store.areas().filter { $0.stage != .closed }.map(\.code)
        var area = open.isEmpty ? random.pick(areas) : random.pick(open)
        var isPoisoned = false
        if random.percent(faults.trespass), let foreign = areas.first(where: { !open.contains($0) }) { area = foreign }
        let state = try replica.ensureArea(area)
        var known: [RecordState] = []
        try replica.store.records(area: state.number, after: nil) { _, record in
            known.append(record)
            return true
        }
        let own = try replica.own()
        var shown: [RecordID: [UInt32: Set<Oracle.Identity>]] = [:]
        for record in known {
            for sibling in record.siblings {
                guard let identity = oracle.identity(of: record.origins[sibling.origin], on: record.id) else {
                    throw Broken(description: "a value comes from an op that nobody wrote")
                }
                shown[record.id, default: [:]][sibling.field, default: []].insert(identity)
            }
        }
        var drafts: [Draft] = []
        for _ in 0..<(random.percent(75) ? 1 : 2 + random.below(3)) {
            let target = known.isEmpty || random.percent(25) ? nil : random.pick(known)
            if let target, drafts.contains(where: { $0.record == target.id }) { continue }
            let writes = randomWrites(&isPoisoned)
            var draft = Draft(record: target?.id, kind: 1, area: area, writes: target == nil ? complete(writes) : writes)
            if target != nil, random.percent(faults.move) { try move(&draft, device, isPoisoned) }
            drafts.append(draft)
        }
        if drafts.isEmpty { return }
        let first = try replica.written() + 1
        let ids = try replica.write(drafts)
        try remember(
            drafts, ids, from: Dot(own.incarnation, first), on: replica, area: area, shown: shown, isPoisoned: isPoisoned)
    }

    /// To another area or, to settle where the record is, to its own; now and then to one that is not the device's.
    private func move(_ draft: inout Draft, _ device: Device, _ isPoisoned: Bool) throws {
        draft.toArea = random.pick(random.percent(faults.trespass) || device.areas.isEmpty ? areas : device.areas)
        let target = try device.replica.ensureArea(draft.toArea)
        if target.stage == .closed {
            draft.toArea = ""
            return
        }
        if !isPoisoned, device.areas.contains(draft.toArea), random.percent(50) { draft.writes = [] }
        count("move")
    }

    private func remember(
        _ drafts: [Draft], _ ids: [RecordID], from first: Dot, on replica: Replica, area: String,
        shown: [RecordID: [UInt32: Set<Oracle.Identity>]], isPoisoned: Bool
    ) throws {
        var ops: [Oracle.Identity] = []
        for (offset, draft) in drafts.enumerated() {
            let dot = Dot(first.incarnation, first.k + UInt64(offset))
            var op = Op(record: ids[offset], kind: 1, area: area, writes: draft.writes)
            op.creates = draft.record == nil
            op.toArea = draft.toArea
            let identity = try identity(of: dot, on: replica)!
            let actor = try replica.store.findActor(dot.incarnation)!
            let place = try Op(decoding: try replica.store.op(actor: actor.number, k: dot.k)!).place(at: dot)
            oracle.wrote(op, identity: identity, place: place, name: "\(dot.description)", shown: shown[ids[offset]] ?? [:])
            ops.append(identity)
        }
        oracle.committed(ops, isPoisoned: isPoisoned)
        trace(
            "write d\(devices.firstIndex { $0.replica === replica }!) \(first.incarnation.description.prefix(6)):\(first.k) \(drafts.count) in \(area) \(drafts.map { "\($0.record.map { "\($0)".suffix(4) } ?? "new") \($0.writes.map(\.field)) \($0.toArea)" })"
        )
        count("write")
    }

    private func randomWrites(_ isPoisoned: inout Bool) -> [Op.FieldWrite] {
        var writes: [UInt32: Value] = [:]
        for _ in 0..<(1 + random.below(3)) {
            switch random.below(7) {
            case 0: writes[2] = .text("t\(random.below(6))")
            case 1: writes[3] = .text(random.pick(["a", "b", "c"]))
            case 2: writes[4] = .text(random.pick(["low", "high", "danger"]))
            case 3: writes[5] = .text(random.pick(["x", "y", "x\ny"]))
            case 4: writes[6] = .integer(Int64(random.below(1_000)))
            case 5: writes[7] = random.percent(30) ? .null : .text("payer \(random.below(4))")
            default: writes[1] = random.percent(70) ? .integer(1) : .null
            }
        }
        if random.percent(faults.poison) {
            writes[3] = .text("poison")
            isPoisoned = true
        }
        return writes.keys.sorted().map { Op.FieldWrite($0, writes[$0]!) }
    }

    private func complete(_ writes: [Op.FieldWrite]) -> [Op.FieldWrite] {
        if writes.contains(where: { $0.field == 2 }) { return writes }
        return (writes + [Op.FieldWrite(2, .text("new \(random.below(1_000))"))]).sorted { $0.field < $1.field }
    }
}
