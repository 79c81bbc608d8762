/// What a server knows of an incarnation besides its ops.
public struct Standing: Sendable, Equatable {
    /// Own ops that it said it had beyond what is here, when it last spoke.
    public var pending: UInt64 = 0
    /// Its device was retired: nobody waits for it, so what it holds may be older than what all others have agreed to forget.
    public var isRetired = false

    public init() {}
}
