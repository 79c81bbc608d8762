/// A record's place in one store; means nothing in another.
public struct RecordRef: Hashable, Sendable, Comparable {
    public let kind: UInt32
    public let row: Int64

    public init(kind: UInt32, row: Int64) {
        self.kind = kind
        self.row = row
    }

    /// Both in one number, for tables that refer to records of every kind.
    public var key: Int64 { row << 16 | Int64(kind) }

    public init(key: Int64) {
        self.init(kind: UInt32(key & 0xffff), row: key >> 16)
    }

    public static func < (left: RecordRef, right: RecordRef) -> Bool { (left.kind, left.row) < (right.kind, right.row) }
}

public struct StoredRecord: Sendable, Equatable {
    public let area: Int
    public var state: RecordState
}

public struct StoredOrigins: Sendable {
    public let area: Int
    public let id: RecordID
    public var origins: [RecordState.Origin]
}

/// One position of an area's feed.
public struct FeedEntry: Sendable, Equatable {
    public let area: Int
    public let position: UInt64
    public let record: RecordRef
    /// 0, like k, when no op stands here.
    public let actor: Int
    public let k: UInt64
    /// Entries of its transaction still to come in this feed.
    public var more: UInt32
    /// Milliseconds since 1970 by the receiver's clock.
    public let receivedAt: Int64
    public let op: [UInt8]
    public let form: FeedForm
    /// What the form says besides the op.
    public let extra: [UInt8]

    public init(
        area: Int, position: UInt64, record: RecordRef, actor: Int, k: UInt64, more: UInt32, receivedAt: Int64, op: [UInt8],
        form: FeedForm = .op, extra: [UInt8] = []
    ) {
        self.form = form
        self.extra = extra
        self.area = area
        self.position = position
        self.record = record
        self.actor = actor
        self.k = k
        self.more = more
        self.receivedAt = receivedAt
        self.op = op
    }
}

/// An op that this replica wrote.
public struct OwnOp: Sendable, Equatable {
    public let actor: Int
    public let k: UInt64
    public let area: Int
    public let record: RecordRef
    public let more: UInt32
    public let op: [UInt8]
    /// What its writer had seen, written out because the record has moved since; `nil`: as the op says.
    public var context: [UInt8]?

    public init(actor: Int, k: UInt64, area: Int, record: RecordRef, more: UInt32, op: [UInt8], context: [UInt8]? = nil) {
        self.context = context
        self.actor = actor
        self.k = k
        self.area = area
        self.record = record
        self.more = more
        self.op = op
    }
}
