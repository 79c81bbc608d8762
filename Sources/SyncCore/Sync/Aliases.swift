/// Ops of one request that the server has under another dot already: one op is one feed entry, however many copies of a replica
/// send it (DESIGN, identity 3 and 5).
struct Aliases {
    private let service: SyncService
    /// Whether a copy of this life wrote some of its ops anew.
    private let hasCopies: Bool
    private var known: [Intake.Name: Dot] = [:]

    init(_ service: SyncService, _ incarnation: Incarnation) throws {
        self.service = service
        hasCopies = try service.store.hasRedotted(of: incarnation)
    }

    /// Under which dot the op that is its actor's k-th stands in a feed; `nil` when it is new.
    func knownDot(of op: Op, _ bytes: [UInt8], at k: UInt64, of actor: Actor) throws -> Dot? {
        guard let name = name(of: op, bytes, at: k, of: actor) else { return nil }
        return try service.known(name.identity, first: name.first, place: op.place(at: name.first))
    }

    /// The verdict that the op was given when it came under another dot. It is never judged again.
    func verdict(on op: Op, _ bytes: [UInt8], at k: UInt64, of actor: Actor) throws -> Verdict? {
        guard let name = name(of: op, bytes, at: k, of: actor) else { return nil }
        return try service.refused(name.identity, first: name.first, place: op.place(at: name.first))
    }

    private func name(of op: Op, _ bytes: [UInt8], at k: UInt64, of actor: Actor) -> (identity: [UInt8], first: Dot)? {
        if let first = op.first { return (op.identity, first) }
        if !hasCopies { return nil }
        let dot = Dot(actor.incarnation, k)
        return (op.identity(at: dot, bytes: bytes), dot)
    }

    mutating func note(_ op: Op, as dot: Dot) { known[Intake.Name(op)] = dot }

    /// The writer of an op had seen its own earlier one on the record. When that stands here under another dot, the context must
    /// name it; else the two would conflict, which nobody meant. The device can mend that: it asks, and writes the op anew.
    func check(_ op: Op) throws {
        guard let dot = known[Intake.Name(op)], !op.context.vector.contains(dot), let actor = try service.store.findActor(dot.incarnation),
            let position = try service.store.position(actor: actor.number, k: dot.k), position > op.context.seen
        else { return }
        throw SyncError(
            "identity.unproven", "The server has an op of this replica under another dot, which a later one had seen.",
            hint: "Ask after the unacknowledged ops first.", retry: .now, status: 409)
    }
}
