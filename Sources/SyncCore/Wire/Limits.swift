/// Limits on what is read, checked before or while it is parsed (PROMISES D3, E5). docs/PROTOCOL.md lists them.
public enum Limits {
    /// A request's body as sent, and after decompression (absolute, besides the ratio).
    public static let requestBytes = 8 << 20
    public static let decompressedBytes = 32 << 20
    public static let compressionRatio = 200
    public static let opBytes = 1 << 20
    public static let opsPerRequest = 20_000
    public static let opsPerTransaction: UInt32 = 1_000
    /// The bytes of a transaction's ops together: with a page before it, they fit in a request even if they do not pack.
    public static let transactionBytes = 4 << 20
    /// The highest number of a kind: a store keeps a record's place in 48 bits and its kind in 16 (`RecordRef.key`).
    public static let kind: UInt32 = 0xffff
    /// Kinds of newer versions that a server keeps without knowing them.
    public static let unknownKinds = 32
    public static let fieldsPerOp = 256
    public static let vectorEntries = 1_024
    public static let areasPerRequest = 1_000
    public static let marksPerCursor = 256
    public static let livesPerReceipt = 1_000
    public static let textBytes = 100_000
    public static let verdictArguments = 8
    public static let nameBytes = 200
    public static let noteBytes = 2_000
    public static let areaBytes = 32
    /// How many bytes of uncompressed ops or entries go in one request or reply, each time up to the end of a transaction.
    public static let pageBytes = 512 << 10
}
