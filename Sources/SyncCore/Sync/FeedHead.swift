internal import Crypto

/// What the server signs: how far an area's feed went in an epoch, and the chain there. Kept by devices, it proves to a
/// restored server what it had.
public struct FeedHead: Sendable, Equatable {
    public let epoch: Epoch
    public let area: String
    public let position: UInt64
    public let chain: [UInt8]

    public init(epoch: Epoch, area: String, position: UInt64, chain: [UInt8]) {
        self.epoch = epoch
        self.area = area
        self.position = position
        self.chain = chain
    }

    /// "wijk feed head 1", then epoch (16), length of the area code (1) and the code, position (8, big-endian), chain.
    public var signedBytes: [UInt8] {
        Array("wijk feed head 1".utf8) + epoch.bytes + [UInt8(truncatingIfNeeded: area.utf8.count)] + Array(area.utf8)
            + position.bigEndianBytes + chain
    }
}

/// Signs feed heads with the server's Ed25519 key (RFC 8032), which lives apart from the database.
public struct HeadSigner: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    public init() { key = Curve25519.Signing.PrivateKey() }

    /// - Throws: when there are not exactly 32 bytes.
    public init(rawKey: [UInt8]) throws { key = try Curve25519.Signing.PrivateKey(rawRepresentation: rawKey) }

    public var rawKey: [UInt8] { Array(key.rawRepresentation) }

    public var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    public func sign(_ head: FeedHead) throws -> [UInt8] { try sign(head.signedBytes) }

    public func sign(_ bytes: [UInt8]) throws -> [UInt8] { Array(try key.signature(for: bytes)) }

    public static func isValid(_ signature: [UInt8], of head: FeedHead, publicKey: [UInt8]) -> Bool {
        isValid(signature, over: head.signedBytes, publicKey: publicKey)
    }

    public static func isValid(_ signature: [UInt8], over bytes: [UInt8], publicKey: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: bytes)
    }
}
