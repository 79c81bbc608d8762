@testable import SyncCore
@testable import WijkDomain

/// How a transaction comes about: the device's own rules are asked first, as the client asks them.
extension Town {
    /// - Returns: whether it was written.
    func write(_ drafts: [Draft], on device: Device) throws -> Bool {
        let person = person(of: device)
        let own = try device.replica.own()
        let area = try device.store.area(drafts[0].area)
        let ops = drafts.map { draft in
            var op = Op(
                record: draft.record ?? draft.newRecord ?? device.replica.newRecordID(), kind: draft.kind, area: draft.area,
                writes: draft.writes)
            op.creates = draft.record == nil
            op.toArea = draft.toArea
            op.note = draft.note
            op.context.seen = area?.position ?? 0
            return op
        }
        let foretold = try device.rules.refusal(
            of: ops, account: person.account, name: person.name, today: Self.today, incarnation: own.incarnation)
        if let foretold, !random.percent(mishaps.disobey) {
            trace("\(device.name) \(person.name) is kept from \(ops.map(telling)): \(foretold.rule.rule)")
            count("kept from writing")
            return false
        }
        count(foretold == nil ? "written" : "written against the rules")
        var cursors: [String: UInt64] = [:]
        for area in try device.store.areas() where area.stage == .live { cursors[area.code] = area.position }
        let refusals = try device.replica.refusals().filter { $0.op.actor == own.number }.count
        let shown = try shown(drafts, on: device)
        let first = try device.replica.written() + 1
        try device.replica.write(drafts)
        var written: [Op] = []
        try device.store.ownOps(after: first - 1, actor: own.number) { row in
            written.append(try Op(decoding: row.op))
            return true
        }
        let dots = written.indices.map { Dot(own.incarnation, first + UInt64($0)) }
        journal.wrote(
            Journal.Transaction(
                device: device.name, person: device.person, dots: dots, ops: written, foretold: foretold.map { ($0.index, $0.rule.rule) },
                cursors: cursors.count == Self.areas.count ? cursors : [:], refusals: refusals), shown: shown)
        trace("\(device.name) \(person.name) writes \(first): \(written.map(telling)) \(foretold.map { "(\($0.rule.rule))" } ?? "")")
        return true
    }

    /// The ops whose values the device shows in the records that are about to be changed.
    private func shown(_ drafts: [Draft], on device: Device) throws -> [Journal.Register: Set<Dot>] {
        var shown: [Journal.Register: Set<Dot>] = [:]
        for draft in drafts {
            guard let id = draft.record, let ref = try device.store.find(id, kind: draft.kind),
                let state = try device.replica.shown(ref)?.state
            else { continue }
            for sibling in state.siblings {
                shown[Journal.Register(record: id, field: sibling.field, key: sibling.key), default: []]
                    .insert(state.origins[sibling.origin].dot)
            }
        }
        return shown
    }

    func telling(_ op: Op) -> String {
        let kind = Wijk.schema.kind(op.kind)
        let fields = op.writes.map { write -> String in
            let value =
                write.value.reference.map { "\("\($0)".suffix(6))" } ?? write.value.text ?? write.value.integer.map { "\($0)" } ?? "—"
            return "\(kind?.field(write.field)?.name ?? "?")=\(value)"
        }
        return
            "\(op.creates ? "new " : "")\(kind?.name ?? "?") \("\(op.record)".suffix(6)) in \(op.area)\(op.toArea.isEmpty ? "" : "→\(op.toArea)") \(fields) \(op.note)"
    }
}
