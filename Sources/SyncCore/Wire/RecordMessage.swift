/// The incarnations of a page or record, each written once and then named by its number.
struct IncarnationNumbers {
    var order: [Incarnation] = []
    private var numbers: [Incarnation: UInt64] = [:]

    mutating func number(of incarnation: Incarnation) -> UInt64 {
        if let known = numbers[incarnation] { return known }
        let number = UInt64(order.count)
        numbers[incarnation] = number
        order.append(incarnation)
        return number
    }
}

/// The `Record` message of docs/sync.proto.
extension RecordState {
    func encode(to writer: inout WireWriter, _ numbers: inout IncarnationNumbers) {
        let sequence = sequence
        writer.field(1, id.id)
        writer.field(2, UInt64(kind))
        writer.field(3, sequence)
        writer.field(6, moves)
        for origin in origins {
            let number = numbers.number(of: origin.dot.incarnation)
            writer.message(4) {
                $0.field(1, number)
                $0.field(2, origin.dot.k)
                $0.field(3, sequence - origin.position)
                if origin.context != Context() { $0.message(4) { origin.context.encode(to: &$0) } }
                $0.signed(5, origin.deviceTime)
                if let first = origin.first { $0.message(6) { first.encode(to: &$0) } }
            }
        }
        for sibling in siblings {
            writer.message(5) {
                $0.field(1, UInt64(sibling.field))
                $0.field(2, sibling.key)
                $0.value(sibling.value)
                $0.field(6, UInt64(sibling.origin))
            }
        }
        for each in missed {
            writer.message(7) {
                $0.field(1, UInt64(each.origin))
                $0.field(2, UInt64(each.field))
            }
        }
    }

    init(from reader: inout WireReader, _ incarnations: [Incarnation]) throws {
        var id: ID128?
        var kind: UInt32 = 0
        var sequence: UInt64 = 0
        var moves: UInt64 = 0
        var origins: [Origin] = []
        var siblings: [Sibling] = []
        var missed: [Missed] = []
        siblings.reserveCapacity(24)
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): id = try reader.id128()
            case (2, 0): kind = try reader.uint32()
            case (3, 0): sequence = try reader.counter()
            case (6, 0): moves = try reader.counter()
            case (4, 2):
                var nested = try reader.message()
                origins.append(try Origin(from: &nested, incarnations, sequence: sequence))
            case (5, 2):
                var nested = try reader.message()
                siblings.append(try Sibling(from: &nested))
            case (7, 2):
                var nested = try reader.message()
                missed.append(try Missed(from: &nested))
            default: try reader.skip(field)
            }
        }
        guard let id, kind > 0, kind <= Limits.kind, !siblings.isEmpty else { throw SyncError.wire("a record has no id, kind or value") }
        guard siblings.allSatisfy({ origins.indices.contains($0.origin) }), missed.allSatisfy({ origins.indices.contains($0.origin) })
        else { throw SyncError.wire("a value names no origin") }
        for (left, right) in zip(siblings, siblings.dropFirst()) where (left.field, left.key) > (right.field, right.key) {
            throw SyncError.wire("a record's values are not in order")
        }
        self.init(id: RecordID(id), kind: kind)
        self.moves = moves
        self.origins = origins
        self.siblings = siblings
        self.missed = missed
    }
}

extension RecordState.Missed {
    init(from reader: inout WireReader) throws {
        var (origin, number): (Int, UInt32) = (0, 0)
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 0): origin = Int(try reader.uint32())
            case (2, 0): number = try reader.uint32()
            default: try reader.skip(field)
            }
        }
        self.init(origin: origin, field: number)
    }
}

extension RecordState.Origin {
    init(from reader: inout WireReader, _ incarnations: [Incarnation], sequence: UInt64) throws {
        var number = 0
        var k: UInt64 = 0
        var behind: UInt64 = 0
        var context = Context()
        var time: Int64 = 0
        var first: Dot?
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 0): number = Int(try reader.uint32())
            case (2, 0): k = try reader.counter()
            case (3, 0): behind = try reader.counter()
            case (4, 2):
                var nested = try reader.message()
                context = try Context(from: &nested)
            case (5, 0): time = try reader.zigzag()
            case (6, 2):
                var nested = try reader.message()
                first = try Dot(from: &nested)
            default: try reader.skip(field)
            }
        }
        guard incarnations.indices.contains(number), k > 0, behind < sequence else {
            throw SyncError.wire("an origin has no dot or position")
        }
        self.init(dot: Dot(incarnations[number], k), position: sequence - behind, context: context, deviceTime: time, first: first)
    }
}

extension RecordState.Sibling {
    init(from reader: inout WireReader) throws {
        let (write, origin) = try Op.FieldWrite.read(&reader)
        self.init(field: write.field, key: write.key, origin: origin, value: write.value)
    }
}
