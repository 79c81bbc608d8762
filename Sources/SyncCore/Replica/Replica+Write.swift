/// What a person wants written, before it is an op.
public struct Draft: Sendable {
    /// `nil` makes a new record.
    public var record: RecordID?
    public var kind: UInt32
    public var area: String
    public var writes: [Op.FieldWrite]
    public var author: String
    /// Why; at most 2,000 bytes.
    public var note: String

    public init(record: RecordID? = nil, kind: UInt32, area: String, writes: [Op.FieldWrite], author: String = "", note: String = "") {
        self.record = record
        self.kind = kind
        self.area = area
        self.writes = writes
        self.author = author
        self.note = note
    }
}

extension Replica {
    /// Writes one transaction: all drafts or, when one is not allowed, none.
    ///
    /// - Returns: the ids of the records, in the order of the drafts.
    /// - Throws: `Violation` for a value that the schema refuses; `SyncError` for more than 1,000 ops or 4 MiB, several areas in
    ///   one transaction, an unknown kind or record, and what the server could not read.
    @discardableResult public func write(_ drafts: [Draft]) throws -> [RecordID] {
        guard !drafts.isEmpty else { return [] }
        guard drafts.count <= Limits.opsPerTransaction else {
            throw SyncError(
                "write.too-many", "A transaction has at most \(Limits.opsPerTransaction) ops, not \(drafts.count).", hint: "Split it.")
        }
        guard drafts.allSatisfy({ $0.area == drafts[0].area }) else {
            throw SyncError("write.areas", "A transaction stays within one area.", hint: "Write each area's part by itself.")
        }
        return try store.transaction {
            let own = try own()
            let area = try ensureArea(drafts[0].area)
            var k = try written()
            var records: [RecordID] = []
            var bytes = 0
            for (index, draft) in drafts.enumerated() {
                k += 1
                let id = draft.record ?? newRecordID()
                bytes += try write(draft, id, Dot(own.incarnation, k), index: index, of: drafts.count, area: area, own: own)
                records.append(id)
            }
            guard bytes <= Limits.transactionBytes else {
                throw SyncError(
                    "write.too-large", "A transaction has at most \(Limits.transactionBytes) bytes, not \(bytes).", hint: "Split it.")
            }
            try store.setFact(.written, k.bigEndianBytes)
            return records
        }
    }

    private func write(
        _ draft: Draft, _ id: RecordID, _ dot: Dot, index: Int, of count: Int, area: AreaState, own: Actor
    ) throws -> Int {
        guard draft.note.utf8.count <= Limits.noteBytes else {
            throw SyncError("write.note", "A reason has at most \(Limits.noteBytes) bytes.", hint: "Shorten it.")
        }
        guard schema.kind(draft.kind) != nil else { throw SyncError("write.kind", "Kind \(draft.kind) is not known here.") }
        let ref = draft.record == nil ? nil : try store.find(id, kind: draft.kind)
        let held = try ref.flatMap { try hold($0, own: own) }
        let exists = held.map { !$0.shown.isEmpty } ?? false
        guard exists || draft.record == nil else {
            throw SyncError("record.unknown", "There is no such record on this replica: \(id).", hint: "List the records, or sync first.")
        }
        if let held, held.area != area.number {
            throw SyncError("record.elsewhere", "The record \(id) is in another area than \(area.code).")
        }
        var op = Op(record: id, kind: draft.kind, area: area.code, writes: draft.writes.sorted { ($0.field, $0.key) < ($1.field, $1.key) })
        try schema.check(op.writes, kind: draft.kind, creating: !exists)
        op.context = context(of: held?.shown, in: area, own: own)
        op.deviceTime = now()
        op.index = UInt32(index)
        op.size = UInt32(count)
        op.author = draft.author
        op.note = draft.note
        op.creates = !exists
        // The server would refuse the request, and every one after it.
        if let flaw = op.flaw { throw SyncError("write.form", "This cannot be written: \(flaw).") }
        guard area.code.utf8.count <= Limits.areaBytes, draft.author.utf8.count <= Limits.nameBytes else {
            throw SyncError("write.form", "This cannot be written: the name of an area or author is too long.")
        }
        return try keep(op, dot, over: held, area: area, own: own)
    }

    /// Stores an own op and shows it.
    ///
    /// - Returns: its length in bytes.
    func keep(_ op: Op, _ dot: Dot, over held: Held?, area: AreaState, own: Actor) throws -> Int {
        let bytes = op.encode()
        let stored: RecordRef
        if let held {
            let beneath = held.left ?? held.folded
            if held.left != nil ? !held.hasOverlay : !held.hasOutstanding && !beneath.isEmpty { try store.setOverlay(held.ref, beneath) }
            var shown = held.shown
            shown.fold(op, dot: dot, position: 0)
            try store.update(held.ref, shown, area: area.number)
            stored = held.ref
        } else {
            var shown = RecordState(id: op.record, kind: op.kind)
            shown.fold(op, dot: dot, position: 0)
            stored = try store.insert(shown, area: area.number)
        }
        try store.appendOwn(OwnOp(actor: own.number, k: dot.k, area: area.number, record: stored, more: op.more, op: bytes))
        return bytes.count
    }

    /// What the writer was shown: everything up to the cursor, and, one by one, the siblings from beyond it: what a snapshot
    /// brought, and own ops of an earlier life that the feed has not brought back yet.
    private func context(of shown: RecordState?, in area: AreaState, own: Actor) -> Context {
        var context = Context(seen: area.position)
        for origin in shown?.origins ?? [] where origin.dot.incarnation != own.incarnation {
            if origin.position == 0 || origin.position > area.position { context.vector.insert(origin.dot) }
        }
        return context
    }
}
