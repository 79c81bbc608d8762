/// How a record lies in its row: the column of each field holds the value shown; the `meta` blob says where values came
/// from, and holds what a column cannot: concurrent values, keyed values, and fields that this version does not know.
///
/// A value that stands alone in its register is stored once, in its column.
struct RecordCoding {
    let kind: Kind?

    /// Fields with a number below 64 that have a column: bit n is field n.
    let columns: UInt64

    init(_ kind: Kind?) {
        self.kind = kind
        columns = (kind?.fields ?? []).filter { $0.number < 64 }.reduce(0) { $0 | 1 << UInt64($1.number) }
    }

    /// - Parameter shown: what the columns will hold, in the order of `Kind.fields`.
    func encode(_ record: RecordState, shown: [Value], actorNumber: (Incarnation) throws -> Int) rethrows -> [UInt8] {
        var masks = [UInt64](repeating: 0, count: record.origins.count)
        var extras: [Range<Int>] = []
        var start = 0
        let siblings = record.siblings
        while start < siblings.count {
            var end = start + 1
            let first = siblings[start]
            while end < siblings.count, siblings[end].field == first.field, siblings[end].key == first.key { end += 1 }
            if end - start == 1, first.key.isEmpty, first.field < 64, columns >> UInt64(first.field) & 1 == 1,
                first.field != Field.deleted.number || shown[0] == first.value
            {
                masks[first.origin] |= 1 << UInt64(first.field)
            } else {
                extras.append(start..<end)
            }
            start = end
        }
        var writer = WireWriter(reserving: 32)
        writer.varint(UInt64(record.origins.count) << 1 | (record.moves > 0 ? 1 : 0))
        if record.moves > 0 { writer.varint(record.moves) }
        for (origin, mask) in zip(record.origins, masks) {
            writer.varint(UInt64(try actorNumber(origin.dot.incarnation)))
            writer.varint(origin.dot.k)
            writer.varint(origin.position)
            writer.varint(origin.context.seen << 2 | (origin.first == nil ? 0 : 2) | (origin.context.vector.isEmpty ? 0 : 1))
            if !origin.context.vector.isEmpty {
                var nested = WireWriter()
                Context(seen: 0, vector: origin.context.vector).encode(to: &nested)
                writer.varint(UInt64(nested.bytes.count))
                writer.raw(nested.bytes)
            }
            if let first = origin.first {
                writer.append(first.incarnation.id)
                writer.varint(first.k)
            }
            writer.zigzag(origin.deviceTime)
            writer.varint(mask)
        }
        if !extras.isEmpty || !record.missed.isEmpty {
            writer.varint(UInt64(extras.count))
            for range in extras { encode(siblings[range], to: &writer) }
        }
        if !record.missed.isEmpty {
            writer.varint(UInt64(record.missed.count))
            for each in record.missed {
                writer.varint(UInt64(each.origin))
                writer.varint(UInt64(each.field))
            }
        }
        return writer.bytes
    }

    private func encode(_ register: ArraySlice<RecordState.Sibling>, to writer: inout WireWriter) {
        let first = register[register.startIndex]
        writer.varint(UInt64(first.field))
        writer.varint(UInt64(first.key.utf8.count))
        writer.raw(first.key.utf8)
        writer.varint(UInt64(register.count))
        for sibling in register {
            writer.varint(UInt64(sibling.origin))
            switch sibling.value {
            case .null: writer.varint(0)
            case .integer(let number):
                writer.varint(1)
                writer.zigzag(number)
            case .text(let text):
                writer.varint(2)
                writer.varint(UInt64(text.utf8.count))
                writer.raw(text.utf8)
            case .bytes(let data):
                writer.varint(3)
                writer.varint(UInt64(data.count))
                writer.raw(data)
            }
        }
    }

    /// The origins alone, without their values.
    func decodeOrigins(_ meta: [UInt8], incarnation: (Int) throws -> Incarnation) throws -> [RecordState.Origin] {
        var reader = WireReader(meta)
        var owner: [Int] = []
        return try decodeOrigins(&reader, incarnation: incarnation, &owner).origins
    }

    /// - Parameter owner: by field number, which origin's value stands in the field's column; not filled in when empty.
    private func decodeOrigins(
        _ reader: inout WireReader, incarnation: (Int) throws -> Incarnation, _ owner: inout [Int]
    ) throws -> (origins: [RecordState.Origin], moves: UInt64) {
        var origins: [RecordState.Origin] = []
        let count = Int(try reader.uint32())
        let moves = count & 1 == 1 ? try reader.varint() : 0
        for index in 0..<count >> 1 {
            let dot = Dot(try incarnation(Int(try reader.uint32())), try reader.varint())
            let position = try reader.varint()
            let seen = try reader.varint()
            var context = Context(seen: seen >> 2)
            if seen & 1 == 1 {
                var nested = WireReader(Array(try reader.take(Int(try reader.uint32()))))
                context.vector = try Context(from: &nested).vector
            }
            var first: Dot?
            if seen & 2 == 2, let id = ID128(bytes: try reader.take(16)) { first = Dot(Incarnation(id), try reader.varint()) }
            let time = try reader.zigzag()
            var mask = try reader.varint()
            origins.append(.init(dot: dot, position: position, context: context, deviceTime: time, first: first))
            while mask != 0, !owner.isEmpty {
                owner[mask.trailingZeroBitCount] = index
                mask &= mask - 1
            }
        }
        return (origins, moves)
    }

    /// - Parameter column: the value in the column of the field at this place in `Kind.fields`.
    func decode(
        id: RecordID, kind number: UInt32, meta: [UInt8], incarnation: (Int) throws -> Incarnation, column: (Int) -> Value
    ) throws -> RecordState {
        var record = RecordState(id: id, kind: number)
        var reader = WireReader(meta)
        var owner = [Int](repeating: -1, count: 64)
        (record.origins, record.moves) = try decodeOrigins(&reader, incarnation: incarnation, &owner)
        record.siblings.reserveCapacity(24)
        for field in 1..<64 where owner[field] >= 0 {
            guard let position = kind?.position(of: UInt32(field)) else { continue }
            record.siblings.append(.init(field: UInt32(field), key: "", origin: owner[field], value: column(position)))
        }
        if !reader.isAtEnd {
            for _ in 0..<(try reader.uint32()) { try decodeRegister(&reader, into: &record) }
            record.siblings.sort { ($0.field, $0.key) < ($1.field, $1.key) }
        }
        if !reader.isAtEnd {
            for _ in 0..<(try reader.uint32()) {
                let (origin, field) = (Int(try reader.uint32()), try reader.uint32())
                guard record.origins.indices.contains(origin) else { throw SyncError.truncated }
                record.missed.append(RecordState.Missed(origin: origin, field: field))
            }
        }
        return record
    }

    private func decodeRegister(_ reader: inout WireReader, into record: inout RecordState) throws {
        let field = try reader.uint32()
        let key = String(decoding: try reader.take(Int(try reader.uint32())), as: UTF8.self)
        for _ in 0..<(try reader.uint32()) {
            let origin = Int(try reader.uint32())
            guard record.origins.indices.contains(origin) else { throw SyncError.truncated }
            let value: Value =
                switch try reader.varint() {
                case 0: .null
                case 1: .integer(try reader.zigzag())
                case 2: .text(String(decoding: try reader.take(Int(try reader.uint32())), as: UTF8.self))
                default: .bytes(Array(try reader.take(Int(try reader.uint32()))))
                }
            record.siblings.append(.init(field: field, key: key, origin: origin, value: value))
        }
    }
}
