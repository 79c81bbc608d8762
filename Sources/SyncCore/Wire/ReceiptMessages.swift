/// How far the server, or a device, has the ops of one incarnation, and the chain there.
public struct LifeEnd: Sendable, Equatable {
    public let incarnation: Incarnation
    public let k: UInt64
    public let hash: [UInt8]
    /// How many of these ops are in the quarantine.
    public var refused: UInt64

    public init(incarnation: Incarnation, k: UInt64, hash: [UInt8], refused: UInt64 = 0) {
        self.incarnation = incarnation
        self.k = k
        self.hash = hash
        self.refused = refused
    }
}

/// Where an area's feed ends, and the digest of its records there.
public struct AreaEnd: Sendable, Equatable {
    public let code: String
    public let position: UInt64
    public let chain: [UInt8]
    public let digest: [UInt8]

    public init(code: String, position: UInt64, chain: [UInt8], digest: [UInt8]) {
        self.code = code
        self.position = position
        self.chain = chain
        self.digest = digest
    }
}

/// What a device wants stated under the server's signature.
public struct ReceiptQuestion: Sendable, Equatable {
    /// 16 to 32 bytes of the device's choosing: the statement repeats them, so that it is no older one.
    public var nonce: [UInt8]
    public var lives: [LifeEnd] = []
    /// Own ops that no chain of a life covers: those of a life that forked.
    public var ops: [InquiredOp] = []
    public var areas: [String] = []

    public init(nonce: [UInt8]) { self.nonce = nonce }
}

/// What the server states: of everything asked, that which it has. Absent means: not so.
public struct ReceiptStatement: Sendable, Equatable {
    public static let version: UInt64 = 1

    public var epoch: Epoch
    public var nonce: [UInt8] = []
    public var device = ""
    /// Milliseconds since 1970 by the server's clock.
    public var time: Int64 = 0
    public var lives: [LifeEnd] = []
    /// Identities of the ops that it has, in a feed or in the quarantine.
    public var ops: [[UInt8]] = []
    public var areas: [AreaEnd] = []

    public init(epoch: Epoch) { self.epoch = epoch }
}

/// A statement as it was signed, byte by byte.
public struct Receipt: Sendable, Equatable {
    public let statement: [UInt8]
    public let signature: [UInt8]

    public init(statement: [UInt8], signature: [UInt8]) {
        self.statement = statement
        self.signature = signature
    }

    /// "wijk receipt 1", then the statement.
    public static func signedBytes(_ statement: [UInt8]) -> [UInt8] { Array("wijk receipt 1".utf8) + statement }
}

extension LifeEnd {
    func encode(to writer: inout WireWriter) {
        writer.field(1, incarnation.id)
        writer.field(2, k)
        writer.field(3, hash)
        writer.field(4, refused)
    }

    init(from reader: inout WireReader) throws {
        var incarnation: ID128?
        var (k, refused): (UInt64, UInt64) = (0, 0)
        var hash: [UInt8] = []
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): incarnation = try reader.id128()
            case (2, 0): k = try reader.counter()
            case (3, 2): hash = try reader.bytes(maximum: 32, "a hash")
            case (4, 0): refused = try reader.counter()
            default: try reader.skip(field)
            }
        }
        guard let incarnation else { throw SyncError.wire("a life has no incarnation") }
        self.init(incarnation: Incarnation(incarnation), k: k, hash: hash, refused: refused)
    }
}

extension AreaEnd {
    func encode(to writer: inout WireWriter) {
        writer.field(1, code)
        writer.field(2, position)
        writer.field(3, chain)
        writer.field(4, digest)
    }

    init(from reader: inout WireReader) throws {
        var code = ""
        var position: UInt64 = 0
        var (chain, digest): ([UInt8], [UInt8]) = ([], [])
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): code = try reader.text(maximum: Limits.areaBytes, "an area code")
            case (2, 0): position = try reader.counter()
            case (3, 2): chain = try reader.bytes(maximum: 32, "a hash")
            case (4, 2): digest = try reader.bytes(maximum: 32, "a digest")
            default: try reader.skip(field)
            }
        }
        self.init(code: code, position: position, chain: chain, digest: digest)
    }
}

extension ReceiptQuestion {
    func encode(to writer: inout WireWriter) {
        writer.field(1, nonce)
        for life in lives { writer.message(2) { life.encode(to: &$0) } }
        for op in ops { writer.message(3) { op.encode(to: &$0) } }
        for area in areas { writer.field(4, area, always: true) }
    }

    init(from reader: inout WireReader) throws {
        self.init(nonce: [])
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): nonce = try reader.bytes(maximum: 32, "a nonce")
            case (2, 2):
                guard lives.count < Limits.livesPerReceipt else { throw SyncError.wire("more than \(Limits.livesPerReceipt) lives") }
                var nested = try reader.message()
                lives.append(try LifeEnd(from: &nested))
            case (3, 2):
                guard ops.count < Limits.opsPerRequest else { throw SyncError.wire("more than \(Limits.opsPerRequest) ops") }
                var nested = try reader.message()
                ops.append(try InquiredOp(from: &nested))
            case (4, 2):
                guard areas.count < Limits.areasPerRequest else { throw SyncError.wire("more than \(Limits.areasPerRequest) areas") }
                areas.append(try reader.text(maximum: Limits.areaBytes, "an area code"))
            default: try reader.skip(field)
            }
        }
    }
}

extension ReceiptStatement {
    public func encode() -> [UInt8] {
        var writer = WireWriter(reserving: 256)
        writer.field(1, Self.version)
        writer.field(2, epoch.id)
        writer.field(3, nonce)
        writer.field(4, device)
        writer.signed(5, time)
        for life in lives { writer.message(6) { life.encode(to: &$0) } }
        for identity in ops { writer.field(7, identity, always: true) }
        for area in areas { writer.message(8) { area.encode(to: &$0) } }
        return writer.bytes
    }

    /// - Throws: also for a version that this one does not know: a statement must be understood whole.
    public init(decoding bytes: [UInt8]) throws {
        var reader = WireReader(bytes)
        var version: UInt64 = 0
        self.init(epoch: Epoch(ID128(high: 0, low: 0)))
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 0): version = try reader.varint()
            case (2, 2): epoch = Epoch(try reader.id128())
            case (3, 2): nonce = try reader.bytes(maximum: 32, "a nonce")
            case (4, 2): device = try reader.text(maximum: Limits.nameBytes, "a device's id")
            case (5, 0): time = try reader.zigzag()
            case (6, 2):
                var nested = try reader.message()
                lives.append(try LifeEnd(from: &nested))
            case (7, 2): ops.append(try reader.bytes(maximum: 32, "an identity"))
            case (8, 2):
                var nested = try reader.message()
                areas.append(try AreaEnd(from: &nested))
            default: try reader.skip(field)
            }
        }
        guard version == Self.version else {
            throw SyncError("wire.version", "Version \(version) of a receipt is not known here.", hint: "Update the client.")
        }
    }
}

extension Receipt {
    func encode(to writer: inout WireWriter) {
        writer.field(1, statement)
        writer.field(2, signature)
    }

    init(from reader: inout WireReader) throws {
        var (statement, signature): ([UInt8], [UInt8]) = ([], [])
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): statement = try reader.bytes()
            case (2, 2): signature = try reader.bytes(maximum: 64, "a signature")
            default: try reader.skip(field)
            }
        }
        self.init(statement: statement, signature: signature)
    }
}
