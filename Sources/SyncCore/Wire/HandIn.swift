/// What a device gives back to a server that lost a part of an area's feed: ops that the device folded, or wrote, and that
/// the server does not have.
public struct HandIn: Sendable, Equatable {
    public var area: String
    /// Up to here the device's feed is the server's too; 0 when that is not known.
    public var common: UInt64 = 0
    /// The first 8 bytes of the chain there.
    public var check: [UInt8] = []
    /// Whole transactions, in the order of the device's feed.
    public var items: [HandedOp] = []
    /// The server's own signature over the head of the feed that the items are of.
    public var proof: HeadProof?
    /// Who stands behind the incarnations of the items.
    public var actors: [ActorName] = []

    public init(area: String) { self.area = area }

    func encode(to writer: inout WireWriter) {
        writer.field(1, area)
        writer.field(2, common)
        writer.field(6, check)
        for item in items { writer.message(3) { item.encode(to: &$0) } }
        if let proof {
            writer.message(4) {
                $0.field(1, proof.epoch.id)
                $0.field(2, proof.position)
                $0.field(3, proof.signature)
            }
        }
        for actor in actors { writer.message(5) { actor.encode(to: &$0) } }
    }

    init(from reader: inout WireReader) throws {
        self.init(area: "")
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): area = try reader.text(maximum: Limits.areaBytes, "an area code")
            case (2, 0): common = try reader.counter()
            case (6, 2): check = try reader.bytes(maximum: 8, "a check")
            case (3, 2):
                guard items.count < Limits.opsPerRequest else { throw SyncError.wire("more than \(Limits.opsPerRequest) ops") }
                var nested = try reader.message()
                items.append(try HandedOp(from: &nested))
            case (4, 2):
                var nested = try reader.message()
                proof = try HeadProof(from: &nested)
            case (5, 2):
                var nested = try reader.message()
                actors.append(try ActorName(from: &nested))
            default: try reader.skip(field)
            }
        }
        guard !area.isEmpty else { throw SyncError.wire("nothing says which area is handed in") }
    }
}

/// One op that is handed in.
public struct HandedOp: Sendable, Equatable {
    /// The dot under which the device's feed has it.
    public var dot: Dot
    /// Where it stands there; 0 for what the device knows of a snapshot only.
    public var position: UInt64
    /// Its bytes; or, of an op that the device knows by its living values alone, an op that says these.
    public var op: [UInt8]
    public var isPartial = false
    /// Ops on the same record that its writer had seen, from beyond what is common.
    public var past: [PastOp] = []
    /// Why it was refused: it goes back into the quarantine.
    public var verdict: Verdict?

    public init(dot: Dot, position: UInt64, op: [UInt8]) {
        self.dot = dot
        self.position = position
        self.op = op
    }

    func encode(to writer: inout WireWriter) {
        writer.message(1) { dot.encode(to: &$0) }
        writer.field(2, position)
        writer.field(3, op)
        writer.field(4, isPartial)
        for each in past {
            writer.message(5) {
                $0.message(1) { each.first.encode(to: &$0) }
                $0.signed(2, each.deviceTime)
            }
        }
        if let verdict { writer.message(6) { verdict.encode(to: &$0) } }
    }

    init(from reader: inout WireReader) throws {
        var dot: Dot?
        self.init(dot: Dot(Incarnation(ID128(high: 0, low: 0)), 0), position: 0, op: [])
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2):
                var nested = try reader.message()
                dot = try Dot(from: &nested)
            case (2, 0): position = try reader.counter()
            case (3, 2): op = try reader.bytes(maximum: Limits.opBytes, "an op")
            case (4, 0): isPartial = try reader.bool()
            case (5, 2):
                guard past.count < Limits.vectorEntries else { throw SyncError.wire("an op names too many that it had seen") }
                var nested = try reader.message()
                past.append(try PastOp(from: &nested))
            case (6, 2):
                var nested = try reader.message()
                verdict = try Verdict(from: &nested)
            default: try reader.skip(field)
            }
        }
        guard let dot else { throw SyncError.wire("an op that is handed in has no dot") }
        self.dot = dot
    }
}

/// What names an op whatever dot it stands under: how it was first written, and when (`Op.place`).
public struct PastOp: Sendable, Hashable {
    public let first: Dot
    public let deviceTime: Int64

    public init(first: Dot, deviceTime: Int64) {
        self.first = first
        self.deviceTime = deviceTime
    }

    /// SHA-256("wijk place" ‖ incarnation ‖ k, 8 bytes, big-endian ‖ record ‖ device time, likewise).
    func place(on record: RecordID) -> [UInt8] {
        Hash.sha256(
            Array("wijk place".utf8) + first.incarnation.bytes, first.k.bigEndianBytes + record.bytes,
            UInt64(bitPattern: deviceTime).bigEndianBytes)
    }

    init(from reader: inout WireReader) throws {
        var first: Dot?
        var deviceTime: Int64 = 0
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2):
                var nested = try reader.message()
                first = try Dot(from: &nested)
            case (2, 0): deviceTime = try reader.zigzag()
            default: try reader.skip(field)
            }
        }
        guard let first else { throw SyncError.wire("a past op is not named") }
        self.init(first: first, deviceTime: deviceTime)
    }
}

extension HeadProof {
    init(from reader: inout WireReader) throws {
        var epoch: ID128?
        var position: UInt64 = 0
        var signature: [UInt8] = []
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): epoch = try reader.id128()
            case (2, 0): position = try reader.counter()
            case (3, 2): signature = try reader.bytes(maximum: 64, "a signature")
            default: try reader.skip(field)
            }
        }
        guard let epoch else { throw SyncError.wire("a proof names no epoch") }
        self.init(epoch: Epoch(epoch), position: position, signature: signature)
    }
}
