import Testing

@testable import SyncCore

/// When a sync goes on, and when it gives up: decided by replies alone.
@Suite struct SessionProgressTests {
    /// Still to send, and nothing sent.
    private func reply(_ change: (inout Applied) -> Void = { _ in }) -> Applied {
        var applied = Applied()
        applied.pending = 2
        change(&applied)
        return applied
    }

    private func isGivenUp(after replies: [Applied]) -> Bool {
        var session = SyncSession()
        _ = session.start([])
        return replies.contains { if case .fail = session.applied($0, areas: []) { true } else { false } }
    }

    @Test func `a server that takes and gives nothing is not asked for ever`() {
        #expect(isGivenUp(after: (0..<4).map { _ in reply() }))
        #expect(!isGivenUp(after: (0..<3).map { _ in reply() }))
    }

    @Test func `an area that opens, empty or not, or that closes, is something`() {
        let changes = (0..<8).map { number in reply { if number % 2 == 0 { $0.opened = 1 } else { $0.closed = ["A"] } } }
        #expect(!isGivenUp(after: changes))
    }
}
