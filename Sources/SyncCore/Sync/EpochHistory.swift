/// The epochs of a server's data: each restore begins one, at the heads that the backup had.
public struct EpochHistory: Sendable, Equatable {
    public struct Begin: Sendable, Equatable {
        public let epoch: Epoch
        /// Milliseconds since 1970.
        public let at: Int64
        /// By area code, where its feed stood.
        public let heads: [String: UInt64]
    }

    /// The first is the epoch in which the server was made, and has no heads.
    public private(set) var begins: [Begin] = []

    public init(_ store: any ReplicaStore) throws {
        guard let bytes = try store.fact(.epochs) else { return }
        var reader = WireReader(bytes)
        while let field = try reader.next() {
            guard field.number == 1, field.wireType == 2 else { continue }
            var nested = try reader.message()
            begins.append(try Begin(from: &nested))
        }
    }

    /// The epoch in which a server was made: what tells it from every other.
    public static func first(of store: any ReplicaStore) throws -> Epoch? {
        try EpochHistory(store).begins.first?.epoch ?? store.fact(.epoch).flatMap { Epoch(bytes: $0) }
    }

    /// Begins a new epoch where the feeds stand now, and lets the server write under a new incarnation: it may have written
    /// more under the old one than it knows.
    ///
    /// - Returns: the new epoch.
    @discardableResult public static func begin(_ replica: Replica, at now: Int64) throws -> Epoch {
        let store = replica.store
        var history = try EpochHistory(store)
        if history.begins.isEmpty, let first = try replica.epoch() { history.begins.append(Begin(epoch: first, at: 0, heads: [:])) }
        let epoch = Epoch(ID128(high: replica.random(), low: replica.random()))
        let heads = Dictionary(uniqueKeysWithValues: try store.areas().map { ($0.code, $0.position) })
        history.begins.append(Begin(epoch: epoch, at: now, heads: heads))
        try store.setFact(.epochs, history.encoded)
        try store.setFact(.epoch, epoch.bytes)
        try replica.beginArbiterLife()
        return epoch
    }

    /// Up to where a device that was last told of an epoch can be sure to have what the server has; `nil` when the server does not
    /// know that epoch.
    func bound(of area: AreaState, since epoch: Epoch?, now: Epoch) throws -> UInt64? {
        guard let epoch, epoch != now, let index = begins.firstIndex(where: { $0.epoch == epoch }) else { return nil }
        return begins[(index + 1)...].map { $0.heads[area.code] ?? 0 }.min()
    }

    private var encoded: [UInt8] {
        var writer = WireWriter()
        for begin in begins { writer.message(1) { begin.encode(to: &$0) } }
        return writer.bytes
    }
}

extension EpochHistory.Begin {
    func encode(to writer: inout WireWriter) {
        writer.field(1, epoch.id)
        writer.signed(2, at)
        for code in heads.keys.sorted() {
            writer.message(3) {
                $0.field(1, code)
                $0.field(2, heads[code]!)
            }
        }
    }

    init(from reader: inout WireReader) throws {
        var epoch = ID128(high: 0, low: 0)
        var at: Int64 = 0
        var heads: [String: UInt64] = [:]
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): epoch = try reader.id128()
            case (2, 0): at = try reader.zigzag()
            case (3, 2):
                var nested = try reader.message()
                var code = ""
                var position: UInt64 = 0
                while let part = try nested.next() {
                    switch (part.number, part.wireType) {
                    case (1, 2): code = try nested.text(maximum: Limits.areaBytes, "an area code")
                    case (2, 0): position = try nested.counter()
                    default: try nested.skip(part)
                    }
                }
                heads[code] = position
            default: try reader.skip(field)
            }
        }
        self.init(epoch: Epoch(epoch), at: at, heads: heads)
    }
}

extension Replica {
    /// Lets a server write under a new incarnation.
    func beginArbiterLife() throws {
        ownLife = try newIncarnation(after: try own()).incarnation
    }

    /// Before a server's first own op in this process: files that were put back by hand may have lost ops of the old incarnation.
    func ensureArbiterLife() throws {
        if try own().incarnation != ownLife { try beginArbiterLife() }
    }
}
