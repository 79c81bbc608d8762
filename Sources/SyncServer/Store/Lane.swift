internal import Dispatch
internal import SyncCore

/// A thread of its own for what blocks: SQLite must never hold up the cooperative pool or an event loop (STYLE, pitfall 6).
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label, qos: .userInitiated) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}

/// Owns one desk that only reads, and lends it to one job at a time on its own thread.
actor ReadingLane {
    private let executor: QueueExecutor
    private let desk: Desk

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(_ data: DataFolder, label: String) throws {
        executor = QueueExecutor(label: label)
        desk = try Desk(data, access: .readOnly)
    }

    func perform<Result: Sendable>(_ body: @Sendable (Desk) throws -> Result) throws -> Result {
        try desk.store.reading { try body(desk) }
    }
}
