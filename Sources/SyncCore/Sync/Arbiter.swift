/// The server's own author. It writes ops like a device does, under its own incarnation, straight into the feed.
extension SyncService {
    /// Writes one transaction. Nothing else can come in between: the caller holds the store's transaction.
    @discardableResult public func arbitrate(_ drafts: [Draft]) throws -> [RecordID] {
        guard let first = drafts.first, var area = try store.area(first.area) else { return [] }
        try replica.ensureArbiterLife()
        var actor = try replica.own()
        let reader = Actor(number: -1, incarnation: Incarnation(ID128(high: 0, low: 0)))
        var ids: [RecordID] = []
        for (index, draft) in drafts.enumerated() {
            let id = draft.record ?? draft.newRecord ?? replica.newRecordID()
            var op = Op(
                record: id, kind: draft.kind, area: area.code, writes: draft.writes.sorted { ($0.field, $0.key) < ($1.field, $1.key) })
            op.creates = draft.record == nil
            try replica.schema.check(op.writes, kind: op.kind, creating: op.creates)
            op.context = Context(seen: area.position)
            op.deviceTime = replica.now()
            op.index = UInt32(index)
            op.size = UInt32(drafts.count)
            op.note = draft.note
            let bytes = op.encode()
            actor.chain.append(bytes)
            try store.appendFeed(
                try replica.fold(bytes, op, by: actor, k: actor.chain.k, into: &area, own: reader, receivedAt: replica.now()))
            ids.append(id)
        }
        try keepOwn(actor)
        try store.save(area)
        return ids
    }

    /// How far the server's own chain goes, once it has written.
    func keepOwn(_ actor: Actor) throws {
        try store.save(actor)
        try store.addChainPoint(actor: actor.number, actor.chain)
        try store.setFact(.written, actor.chain.k.bigEndianBytes)
    }
}
