/// What a device sends: who it is and how far, its own ops, and per area where it stands.
public struct SyncRequest: Sendable, Equatable {
    public var epoch: Epoch?
    public var incarnation: Incarnation
    /// Own ops up to this k are acknowledged, and the chain there.
    public var base: UInt64
    public var baseHash: [UInt8]
    /// The last k that this life wrote, sent or not.
    public var written: UInt64
    /// Dots base + 1, base + 2, …; whole transactions.
    public var ops: [[UInt8]] = []
    public var areas: [AreaCursor] = []
    public var deviceTime: Int64 = 0
    public var schema: UInt32 = 0
    /// Most bytes of entries wanted in one reply; 0 leaves it to the server.
    public var pageBytes: UInt64 = 0

    /// Asks what became of these own ops beyond `base`, and nothing else: after a fork, or when there is nothing to prove by that
    /// there is none.
    public var isInquiry = false
    public var inquiry: [InquiredOp] = []
    /// What a server that was put back to an earlier state may have lost.
    public var handIn: HandIn?

    public init(epoch: Epoch?, incarnation: Incarnation, base: UInt64, baseHash: [UInt8], written: UInt64) {
        self.epoch = epoch
        self.incarnation = incarnation
        self.base = base
        self.baseHash = baseHash
        self.written = written
    }
}

/// Where a device stands in an area, and what it wants of it.
public struct AreaCursor: Sendable, Equatable {
    public enum Want: Sendable, Equatable {
        /// Nothing is held: a snapshot, or the feed from its start.
        case seed
        /// The next part of a snapshot under way.
        case resume([UInt8])
        /// What stands in the feed after this position.
        case feed(UInt64)
        /// At this position: the sums of the 256 buckets.
        case probe(UInt64)
        /// At this position: the records of these buckets.
        case buckets(UInt64, [UInt8])
    }

    public let area: String
    public let want: Want
    /// The first 8 bytes of the feed's chain where the device stands: whether it stands on the server's feed, or on one that the
    /// server lost. Empty where nothing is held.
    public var check: [UInt8] = []
    /// What the server's feed has to reach while an area is taken anew from it.
    public var anchor: FeedCheck?
    /// In an inquiry: more places of the device's feed, to find where it and the server's part.
    public var marks: [FeedCheck] = []

    public init(area: String, want: Want) {
        self.area = area
        self.want = want
    }
}

extension SyncRequest {
    public static let version: UInt64 = 1

    public func encode() -> [UInt8] {
        var writer = WireWriter(reserving: 256 + ops.reduce(0) { $0 + $1.count + 4 })
        writer.field(1, Self.version)
        if let epoch { writer.field(2, epoch.id) }
        writer.field(3, incarnation.id)
        writer.field(4, base)
        writer.field(5, baseHash)
        for op in ops { writer.field(6, op, always: true) }
        for area in areas { writer.message(7) { area.encode(to: &$0) } }
        writer.signed(8, deviceTime)
        writer.field(9, UInt64(schema))
        writer.field(11, pageBytes)
        writer.field(12, written)
        writer.field(14, isInquiry)
        for op in inquiry { writer.message(13) { op.encode(to: &$0) } }
        if let handIn { writer.message(20) { handIn.encode(to: &$0) } }
        return writer.bytes
    }

    public init(decoding bytes: [UInt8]) throws {
        var reader = WireReader(bytes)
        var version: UInt64 = 0
        var incarnation: ID128?
        self.init(epoch: nil, incarnation: Incarnation(ID128(high: 0, low: 0)), base: 0, baseHash: [], written: 0)
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 0): version = try reader.varint()
            case (2, 2): epoch = Epoch(try reader.id128())
            case (3, 2): incarnation = try reader.id128()
            case (4, 0): base = try reader.counter()
            case (5, 2): baseHash = try reader.bytes(maximum: 32, "a hash")
            case (6, 2):
                guard ops.count < Limits.opsPerRequest else { throw SyncError.wire("more than \(Limits.opsPerRequest) ops") }
                ops.append(try reader.bytes(maximum: Limits.opBytes, "an op"))
            case (7, 2):
                guard areas.count < Limits.areasPerRequest else { throw SyncError.wire("more than \(Limits.areasPerRequest) areas") }
                var nested = try reader.message()
                areas.append(try AreaCursor(from: &nested))
            case (8, 0): deviceTime = try reader.zigzag()
            case (9, 0): schema = try reader.uint32()
            case (11, 0): pageBytes = try reader.counter()
            case (12, 0): written = try reader.counter()
            case (14, 0): isInquiry = try reader.bool()
            case (13, 2):
                guard inquiry.count < Limits.opsPerRequest else {
                    throw SyncError.wire("more than \(Limits.opsPerRequest) ops are asked after")
                }
                var nested = try reader.message()
                inquiry.append(try InquiredOp(from: &nested))
            case (20, 2):
                var nested = try reader.message()
                handIn = try HandIn(from: &nested)
            default: try reader.skip(field)
            }
        }
        guard version == Self.version else {
            throw SyncError(
                "wire.version", "Version \(version) of the protocol is not known here.", hint: "Update the client or the server.")
        }
        guard let incarnation else { throw SyncError.wire("the request names no incarnation") }
        guard Set(areas.map(\.area)).count == areas.count else { throw SyncError.wire("an area is named twice") }
        self.incarnation = Incarnation(incarnation)
    }
}

extension AreaCursor {
    func encode(to writer: inout WireWriter) {
        writer.field(1, area)
        switch want {
        case .seed: writer.field(3, true)
        case .resume(let token): writer.field(4, token, always: true)
        case .feed(let position): writer.field(2, position)
        case .probe(let position):
            writer.field(2, position)
            writer.field(5, true)
        case .buckets(let position, let buckets):
            writer.field(2, position)
            writer.field(6, buckets, always: true)
        }
        writer.field(7, check)
        if let anchor { writer.message(8) { anchor.encode(to: &$0) } }
        for mark in marks { writer.message(9) { mark.encode(to: &$0) } }
    }

    init(from reader: inout WireReader) throws {
        var area = ""
        var position: UInt64 = 0
        var seed = false
        var probe = false
        var resume: [UInt8]?
        var buckets: [UInt8]?
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): area = try reader.text(maximum: Limits.areaBytes, "an area code")
            case (2, 0): position = try reader.counter()
            case (3, 0): seed = try reader.bool()
            case (4, 2): resume = try reader.bytes(maximum: 64, "a resume token")
            case (5, 0): probe = try reader.bool()
            case (6, 2): buckets = try reader.bytes(maximum: 256, "a list of buckets")
            case (7, 2): check = try reader.bytes(maximum: 8, "a check")
            case (8, 2):
                var nested = try reader.message()
                anchor = try FeedCheck(from: &nested)
            case (9, 2):
                guard marks.count < Limits.marksPerCursor else { throw SyncError.wire("more than \(Limits.marksPerCursor) marks") }
                var nested = try reader.message()
                marks.append(try FeedCheck(from: &nested))
            default: try reader.skip(field)
            }
        }
        guard !area.isEmpty else { throw SyncError.wire("a cursor names no area") }
        self.area = area
        want =
            if seed { .seed } else if let resume { .resume(resume) } else if let buckets { .buckets(position, buckets) } else if probe {
                .probe(position)
            } else { .feed(position) }
    }
}
