/// What a person wants written, before it is an op.
public struct Draft: Sendable {
    /// `nil` makes a new record.
    public var record: RecordID?
    /// The id of a new record that others of its transaction refer to (`Replica.newRecordID`); one is made when `nil`.
    public var newRecord: RecordID?
    public var kind: UInt32
    public var area: String
    public var writes: [Op.FieldWrite]
    public var author: String
    /// Why; at most 2,000 bytes.
    public var note: String
    /// Moves the record there; with its own area, settles that it stays.
    public var toArea: String

    public init(
        record: RecordID? = nil, kind: UInt32, area: String, writes: [Op.FieldWrite], author: String = "", note: String = "",
        toArea: String = ""
    ) {
        self.toArea = toArea
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
                let id = draft.record ?? draft.newRecord ?? newRecordID()
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
        if !draft.toArea.isEmpty { try checkMove(of: draft, exists: exists) }
        op.toArea = draft.toArea
        op.context = context(of: held, in: area, own: own)
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

    private func checkMove(of draft: Draft, exists: Bool) throws {
        guard exists else { throw SyncError("write.move", "A new record is written in its own area, not moved.") }
        guard let target = try store.area(draft.toArea), target.stage != .closed else {
            throw SyncError(
                "write.move-area", "This replica does not hold the area \(draft.toArea), so a record cannot be moved there.",
                hint: "Both areas have to be yours. See: wijkclient areas.")
        }
    }

    /// Stores an own op and shows it.
    ///
    /// - Parameter written: its context in place of what the op says, where the record has moved since it was written.
    /// - Returns: its length in bytes.
    func keep(_ op: Op, _ dot: Dot, over held: Held?, area: AreaState, own: Actor, written: [UInt8]? = nil) throws -> Int {
        let bytes = op.encode()
        let stored: RecordRef
        var context = written
        if let held {
            let beneath = held.left ?? held.folded
            if held.left != nil ? !held.hasOverlay : !held.hasOutstanding && !beneath.isEmpty {
                try store.setOverlay(held.ref, StoredRecord(area: held.home, state: beneath))
            }
            // Positions of another feed mean nothing to this op: what it saw of them is in its vector.
            if context == nil, held.home != 0, held.home != area.number { context = Context(vector: op.context.vector).encode() }
            stored = held.ref
            // A record that is gone from here shows nothing.
            if !held.shown.isEmpty || held.folded.moves == 0 {
                var shown = held.shown
                shown.fold(op, context: try context.map { try Context(decoding: $0) }, dot: dot, position: 0)
                let place = op.toArea.isEmpty ? nil : try store.area(op.toArea)
                try store.update(held.ref, shown, area: place?.number ?? (held.area > 0 ? held.area : area.number))
            }
        } else {
            var shown = RecordState(id: op.record, kind: op.kind)
            shown.fold(op, dot: dot, position: 0)
            stored = try store.insert(shown, area: area.number)
        }
        try store.appendOwn(
            OwnOp(actor: own.number, k: dot.k, area: area.number, record: stored, more: op.more, op: bytes, context: context))
        return bytes.count
    }

    /// What the writer was shown: everything up to the cursor, and, one by one, the siblings from beyond it: what a snapshot
    /// brought, own ops of an earlier life that the feed has not brought back yet, and all of a record that an own op moved here
    /// from another feed: also what own ops replaced there, which comes back when they are refused.
    private func context(of held: Held?, in area: AreaState, own: Actor) -> Context {
        var context = Context(seen: area.position)
        guard let held else { return context }
        let isElsewhere = held.home != 0 && held.home != area.number
        let beneath = isElsewhere ? (held.left ?? held.folded).origins : []
        for origin in held.shown.origins + beneath where origin.dot.incarnation != own.incarnation {
            if isElsewhere || origin.position == 0 || origin.position > area.position { context.vector.insert(origin.dot) }
        }
        return context
    }
}
