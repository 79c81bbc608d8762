import SyncCore

/// The loop between replica and server: ask, send, apply, until `SyncSession` says that it is done. No transaction is open while the
/// network is used.
struct SyncRun {
    let device: Device
    let connection: ServerConnection
    let token: String
    let language: Language
    /// Told after each reply: what was done so far, and in how many requests.
    var progress: (SyncSession) -> Void = { _ in }

    /// Told when the replica went on under a new incarnation: how many writes it kept.
    var beganNewLife: (Int) -> Void = { _ in }

    struct Result {
        let total: Applied
        let last: LastSync
    }

    func run() throws -> Result {
        var session = SyncSession()
        var skew: Int64 = 0
        let ahead = Lookahead()
        defer { ahead.finish() }
        var action = session.start(try device.store.areas())
        while true {
            switch action {
            case .finish: return try finish(session, skew)
            case .fail(let error): throw error
            case .send(let plan):
                try Interruption.check(language)
                let request = try device.replica.request(plan)
                do {
                    let (reply, measured) = try ahead.answer(to: request) ?? ask(request)
                    skew = measured
                    if let next = try request.following(reply, nextOps: { try device.replica.nextOps(after: $0) }) {
                        ahead.start(next, ask)
                    }
                    let applied = try device.replica.apply(reply, to: request)
                    action = session.applied(applied, areas: try device.store.areas())
                } catch let error as SyncError where error.code == "sync.stale" {
                    action = session.wasStale(error, areas: try device.store.areas())
                } catch let problem as ServerProblem {
                    try mend(problem, request)
                    action = session.wasStale(problem.error, areas: try device.store.areas())
                }
                progress(session)
            }
        }
    }

    /// Does what makes asking again help.
    ///
    /// - Throws: the problem, when nothing does.
    private func mend(_ problem: ServerProblem, _ request: SyncRequest) throws {
        if problem.error.code == "cursor.unknown" { return try device.replica.restartSnapshots() }
        guard Replica.mendable.contains(problem.error.code) else { throw problem }
        if try device.replica.hasMoved(since: request) { return }
        let mended = try device.replica.mend(after: problem.error.code) { request in
            try Interruption.check(language)
            return try connection.sync(request, token: token)
        }
        if case .newLife(let kept) = mended { beganNewLife(kept) }
    }

    private func ask(_ request: SyncRequest) throws -> Answer {
        let asked = Clock.now()
        let reply = try connection.sync(request, token: token)
        return (reply, reply.serverTime &- (asked + Clock.now()) / 2)
    }

    /// A reply, and by how many milliseconds the server's clock is ahead.
    typealias Answer = (reply: SyncReply, skew: Int64)

    private func finish(_ session: SyncSession, _ skew: Int64) throws -> Result {
        let last = LastSync(
            finished: Clock.now(), skew: skew, requests: session.requests, sentBytes: connection.sentBytes,
            receivedBytes: connection.receivedBytes)
        try device.store.transaction { try last.save(in: device.store) }
        return Result(total: session.total, last: last)
    }
}
