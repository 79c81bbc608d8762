/// A place in a feed, with as much of the chain there as tells two histories apart.
public struct FeedCheck: Sendable, Equatable {
    public let position: UInt64
    /// The first 8 bytes of the chain.
    public let check: [UInt8]

    public init(position: UInt64, check: [UInt8]) {
        self.position = position
        self.check = check
    }

    init(_ position: UInt64, _ chain: FeedChain) { self.init(position: position, check: chain.check) }

    func encode(to writer: inout WireWriter) {
        writer.field(1, position)
        writer.field(2, check)
    }

    init(from reader: inout WireReader) throws {
        var position: UInt64 = 0
        var check: [UInt8] = []
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 0): position = try reader.counter()
            case (2, 2): check = try reader.bytes(maximum: 8, "a check")
            default: try reader.skip(field)
            }
        }
        self.init(position: position, check: check)
    }
}

extension FeedChain {
    /// The first 8 bytes: enough to tell a history from every other that can come up by itself.
    var check: [UInt8] { Array(hash.prefix(8)) }
}

extension FeedMark {
    func encode(to writer: inout WireWriter) {
        writer.field(1, position)
        writer.field(2, chain.hash)
    }

    init(from reader: inout WireReader) throws {
        var position: UInt64 = 0
        var hash: [UInt8] = []
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 0): position = try reader.counter()
            case (2, 2): hash = try reader.bytes(maximum: 32, "a hash")
            default: try reader.skip(field)
            }
        }
        self.init(position: position, chain: FeedChain(hash: hash))
    }
}

/// Where a device's feed of an area and the server's part.
public struct AreaStanding: Sendable, Equatable {
    public let area: String
    /// The highest of the asked places that is on the server's feed too; absent when none is.
    public var common: UInt64?
    /// The server's head; absent when the area is closed.
    public var head: FeedMark?
    /// Whether the server's feed reaches the anchor; true without one.
    public var isAnchored = true
    /// The device has no right to the area (any more), or there is none. What it holds beyond `common` it can give back all the same.
    public var isClosed = false

    public init(area: String, head: FeedMark?) {
        self.area = area
        self.head = head
    }

    func encode(to writer: inout WireWriter) {
        writer.field(1, area)
        if let common { writer.field(2, common + 1) }
        if let head {
            writer.field(3, head.position)
            writer.field(4, head.chain.hash)
        }
        writer.field(5, !isAnchored)
        writer.field(7, isClosed)
    }

    init(from reader: inout WireReader) throws {
        var area = ""
        var position: UInt64 = 0
        var chain: [UInt8] = []
        var common: UInt64 = 0
        var (isAstray, isClosed) = (false, false)
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): area = try reader.text(maximum: Limits.areaBytes, "an area code")
            case (2, 0): common = try reader.counter()
            case (3, 0): position = try reader.counter()
            case (4, 2): chain = try reader.bytes(maximum: 32, "a hash")
            case (5, 0): isAstray = try reader.bool()
            case (7, 0): isClosed = try reader.bool()
            default: try reader.skip(field)
            }
        }
        guard !area.isEmpty else { throw SyncError.wire("a standing names no area") }
        self.init(area: area, head: chain.isEmpty ? nil : FeedMark(position: position, chain: FeedChain(hash: chain)))
        self.common = common == 0 ? nil : common - 1
        isAnchored = !isAstray
        self.isClosed = isClosed
    }
}
