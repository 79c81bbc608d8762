/// One own op that a forked device asks after.
public struct InquiredOp: Sendable, Equatable {
    public let k: UInt64
    /// `Op.identity`, and the dot under which it was first written.
    public let identity: [UInt8]
    public let first: Dot
    /// `Op.place`: what names the op when only its living values came back.
    public var place: [UInt8] = []

    public init(k: UInt64, identity: [UInt8], first: Dot) {
        self.k = k
        self.identity = identity
        self.first = first
    }

    func encode(to writer: inout WireWriter) {
        writer.field(1, k)
        writer.field(2, identity)
        writer.message(3) { first.encode(to: &$0) }
        writer.field(4, place)
    }

    init(from reader: inout WireReader) throws {
        var k: UInt64 = 0
        var identity: [UInt8] = []
        var first: Dot?
        var place: [UInt8] = []
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 0): k = try reader.counter()
            case (2, 2): identity = try reader.bytes(maximum: 32, "an identity")
            case (3, 2):
                var nested = try reader.message()
                first = try Dot(from: &nested)
            case (4, 2): place = try reader.bytes(maximum: 32, "a place")
            default: try reader.skip(field)
            }
        }
        guard identity.count == 32, let first else { throw SyncError.wire("an op that is asked after is not named in full") }
        self.init(k: k, identity: identity, first: first)
        self.place = place
    }
}

/// What the server knows of a forked device's ops.
public struct Fork: Sendable, Equatable {
    /// Up to this k the device's life and the server's are the same.
    public var common: UInt64 = 0
    /// How far the server has this incarnation's ops; beyond `common`, they are not the device's.
    public var head: UInt64 = 0
    /// Of the ops beyond that were asked after, by their place in the question from 0: those that the server has under another dot.
    public var known: [Int: KnownOp] = [:]
    /// The chain at `head`.
    public var headHash: [UInt8] = []

    public init() {}

    func encode(to writer: inout WireWriter) {
        writer.field(1, common)
        writer.field(3, head)
        writer.field(4, headHash)
        for index in known.keys.sorted() {
            writer.message(2) { nested in
                nested.field(1, UInt64(index))
                let op = known[index]!
                nested.message(2) { op.dot.encode(to: &$0) }
                nested.field(3, op.area)
                nested.field(4, op.position)
                nested.field(5, op.isPart)
            }
        }
    }

    init(from reader: inout WireReader) throws {
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 0): common = try reader.counter()
            case (3, 0): head = try reader.counter()
            case (4, 2): headHash = try reader.bytes(maximum: 32, "a hash")
            case (2, 2):
                var nested = try reader.message()
                var index: UInt64 = 0
                var dot: Dot?
                var area = ""
                var position: UInt64 = 0
                var isPart = false
                while let part = try nested.next() {
                    switch (part.number, part.wireType) {
                    case (1, 0): index = try nested.counter()
                    case (2, 2):
                        var inner = try nested.message()
                        dot = try Dot(from: &inner)
                    case (3, 2): area = try nested.text(maximum: Limits.areaBytes, "an area code")
                    case (4, 0): position = try nested.counter()
                    case (5, 0): isPart = try nested.bool()
                    default: try nested.skip(part)
                    }
                }
                guard let dot else { throw SyncError.wire("a known op is not named in full") }
                known[Int(index)] = KnownOp(dot, area: area, position: position)
                known[Int(index)]?.isPart = isPart
            default: try reader.skip(field)
            }
        }
    }
}
