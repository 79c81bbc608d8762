/// What a "left" entry says: that a record is gone from the area, and nothing of what it was or where it went.
struct Departure: Equatable {
    let id: RecordID
    let kind: UInt32
    /// `RecordState.moves` from here on.
    let moves: UInt64

    init(id: RecordID, kind: UInt32, moves: UInt64) {
        self.id = id
        self.kind = kind
        self.moves = moves
    }

    func encode() -> [UInt8] {
        var writer = WireWriter(reserving: 32)
        writer.field(1, id.id)
        writer.field(2, UInt64(kind))
        writer.field(3, moves)
        return writer.bytes
    }

    init(decoding bytes: [UInt8]) throws {
        var reader = WireReader(bytes)
        var id: ID128?
        var kind: UInt32 = 0
        var moves: UInt64 = 0
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): id = try reader.id128()
            case (2, 0): kind = try reader.uint32()
            case (3, 0): moves = try reader.counter()
            default: try reader.skip(field)
            }
        }
        guard let id, kind > 0, kind <= Limits.kind, moves > 0 else { throw SyncError.wire("a record that left is not named in full") }
        self.init(id: RecordID(id), kind: kind, moves: moves)
    }
}

/// A record by itself, with its incarnations: what an "entered" entry carries, verbatim on every replica.
enum WholeRecord {
    static func encode(_ record: RecordState) -> [UInt8] {
        var numbers = IncarnationNumbers()
        var body = WireWriter(reserving: 256)
        body.message(2) { record.encode(to: &$0, &numbers) }
        var writer = WireWriter(reserving: body.bytes.count + 32)
        for incarnation in numbers.order { writer.field(1, incarnation.id) }
        writer.raw(body.bytes)
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws -> RecordState {
        var reader = WireReader(bytes)
        var incarnations: [Incarnation] = []
        var record: RecordState?
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): incarnations.append(Incarnation(try reader.id128()))
            case (2, 2):
                var nested = try reader.message()
                record = try RecordState(from: &nested, incarnations)
            default: try reader.skip(field)
            }
        }
        guard let record, record.moves > 0 else { throw SyncError.wire("a record that entered is not there") }
        return record
    }
}
