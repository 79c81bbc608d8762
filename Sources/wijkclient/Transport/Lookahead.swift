import Dispatch
import SyncCore

/// Asks the next page of a pull while this one is being stored. One request at a time, on a thread of its own; the caller uses
/// the connection only when nothing is under way.
final class Lookahead {
    private let queue = DispatchQueue(label: "wijk.ahead")
    private let done = DispatchSemaphore(value: 0)
    private var asked: SyncRequest?
    private var result: Result<SyncRun.Answer, any Error>?

    func start(_ request: SyncRequest, _ ask: @escaping (SyncRequest) throws -> SyncRun.Answer) {
        asked = request
        let job = Job(run: { [self] in result = Result { try ask(request) } }, done: done)
        queue.async { job.perform() }
    }

    /// Carries work to the other thread. Sendable because of the hand-over: between `start` and the semaphore only that thread
    /// touches what the work captures (the connection, the result), and after the semaphore only the caller does.
    private final class Job: @unchecked Sendable {
        private let run: () -> Void
        private let done: DispatchSemaphore

        init(run: @escaping () -> Void, done: DispatchSemaphore) {
            self.run = run
            self.done = done
        }

        func perform() {
            run()
            done.signal()
        }
    }

    /// The answer that was asked ahead; `nil` when nothing was, or something else than is wanted now.
    func answer(to request: SyncRequest) throws -> SyncRun.Answer? {
        guard let asked else { return nil }
        finish()
        guard asked.asksTheSame(as: request), let result else { return nil }
        return try result.get()
    }

    /// Waits for what is under way, so that the connection is free.
    func finish() {
        if asked == nil { return }
        done.wait()
        asked = nil
    }
}
