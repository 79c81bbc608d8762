/// The `Op` message of docs/sync.proto.
extension Op {
    public func encode() -> [UInt8] {
        var writer = WireWriter(reserving: 256)
        writer.field(1, record.id)
        writer.field(2, UInt64(kind))
        writer.field(3, area)
        if context != Context() { writer.message(4) { context.encode(to: &$0) } }
        for write in writes {
            writer.message(5) { nested in
                nested.field(1, UInt64(write.field))
                nested.field(2, write.key)
                nested.value(write.value)
            }
        }
        writer.signed(6, deviceTime)
        writer.field(7, UInt64(index))
        writer.field(8, size == 1 ? 0 : UInt64(size))
        writer.field(9, author)
        writer.field(10, identity)
        writer.field(11, toArea)
        writer.field(12, creates)
        writer.field(13, note)
        if let first { writer.message(14) { first.encode(to: &$0) } }
        for field in missed { writer.field(15, UInt64(field)) }
        return writer.bytes
    }

    /// - Throws: `wire.malformed` for anything that breaks the form; whether values are allowed is the schema's to say.
    public init(decoding bytes: [UInt8]) throws {
        var reader = WireReader(bytes)
        var record: ID128?
        self.init(record: RecordID(ID128(high: 0, low: 0)), kind: 0, area: "", writes: [])
        writes.reserveCapacity(16)
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): record = try reader.id128()
            case (2, 0): kind = try reader.uint32()
            case (3, 2): area = try reader.text(maximum: Limits.areaBytes, "an area code")
            case (4, 2):
                var nested = try reader.message()
                context = try Context(from: &nested)
            case (5, 2):
                var nested = try reader.message()
                writes.append(try FieldWrite(from: &nested))
            case (6, 0): deviceTime = try reader.zigzag()
            case (7, 0): index = try reader.uint32()
            case (8, 0): size = max(1, try reader.uint32())
            case (9, 2): author = try reader.text(maximum: Limits.nameBytes, "an author")
            case (10, 2): identity = try reader.bytes(maximum: 32, "an identity")
            case (11, 2): toArea = try reader.text(maximum: Limits.areaBytes, "an area code")
            case (12, 0): creates = try reader.bool()
            case (13, 2): note = try reader.text(maximum: Limits.noteBytes, "a note")
            case (14, 2):
                var nested = try reader.message()
                first = try Dot(from: &nested)
            case (15, 0): missed.append(try reader.uint32())
            default: try reader.skip(field)
            }
        }
        guard let record else { throw SyncError.wire("an op names no record") }
        self.record = RecordID(record)
        if let flaw { throw SyncError.wire(flaw) }
    }

    /// What is wrong with its form, apart from the sizes of texts; `nil` when nothing is.
    var flaw: String? {
        if kind == 0 || kind > Limits.kind || area.isEmpty { return "an op names no kind or no area" }
        if writes.isEmpty && toArea.isEmpty || writes.count > Limits.fieldsPerOp { return "an op sets no field, or too many" }
        if missed.count > Limits.fieldsPerOp { return "an op names too many fields" }
        if writes.last?.field == Field.place.number { return "an op names the place of its record as a field" }
        if zip(writes, writes.dropFirst()).contains(where: { ($0.field, $0.key) >= ($1.field, $1.key) }) {
            return "an op sets a field twice, or not in order"
        }
        if identity.isEmpty != (first == nil) || !identity.isEmpty && identity.count != 32 {
            return "an op that was given another dot names its first dot and its identity"
        }
        return size > Limits.opsPerTransaction || index >= size ? "an op stands outside its transaction" : nil
    }
}

extension Op.FieldWrite {
    init(from reader: inout WireReader) throws { self = try Self.read(&reader).write }

    /// A `FieldValue`; the origin is of use in a record only.
    static func read(_ reader: inout WireReader) throws -> (write: Op.FieldWrite, origin: Int) {
        var field: UInt32 = 0
        var key = ""
        var origin = 0
        var value = Value.null
        while let part = try reader.next() {
            switch (part.number, part.wireType) {
            case (1, 0): field = try reader.uint32()
            case (2, 2): key = try reader.key()
            case (3, 0): value = .integer(try reader.zigzag())
            case (4, 2): value = .text(try reader.text(maximum: Limits.textBytes, "a text"))
            case (5, 2): value = .bytes(try reader.bytes(maximum: Limits.textBytes, "a value"))
            case (6, 0): origin = Int(try reader.uint32())
            default: try reader.skip(part)
            }
        }
        guard field > 0 else { throw SyncError.wire("a value names no field") }
        return (Op.FieldWrite(field, key: key, value), origin)
    }
}

extension WireWriter {
    /// The members 3 to 5 of `FieldValue`; nothing for the empty value.
    mutating func value(_ value: Value) {
        switch value {
        case .null: break
        case .integer(let number):
            tag(3, 0)
            zigzag(number)
        case .text(let text): field(4, text, always: true)
        case .bytes(let data): field(5, data, always: true)
        }
    }
}

extension Context {
    /// The message by itself.
    func encode() -> [UInt8] {
        var writer = WireWriter()
        encode(to: &writer)
        return writer.bytes
    }

    init(decoding bytes: [UInt8]) throws {
        var reader = WireReader(bytes)
        try self.init(from: &reader)
    }

    func encode(to writer: inout WireWriter) {
        writer.field(1, seen)
        for dot in vector.entries { writer.message(2) { dot.encode(to: &$0) } }
        for dot in vector.extraDots { writer.message(3) { dot.encode(to: &$0) } }
    }

    init(from reader: inout WireReader) throws {
        self.init()
        var count = 0
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 0): seen = try reader.counter()
            case (2, 2):
                // Raising a bound over many single dots costs time that a sender must not be able to ask for.
                guard vector.extraDots.isEmpty else { throw SyncError.wire("a context's vector comes after its single dots") }
                var nested = try reader.message()
                vector.include(through: try Dot(from: &nested))
                count += 1
            case (3, 2):
                var nested = try reader.message()
                vector.insert(try Dot(from: &nested))
                count += 1
            default: try reader.skip(field)
            }
            guard count <= Limits.vectorEntries else { throw SyncError.wire("a context has too many entries") }
        }
    }
}

extension Dot {
    func encode(to writer: inout WireWriter) {
        writer.field(1, incarnation.id)
        writer.field(2, k)
    }

    init(from reader: inout WireReader) throws {
        var incarnation: ID128?
        var k: UInt64 = 0
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): incarnation = try reader.id128()
            case (2, 0): k = try reader.counter()
            default: try reader.skip(field)
            }
        }
        guard let incarnation, k > 0 else { throw SyncError.wire("a dot is incomplete") }
        self.init(Incarnation(incarnation), k)
    }
}
