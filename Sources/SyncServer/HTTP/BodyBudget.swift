internal import Synchronization

/// How many bytes of bodies are held at once. A body for which there is no room waits, unread, in the order in which they came; TCP
/// holds its sender back meanwhile.
final class BodyBudget: Sendable {
    private struct Waiting {
        let bytes: Int
        let go: CheckedContinuation<Void, Never>
    }

    private struct State {
        var free: Int
        var waiting: [Waiting] = []
    }

    let limit: Int
    private let state: Mutex<State>

    init(limit: Int) {
        self.limit = limit
        state = Mutex(State(free: limit))
    }

    /// Runs the work with so many bytes set apart; with all there are, when it asks for more.
    func holding<Result>(_ bytes: Int, _ work: () async throws -> Result) async rethrows -> Result {
        let share = min(bytes, limit)
        await take(share)
        defer { give(share) }
        return try await work()
    }

    private func take(_ bytes: Int) async {
        await withCheckedContinuation { go in
            let isFree = state.withLock { state in
                // Nobody is overtaken: a large body would wait for ever behind many small ones.
                guard state.waiting.isEmpty, state.free >= bytes else {
                    state.waiting.append(Waiting(bytes: bytes, go: go))
                    return false
                }
                state.free -= bytes
                return true
            }
            if isFree { go.resume() }
        }
    }

    private func give(_ bytes: Int) {
        let next = state.withLock { state in
            state.free += bytes
            var next: [Waiting] = []
            while let first = state.waiting.first, first.bytes <= state.free {
                state.free -= first.bytes
                next.append(state.waiting.removeFirst())
            }
            return next
        }
        for each in next { each.go.resume() }
    }
}
