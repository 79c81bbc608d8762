/// A write: numbered by its dot, chained, never edited.
///
/// What is hashed, stored and passed on are the bytes its device wrote; this is what they say. A field that this version
/// does not know stays in the bytes.
public struct Op: Sendable, Equatable {
    public struct FieldWrite: Sendable, Equatable {
        public let field: UInt32
        /// Only for fields that are a map; empty otherwise.
        public let key: String
        public let value: Value

        public init(_ field: UInt32, key: String = "", _ value: Value) {
            self.field = field
            self.key = key
            self.value = value
        }
    }

    public var record: RecordID
    public var kind: UInt32
    public var area: String
    public var context = Context()
    /// Ascending by (field, key), each pair once; at least one, unless it moves the record.
    public var writes: [FieldWrite]
    /// Milliseconds since 1970 by the device's clock; for display only (I7).
    public var deviceTime: Int64 = 0
    /// Place in its transaction, from 0, and the number of ops in that (1...1,000).
    public var index: UInt32 = 0
    public var size: UInt32 = 1
    /// Empty: the person the device belongs to.
    public var author = ""
    /// The first op of its record, and not an edit of one that must be there.
    public var creates = false
    /// Why, in the writer's own words: the reason with which a conflict was settled. Shown in the history, never merged.
    public var note = ""
    /// SHA-256 of the op as first dotted, and that dot; only on an op that was given another one.
    public var identity: [UInt8] = []
    public var first: Dot?
    /// Only on an op that moves its record there, or settles that it is there.
    public var toArea = ""
    /// Fields to which something was written that the op's writer had not seen, and that was written over since (`RecordState.missed`);
    /// ascending. Only on an op that a server took back as living values, which do not show it.
    public var missed: [UInt32] = []

    public init(record: RecordID, kind: UInt32, area: String, writes: [FieldWrite]) {
        self.record = record
        self.kind = kind
        self.area = area
        self.writes = writes
    }

    /// What makes it the same op whatever its dot: the hash of how it was first dotted (DESIGN, "op identity").
    ///
    /// - Parameters: the dot it stands under, and its bytes.
    public func identity(at dot: Dot, bytes: [UInt8]) -> [UInt8] {
        identity.isEmpty ? Hash.sha256(dot.incarnation.bytes, dot.k.bigEndianBytes, bytes) : identity
    }

    /// What folding it adds to the record: its writes and, last because its number is the highest, where it moves the record.
    public var registers: [FieldWrite] {
        toArea.isEmpty ? writes : writes + [FieldWrite(Field.place.number, .text(toArea))]
    }

    /// What names the op when its bytes are not at hand: the dot under which it was first written, its record, and when it was
    /// written. Enough to know it again; what it says is not in it.
    ///
    /// - Parameter dot: the dot it stands under.
    func place(at dot: Dot) -> [UInt8] { PastOp(first: first ?? dot, deviceTime: deviceTime).place(on: record) }

    /// Ops of the same transaction still to come after this one.
    public var more: UInt32 { size - 1 - index }
}
