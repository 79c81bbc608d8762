internal import SyncCore
internal import Synchronization

/// Owns the one desk that writes. Jobs that wait together share one transaction and so one flush to disk (group commit);
/// each stands in a savepoint, so that one that is refused takes nothing along. Nobody is answered before the commit.
actor WritingLane {
    /// Most jobs in one commit: bounds what is held in memory until it is done (I20).
    static let jobsPerCommit = 8

    private struct Job: Sendable {
        /// Does the work and returns how to answer, once it is known whether the commit succeeded.
        let run: @Sendable (Desk) -> @Sendable ((any Error)?) -> Void
        /// Answers a job that could not be run.
        let fail: @Sendable (any Error) -> Void
    }

    private let executor: QueueExecutor
    private let desk: Desk
    private nonisolated let waiting = Mutex<[Job]>([])

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(_ data: DataFolder) throws {
        executor = QueueExecutor(label: "wijk.write")
        desk = try Desk(data, access: .readWrite)
    }

    /// Runs the body in a transaction and returns when it is on disk.
    nonisolated func perform<Result: Sendable>(_ body: @escaping @Sendable (Desk) throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let job = Job(
                run: { desk in
                    do {
                        let result = try desk.store.savepoint { try body(desk) }
                        return { failure in
                            if let failure { continuation.resume(throwing: failure) } else { continuation.resume(returning: result) }
                        }
                    } catch {
                        return { _ in continuation.resume(throwing: error) }
                    }
                }, fail: { continuation.resume(throwing: $0) })
            let isFirst = waiting.withLock { jobs in
                jobs.append(job)
                return jobs.count == 1
            }
            if isFirst { Task { await self.drain() } }
        }
    }

    private func drain() {
        while true {
            let jobs = waiting.withLock { Array($0.prefix(Self.jobsPerCommit)) }
            if jobs.isEmpty { return }
            var answers: [@Sendable ((any Error)?) -> Void] = []
            var failure: (any Error)?
            do {
                try desk.store.transaction { for job in jobs { answers.append(job.run(desk)) } }
            } catch {
                failure = error
                // Of a transaction that could not begin, no job ran.
                for job in jobs.dropFirst(answers.count) { job.fail(error) }
            }
            for answer in answers { answer(failure) }
            desk.store.checkpointIfLarge()
            let isDone = waiting.withLock { waiting in
                waiting.removeFirst(jobs.count)
                return waiting.isEmpty
            }
            if isDone { return }
        }
    }

    /// Moves everything into the database file, at the end.
    func close() throws { try desk.store.checkpoint() }
}
