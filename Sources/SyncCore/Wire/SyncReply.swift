/// What the server answers: how far it has the device's ops, what it refused, and per area the next part.
public struct SyncReply: Sendable, Equatable {
    public var epoch: Epoch
    public var acknowledged: UInt64 = 0
    public var acknowledgedHash: [UInt8] = []
    public var verdicts: [Verdict] = []
    public var areas: [AreaPage] = []
    public var actors: [ActorName] = []
    public var serverTime: Int64 = 0
    /// Areas that the device may have and did not ask for.
    public var granted: [GrantedArea] = []
    /// The answer to an inquiry.
    public var fork: Fork?
    /// This life of the replica was retired: it hands in what is pending, and then begins a new one with nothing held.
    public var renews = false
    /// In the answer to an inquiry: where the device's feeds and the server's part.
    public var standings: [AreaStanding] = []
    /// Under which dots the ops that were handed in stand now, one each, in their order.
    public var placed: [Dot] = []
    /// The answer to a question for a receipt.
    public var receipt: Receipt?

    public init(epoch: Epoch) { self.epoch = epoch }
}

/// An area that a device has a right to.
public struct GrantedArea: Sendable, Equatable {
    public let code: String
    public let name: String

    public init(code: String, name: String) {
        self.code = code
        self.name = name
    }
}

/// Who stands behind an incarnation.
public struct ActorName: Sendable, Equatable {
    public let incarnation: Incarnation
    public let device: String
    public let person: String

    public init(incarnation: Incarnation, device: String, person: String) {
        self.incarnation = incarnation
        self.device = device
        self.person = person
    }
}

/// The next part of one area.
public struct AreaPage: Sendable, Equatable {
    public enum Entry: Sendable, Equatable {
        /// Another incarnation's op, verbatim.
        case op(Dot, [UInt8])
        /// So many of the reader's own ops, from k on, one position each.
        case own(k: UInt64, count: UInt64)
        /// An op on a record that had moved, with what its writer had seen; no bytes when it is the reader's own.
        case late(Dot, [UInt8], context: [UInt8])
        /// A record is gone from the area: a `Departure`.
        case left([UInt8])
        /// A record came into the area, by an op (no bytes when it is the reader's own) or without one: a `WholeRecord`. The reader's
        /// own ops on it up to the last number are in it, or refused.
        case entered(Dot?, [UInt8], record: [UInt8], own: UInt64)
    }

    public var area: String
    public var name = ""
    /// The cursor that this goes on from, the cursor after it, and where the feed ends now.
    public var from: UInt64 = 0
    public var to: UInt64 = 0
    public var head: UInt64 = 0
    public var entries: [Entry] = []
    /// A snapshot's records, or those of the buckets asked for.
    public var records: [RecordState] = []
    public var isSnapshot = false
    /// The snapshot goes on from here.
    public var resume: [UInt8] = []
    /// In a snapshot: own ops up to this k are in it, or refused.
    public var own: UInt64 = 0
    /// With the first page of a snapshot: the feed's chain at places further and further back from where it is of. They show what of it a
    /// server that is put back still has.
    public var marks: [FeedMark] = []
    /// At the head: the digest of the area, and the server's signature over (epoch, area, to, chain).
    public var digest: Digest?
    public var chain: [UInt8] = []
    public var signature: [UInt8] = []
    public var bucketSums: [Digest] = []
    public var buckets: [UInt8] = []
    /// The device has no right to this area (any more).
    public var isClosed = false

    public init(area: String) { self.area = area }
}

extension SyncReply {
    public func encode() -> [UInt8] {
        var writer = WireWriter(reserving: 512)
        writer.field(1, SyncRequest.version)
        writer.field(2, epoch.id)
        writer.field(3, acknowledged)
        writer.field(4, acknowledgedHash)
        for verdict in verdicts { writer.message(5) { verdict.encode(to: &$0) } }
        for page in areas { writer.message(6) { page.encode(to: &$0) } }
        for actor in actors {
            writer.message(7) { actor.encode(to: &$0) }
        }
        writer.signed(8, serverTime)
        for area in granted {
            writer.message(11) {
                $0.field(1, area.code)
                $0.field(2, area.name)
            }
        }
        if let fork { writer.message(12) { fork.encode(to: &$0) } }
        writer.field(27, renews)
        for standing in standings { writer.message(20) { standing.encode(to: &$0) } }
        for dot in placed { writer.message(21) { dot.encode(to: &$0) } }
        if let receipt { writer.message(13) { receipt.encode(to: &$0) } }
        return writer.bytes
    }

    public init(decoding bytes: [UInt8]) throws {
        var reader = WireReader(bytes)
        var version: UInt64 = 0
        self.init(epoch: Epoch(ID128(high: 0, low: 0)))
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 0): version = try reader.varint()
            case (2, 2): epoch = Epoch(try reader.id128())
            case (3, 0): acknowledged = try reader.counter()
            case (4, 2): acknowledgedHash = try reader.bytes(maximum: 32, "a hash")
            case (5, 2):
                var nested = try reader.message()
                verdicts.append(try Verdict(from: &nested))
            case (6, 2):
                var nested = try reader.message()
                areas.append(try AreaPage(from: &nested))
            case (7, 2):
                var nested = try reader.message()
                actors.append(try ActorName(from: &nested))
            case (8, 0): serverTime = try reader.zigzag()
            case (11, 2):
                var nested = try reader.message()
                granted.append(try GrantedArea(from: &nested))
            case (12, 2):
                var nested = try reader.message()
                fork = try Fork(from: &nested)
            case (27, 0): renews = try reader.bool()
            case (20, 2):
                var nested = try reader.message()
                standings.append(try AreaStanding(from: &nested))
            case (21, 2):
                var nested = try reader.message()
                placed.append(try Dot(from: &nested))
            case (13, 2):
                var nested = try reader.message()
                receipt = try Receipt(from: &nested)
            default: try reader.skip(field)
            }
        }
        guard version == SyncRequest.version else {
            throw SyncError("wire.version", "The server speaks version \(version) of the protocol.", hint: "Update the client.")
        }
    }
}

extension GrantedArea {
    init(from reader: inout WireReader) throws {
        var code = ""
        var name = ""
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): code = try reader.text(maximum: Limits.areaBytes, "an area code")
            case (2, 2): name = try reader.text(maximum: Limits.nameBytes, "an area's name")
            default: try reader.skip(field)
            }
        }
        guard !code.isEmpty else { throw SyncError.wire("an area has no code") }
        self.init(code: code, name: name)
    }
}

extension ActorName {
    func encode(to writer: inout WireWriter) {
        writer.field(1, incarnation.id)
        writer.field(2, device)
        writer.field(3, person)
    }

    init(from reader: inout WireReader) throws {
        var incarnation: ID128?
        var device = ""
        var person = ""
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): incarnation = try reader.id128()
            case (2, 2): device = try reader.text(maximum: Limits.nameBytes, "a device's name")
            case (3, 2): person = try reader.text(maximum: Limits.nameBytes, "a person's name")
            default: try reader.skip(field)
            }
        }
        guard let incarnation else { throw SyncError.wire("an actor has no incarnation") }
        self.init(incarnation: Incarnation(incarnation), device: device, person: person)
    }
}

extension Verdict {
    func encode(to writer: inout WireWriter) {
        writer.field(1, k)
        writer.field(2, code)
        writer.field(3, detail)
        writer.field(4, decider)
        writer.signed(5, decidedAt)
        for argument in arguments { writer.field(6, argument, always: true) }
    }

    init(from reader: inout WireReader) throws {
        var k: UInt64 = 0
        var code = ""
        var detail = ""
        var decider = ""
        var decidedAt: Int64 = 0
        var arguments: [String] = []
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 0): k = try reader.counter()
            case (2, 2): code = try reader.text(maximum: Limits.nameBytes, "a code")
            case (3, 2): detail = try reader.text(maximum: Limits.textBytes, "a reason")
            case (4, 2): decider = try reader.text(maximum: Limits.nameBytes, "a name")
            case (5, 0): decidedAt = try reader.zigzag()
            case (6, 2):
                guard arguments.count < Limits.verdictArguments else { throw SyncError.wire("a verdict has too many arguments") }
                arguments.append(try reader.text(maximum: Limits.textBytes, "an argument"))
            default: try reader.skip(field)
            }
        }
        guard k > 0 else { throw SyncError.wire("a verdict names no op") }
        self.init(k: k, code: code, detail: detail, arguments: arguments, decider: decider, decidedAt: decidedAt)
    }
}
