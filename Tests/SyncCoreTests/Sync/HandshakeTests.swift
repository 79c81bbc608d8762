import Testing

@testable import SyncCore

/// Who is who, before anything is pulled: a normal push, a retry, a copy, a rolled-back server.
@Suite struct HandshakeTests {
    /// A chain of ops named by letters, from the start of life 1.
    private static func chain(_ ops: String) -> Chain {
        var chain = Chain(start: life(1))
        for op in ops.utf8 { chain.append([op]) }
        return chain
    }

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        /// What the device has acknowledged, sends, and has written in all.
        let base: String
        let sends: String
        let written: Int
        /// What the server holds, and where pushes ended there.
        let held: String
        var pushes: [Int] = []
        let verdict: Handshake.Verdict
    }

    static let cases = [
        Case(testDescription: "the very first push", base: "", sends: "ab", written: 2, held: "", verdict: .proceed(known: 0)),
        Case(testDescription: "a normal push", base: "ab", sends: "cd", written: 4, held: "ab", verdict: .proceed(known: 0)),
        Case(testDescription: "nothing to push", base: "ab", sends: "", written: 2, held: "ab", verdict: .proceed(known: 0)),
        Case(testDescription: "more written than sent", base: "ab", sends: "c", written: 9, held: "ab", verdict: .proceed(known: 0)),
        Case(testDescription: "F15: a retry of everything", base: "", sends: "ab", written: 2, held: "ab", verdict: .proceed(known: 2)),
        Case(
            testDescription: "F15: a retry with new ops behind it", base: "ab", sends: "cdef", written: 6, held: "abcd", pushes: [2],
            verdict: .proceed(known: 2)),
        Case(
            testDescription: "a pull after a lost reply", base: "ab", sends: "", written: 4, held: "abcd", pushes: [2],
            verdict: .unproven),
        Case(
            testDescription: "F6: a fork by other content", base: "ab", sends: "xy", written: 4, held: "abcd", pushes: [2], verdict: .fork),
        Case(testDescription: "F6: a fork in the last op", base: "ab", sends: "cx", written: 4, held: "abcd", pushes: [2], verdict: .fork),
        Case(
            testDescription: "F3: a fork by a shorter history", base: "ab", sends: "", written: 3, held: "abcd", pushes: [2], verdict: .fork
        ),
        Case(
            testDescription: "F3: a fork by a shorter history that sends all it has", base: "ab", sends: "c", written: 3, held: "abcd",
            pushes: [2], verdict: .fork),
        Case(testDescription: "F8: another past of the same length", base: "ax", sends: "", written: 2, held: "ab", verdict: .fork),
        Case(testDescription: "a base where no push ended", base: "a", sends: "bcd", written: 4, held: "abcd", pushes: [2], verdict: .fork),
        Case(
            testDescription: "F6: a fork in a retry that ends before the head", base: "ab", sends: "x", written: 4, held: "abcd",
            pushes: [2],
            verdict: .fork),
        Case(testDescription: "F1: a server that is behind", base: "abc", sends: "d", written: 4, held: "ab", verdict: .serverBehind),
        Case(testDescription: "F1: a server that knows nothing", base: "abc", sends: "", written: 3, held: "", verdict: .serverBehind),
    ]

    private func judge(_ it: Case) -> Handshake.Verdict {
        let base = Self.chain(it.base)
        var request = SyncRequest(epoch: nil, incarnation: life(1), base: base.k, baseHash: base.hash, written: UInt64(it.written))
        request.ops = it.sends.utf8.map { [$0] }
        let head = Self.chain(it.held)
        let known = ([0, it.held.count] + it.pushes).first { UInt64($0) == base.k }
        let held = Array(it.held.utf8)
        return Handshake.judge(request, head: head, atBase: known.map { Self.chain(String(it.held.prefix($0))).hash }) { k in
            k <= held.count ? [held[Int(k) - 1]] : nil
        }
    }

    @Test(arguments: cases) func `identity is judged before anything else`(it: Case) { #expect(judge(it) == it.verdict) }

    /// A client that makes smaller pages than before (an update, a limit on the way) retries with a part of what it had sent.
    @Test func `F15: a retry with fewer ops than were sent before is a retry, not a fork`() {
        let part = Case(testDescription: "", base: "ab", sends: "c", written: 4, held: "abcd", pushes: [2], verdict: .proceed(known: 1))
        #expect(judge(part) == part.verdict)
    }
}
