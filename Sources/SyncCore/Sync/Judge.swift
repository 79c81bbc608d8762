/// The rules of what records mean, which the engine does not know: who may write what, and what follows from it (ADR 0015). Asked
/// once for every transaction that is in order, while nothing else can come in between.
public protocol Judge {
    /// Why a transaction may not be applied; `nil` when it may. Records are as they are before it.
    ///
    /// - Parameter incarnation: the life that wrote it.
    func objection(to transaction: [Op], from grant: DeviceGrant, of incarnation: Incarnation) throws -> Objection?
    /// What the server writes in its own name now that the transaction is applied.
    func answers(to transaction: [Op], from grant: DeviceGrant) throws -> [Draft]
}

/// A rule that an op breaks.
public struct Objection: Sendable, Equatable {
    /// The op's place in its transaction.
    public var index: Int
    /// Stable: `right.field`, `budget.overdraft`…
    public var code: String
    /// For a person, in English; `arguments` are what a client needs to say it in another language.
    public var detail: String
    public var arguments: [String]
    /// The person or body that can decide it.
    public var decider: String

    public init(index: Int, code: String, detail: String, arguments: [String] = [], decider: String) {
        self.index = index
        self.code = code
        self.detail = detail
        self.arguments = arguments
        self.decider = decider
    }
}
