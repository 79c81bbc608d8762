import FoundationEssentials
import Testing

@testable import WijkDomain

/// Seeded histories of people with their roles, on devices that are away for long, under each of the five profiles. A failure names its
/// seed; `SIM_SEED=… DOMAIN_HISTORIES=1` runs that one alone, and `DOMAIN_TRACE=1` tells it.
@Suite("Histories of a municipality")
struct HistoryTests {
    static let environment = ProcessInfo.processInfo.environment
    static let firstSeed = environment["SIM_SEED"].flatMap { UInt64($0) } ?? 1
    static let histories = environment["DOMAIN_HISTORIES"].flatMap { Int($0) } ?? 100

    private let shelf: Shelf

    init() throws { shelf = try Shelf() }

    /// Plays a history, and then what the body adds to it.
    private func play<Result>(_ seed: UInt64, _ body: (Town) throws -> Result) throws -> Result? {
        let town = try Town(seed: seed, shelf: shelf)
        do {
            for _ in 0..<(60 + town.random.below(80)) { try town.step() }
            let result = try body(town)
            try town.close()
            return result
        } catch {
            Issue.record("SIM_SEED=\(seed) \(town.bylaws.municipality) (\(town.mishaps)): \(error)")
            return nil
        }
    }

    @Test func `I2 I17 I18 U2: whoever writes what, however late, the rules hold and nothing is lost`() throws {
        var seen: [String: Int] = [:]
        for offset in 0..<Self.histories {
            try play(Self.firstSeed + UInt64(offset)) { town in
                try town.heal()
                try town.check()
                seen.merge(town.counters) { $0 + $1 }
            }
        }
        print(seen.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
        guard Self.histories >= 100 else { return }
        for event in Self.events { #expect(seen[event, default: 0] > 0, "\(event) never happened") }
    }

    @Test func `C5 I17: after the same decision it does not matter who synced first`() throws {
        for offset in 0..<max(1, Self.histories / 5) {
            let seed = Self.firstSeed + UInt64(offset)
            let outcomes = try [false, true].map { isOtherOrder in try play(seed) { try $0.meet(isOtherOrder: isOtherOrder) } }
            #expect(outcomes[0] == outcomes[1], "SIM_SEED=\(seed)")
        }
    }

    /// What the histories must have in them, all together.
    private static let events = [
        "request lost", "reply lost", "late request", "late reply", "stale reply", "server crash", "device crash", "absence",
        "written against the rules", "kept from writing", "judged as foretold", "judged anew", "role ended", "role given",
        "profile activated", "budget raised", "area lost", "area gained", "accepted", "held", "proposed for an adopted plan",
        "one place claimed twice", "reopened", "settled by proxy", "settled C1", "settled C2", "settled C3", "settled C5", "settled C6",
        "settled C9", "refused right.role", "refused right.field", "refused right.process", "refused conflict.settle",
        "refused plan.closed", "refused rank.self", "refused budget.overdraft", "refused budget.codecision",
    ]
}
