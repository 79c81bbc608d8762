/// An area as this replica holds it.
public struct AreaState: Sendable, Equatable {
    public var number: Int
    public let code: String
    public var name: String
    /// The feed is folded up to here (device), or ends here (server).
    public var position: UInt64 = 0
    public var chain: FeedChain
    /// Every entry after this position is held here: 0, or the position of the snapshot that the area began with.
    public var floor: UInt64 = 0
    /// Over the folded states of its records.
    public var digest = Digest()
    public var stage = Stage.new
    /// At the last comparison the digest was not the server's, and it has not been mended yet.
    public var differs = false
    /// The last head of this feed that the server signed: proves to a restored server what it had.
    public var proof: HeadProof?
    /// Where the server's feed must reach at least, as it said when this replica mended; set until the cursor has come there.
    public var anchor: FeedMark?

    public enum Stage: Sendable, Equatable {
        /// Nothing held yet.
        case new
        /// A snapshot is under way: from which position, the feed's chain there, where to go on.
        case seeding(position: UInt64, chain: FeedChain, resume: [UInt8])
        case live
        /// The server says that this device has no right to it (any more). What is held stays until own work in it is handed in,
        /// and then goes.
        case closed
    }

    /// What it holds, whether it has a right to it or not: the stage at which a closed area goes on when it is given back.
    var holding: Stage { stage == .closed ? position > 0 ? .live : .new : stage }

    public init(number: Int = 0, code: String, name: String) {
        self.number = number
        self.code = code
        self.name = name
        chain = FeedChain(start: code)
    }
}

/// A stretch of one actor's ops that stand one after the other in one area's feed.
public struct Run: Sendable, Equatable {
    public let actor: Int
    public let k: UInt64
    public var count: UInt64
    public let area: Int
    public let position: UInt64
}

/// The chain of a feed at one position of it.
public struct FeedMark: Sendable, Equatable {
    public let position: UInt64
    public let chain: FeedChain

    public init(position: UInt64, chain: FeedChain) {
        self.position = position
        self.chain = chain
    }
}

/// The server's signature over a `FeedHead`, without what the feed itself tells.
public struct HeadProof: Sendable, Equatable {
    public let epoch: Epoch
    public let position: UInt64
    public let signature: [UInt8]

    public init(epoch: Epoch, position: UInt64, signature: [UInt8]) {
        self.epoch = epoch
        self.position = position
        self.signature = signature
    }
}
