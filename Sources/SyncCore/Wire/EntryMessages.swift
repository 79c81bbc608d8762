/// The `Entry` messages of docs/sync.proto.
extension AreaPage.Entry {
    func encode(to writer: inout WireWriter, _ numbers: inout IncarnationNumbers) {
        switch self {
        case .op(let dot, let bytes): Self.encode(1, dot, bytes, to: &writer, &numbers) { _ in }
        case .late(let dot, let bytes, let context):
            Self.encode(1, dot, bytes, to: &writer, &numbers) { $0.field(4, context, always: true) }
        case .own(let k, let count):
            writer.message(2) {
                $0.field(1, k)
                $0.field(2, count)
            }
        case .left(let departure): writer.field(3, departure, always: true)
        case .entered(let dot, let bytes, let record, let own):
            Self.encode(4, dot, bytes, to: &writer, &numbers) {
                $0.field(4, record)
                $0.field(5, own)
            }
        }
    }

    private static func encode(
        _ member: UInt32, _ dot: Dot?, _ op: [UInt8], to writer: inout WireWriter, _ numbers: inout IncarnationNumbers,
        _ rest: (inout WireWriter) -> Void
    ) {
        let number = dot.map { numbers.number(of: $0.incarnation) } ?? 0
        writer.message(member) {
            $0.field(1, number)
            $0.field(2, dot?.k ?? 0)
            $0.field(3, op)
            rest(&$0)
        }
    }

    /// - Throws: `wire.newer` for a form that is not known here: a reader must not go past what it cannot fold.
    static func read(_ reader: inout WireReader, _ incarnations: [Incarnation]) throws -> Self? {
        var entry: Self?
        while let field = try reader.next() {
            guard field.wireType == 2, (1...4).contains(field.number) else {
                throw SyncError(
                    "wire.newer", "The server sends a kind of feed entry that this client does not know.", hint: "Update the client.")
            }
            if field.number == 3 {
                entry = .left(try reader.bytes(maximum: 64, "a record that left"))
                continue
            }
            var nested = try reader.message()
            entry = field.number == 2 ? try run(&nested) : try op(&nested, incarnations, isEntering: field.number == 4)
        }
        return entry
    }

    /// An `OpEntry` or an `EnteredEntry`: their first three members are the same.
    private static func op(_ reader: inout WireReader, _ incarnations: [Incarnation], isEntering: Bool) throws -> Self {
        var number = 0
        var k: UInt64 = 0
        var bytes: [UInt8] = []
        var extra: [UInt8]?
        var own: UInt64 = 0
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 0): number = Int(try reader.uint32())
            case (2, 0): k = try reader.counter()
            case (3, 2): bytes = try reader.bytes(maximum: Limits.opBytes, "an op")
            case (4, 2): extra = try reader.bytes()
            case (5, 0): own = try reader.counter()
            default: try reader.skip(field)
            }
        }
        guard k == 0 ? isEntering && bytes.isEmpty : incarnations.indices.contains(number) else {
            throw SyncError.wire("an entry has no dot")
        }
        let dot = k == 0 ? nil : Dot(incarnations[number], k)
        if isEntering {
            guard let extra else { throw SyncError.wire("a record that entered is not there") }
            return .entered(dot, bytes, record: extra, own: own)
        }
        guard let dot else { throw SyncError.wire("an entry has no dot") }
        return extra.map { .late(dot, bytes, context: $0) } ?? .op(dot, bytes)
    }

    private static func run(_ reader: inout WireReader) throws -> Self {
        var k: UInt64 = 0
        var count: UInt64 = 0
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 0): k = try reader.counter()
            case (2, 0): count = try reader.counter()
            default: try reader.skip(field)
            }
        }
        guard k > 0, count > 0 else { throw SyncError.wire("a run of own ops is empty") }
        return .own(k: k, count: count)
    }
}
