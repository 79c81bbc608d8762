/// The `AreaPage` message of docs/sync.proto.
extension AreaPage {
    func encode(to writer: inout WireWriter) {
        writer.field(1, area)
        writer.field(2, from)
        writer.field(3, to)
        writer.field(4, head)
        var numbers = IncarnationNumbers()
        var body = WireWriter(reserving: 1_024)
        for entry in entries { body.message(6) { entry.encode(to: &$0, &numbers) } }
        for record in records { body.message(7) { record.encode(to: &$0, &numbers) } }
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
        for mark in marks { writer.message(18) { mark.encode(to: &$0) } }
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
                if let entry = try Entry.read(&nested, incarnations) { entries.append(entry) }
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
            case (18, 2):
                guard marks.count < Limits.marksPerCursor else { throw SyncError.wire("more than \(Limits.marksPerCursor) marks") }
                var nested = try reader.message()
                marks.append(try FeedMark(from: &nested))
            default: try reader.skip(field)
            }
        }
        guard !area.isEmpty, from <= to || isSnapshot, to <= head || isSnapshot || head == 0 else {
            throw SyncError.wire("a page's positions are not in order")
        }
    }
}
