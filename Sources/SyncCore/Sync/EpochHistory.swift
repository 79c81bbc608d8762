/// The epochs of a server's data: each restore begins one.
public struct EpochHistory: Sendable, Equatable {
    public struct Begin: Sendable, Equatable {
        public let epoch: Epoch
        /// Milliseconds since 1970.
        public let at: Int64
    }

    /// The first is the epoch in which the server was made.
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

    /// Begins a new epoch, and lets the server write under a new incarnation: it may have written more under the old one than it knows.
    ///
    /// - Returns: the new epoch.
    @discardableResult public static func begin(_ replica: Replica, at now: Int64) throws -> Epoch {
        let store = replica.store
        var history = try EpochHistory(store)
        if history.begins.isEmpty, let first = try replica.epoch() { history.begins.append(Begin(epoch: first, at: 0)) }
        let epoch = Epoch(ID128(high: replica.random(), low: replica.random()))
        history.begins.append(Begin(epoch: epoch, at: now))
        try store.setFact(.epochs, history.encoded)
        try store.setFact(.epoch, epoch.bytes)
        try replica.beginArbiterLife()
        return epoch
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
    }

    init(from reader: inout WireReader) throws {
        var epoch = ID128(high: 0, low: 0)
        var at: Int64 = 0
        while let field = try reader.next() {
            switch (field.number, field.wireType) {
            case (1, 2): epoch = try reader.id128()
            case (2, 0): at = try reader.zigzag()
            default: try reader.skip(field)
            }
        }
        self.init(epoch: Epoch(epoch), at: at)
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
