/// The `AreaPage`, `Entry` and `Record` messages of docs/sync.proto.
extension AreaPage {
    /// The incarnations of a page, each written once and then named by its number.
    private struct Numbers {
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

    func encode(to writer: inout WireWriter) {
        writer.field(1, area)
        writer.field(2, from)
        writer.field(3, to)
        writer.field(4, head)
        var numbers = Numbers()
        var body = WireWriter(reserving: 1_024)
        for entry in entries { body.message(6) { Self.encode(entry, to: &$0, &numbers) } }
        for record in records { body.message(7) { Self.encode(record, to: &$0, &numbers) } }
        for incarnation in numbers.order { writer.field(5, incarnation.id) }
        writer.raw(body.bytes)
        writer.field(8, resume)
        writer.field(9, own)
        if let digest { writer.field(10, digest.bytes) }
        writer.field(11, chain)
        writer.field(12, signature)
        writer.field(13, isSnapshot)
        writer.field(14, bucketSums.flatMap(\.bytes))
        writer.field(15, buckets)
        writer.field(16, isClosed)
        writer.field(17, name)
    }

    private static func encode(_ entry: Entry, to writer: inout WireWriter, _ numbers: inout Numbers) {
        switch entry {
        case .op(let dot, let bytes):
            let number = numbers.number(of: dot.incarnation)
            writer.message(1) {
                $0.field(1, number)
                $0.field(2, dot.k)
                $0.field(3, bytes)
            }
        case .own(let k, let count):
            writer.message(2) {
                $0.field(1, k)
                $0.field(2, count)
            }
        }
    }

    private static func encode(_ record: RecordState, to writer: inout WireWriter, _ numbers: inout Numbers) {
        let sequence = record.sequence
        writer.field(1, record.id.id)
        writer.field(2, UInt64(record.kind))
        writer.field(3, sequence)
        for origin in record.origins {
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
        for sibling in record.siblings {
            writer.message(5) {
                $0.field(1, UInt64(sibling.field))
                $0.field(2, sibling.key)
                $0.value(sibling.value)
                $0.field(6, UInt64(sibling.origin))
            }
        }
    }

    init(from reader: inout WireReader) throws {
        self.init(area: "")
        var incarnations: [Incarnation] = []
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): area = try reader.text(maximum: Limits.areaBytes, "an area code")
            case (2, 0): from = try reader.counter()
            case (3, 0): to = try reader.counter()
            case (4, 0): head = try reader.counter()
            case (5, 2): incarnations.append(Incarnation(try reader.id128()))
            case (6, 2):
                var nested = try reader.message()
                if let entry = try Self.entry(&nested, incarnations) { entries.append(entry) }
            case (7, 2):
                var nested = try reader.message()
                records.append(try RecordState(from: &nested, incarnations))
            case (8, 2): resume = try reader.bytes(maximum: 64, "a resume token")
            case (9, 0): own = try reader.counter()
            case (10, 2): digest = Digest(bytes: try reader.bytes())
            case (11, 2): chain = try reader.bytes(maximum: 32, "a hash")
            case (12, 2): signature = try reader.bytes(maximum: 64, "a signature")
            case (13, 0): isSnapshot = try reader.bool()
            case (14, 2):
                let bytes = try reader.bytes(maximum: 32 * 256, "bucket sums")
                bucketSums = stride(from: 0, to: bytes.count, by: 32).compactMap { Digest(bytes: bytes[$0..<min($0 + 32, bytes.count)]) }
            case (15, 2): buckets = try reader.bytes(maximum: 256, "a list of buckets")
            case (16, 0): isClosed = try reader.bool()
            case (17, 2): name = try reader.text(maximum: Limits.nameBytes, "an area's name")
            default: try reader.skip(field)
            }
        }
        guard !area.isEmpty, from <= to || isSnapshot, to <= head || isSnapshot || head == 0 else {
            throw SyncError.wire("a page's positions are not in order")
        }
    }

    private static func entry(_ reader: inout WireReader, _ incarnations: [Incarnation]) throws -> Entry? {
        var entry: Entry?
        while let field = try reader.next() {
            guard field.wireType == 2, field.number == 1 || field.number == 2 else {
                throw SyncError(
                    "wire.newer", "The server sends a kind of feed entry that this client does not know.", hint: "Update the client.")
            }
            var nested = try reader.message()
            entry = field.number == 1 ? try op(&nested, incarnations) : try run(&nested)
        }
        return entry
    }

    private static func op(_ reader: inout WireReader, _ incarnations: [Incarnation]) throws -> Entry {
        var number = 0
        var k: UInt64 = 0
        var bytes: [UInt8] = []
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 0): number = Int(try reader.uint32())
            case (2, 0): k = try reader.counter()
            case (3, 2): bytes = try reader.bytes(maximum: Limits.opBytes, "an op")
            default: try reader.skip(field)
            }
        }
        guard incarnations.indices.contains(number), k > 0 else { throw SyncError.wire("an entry has no dot") }
        return .op(Dot(incarnations[number], k), bytes)
    }

    private static func run(_ reader: inout WireReader) throws -> Entry {
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

extension RecordState {
    init(from reader: inout WireReader, _ incarnations: [Incarnation]) throws {
        var id: ID128?
        var kind: UInt32 = 0
        var sequence: UInt64 = 0
        var origins: [Origin] = []
        var siblings: [Sibling] = []
        siblings.reserveCapacity(24)
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): id = try reader.id128()
            case (2, 0): kind = try reader.uint32()
            case (3, 0): sequence = try reader.counter()
            case (4, 2):
                var nested = try reader.message()
                origins.append(try Origin(from: &nested, incarnations, sequence: sequence))
            case (5, 2):
                var nested = try reader.message()
                siblings.append(try Sibling(from: &nested))
            default: try reader.skip(field)
            }
        }
        guard let id, kind > 0, kind <= Limits.kind, !siblings.isEmpty else { throw SyncError.wire("a record has no id, kind or value") }
        guard siblings.allSatisfy({ origins.indices.contains($0.origin) }) else { throw SyncError.wire("a value names no origin") }
        for (left, right) in zip(siblings, siblings.dropFirst()) where (left.field, left.key) > (right.field, right.key) {
            throw SyncError.wire("a record's values are not in order")
        }
        self.init(id: RecordID(id), kind: kind)
        self.origins = origins
        self.siblings = siblings
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
