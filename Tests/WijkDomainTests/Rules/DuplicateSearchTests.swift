import SyncCore
import Testing

@testable import WijkDomain

@Suite("Findings that may be one and the same (C8)")
struct DuplicateSearchTests {
    typealias Candidate = DuplicateSearch.Candidate

    @Test func `S-UTR 4: one lamp post seen 6 metres apart is suggested, once`() throws {
        let pairs = DuplicateSearch.pairs(among: [try seen(2, east: 6_000), try seen(1)])
        #expect(pairs == [DuplicateSearch.Pair(first: id(1), second: id(2), millimetres: 6_000)])
    }

    @Test func `15 metres is near, a millimetre more is not`() throws {
        #expect(DuplicateSearch.pairs(among: [try seen(1), try seen(2, east: 9_000, north: 12_000)]).count == 1)
        #expect(DuplicateSearch.pairs(among: [try seen(1), try seen(2, east: 15_001)]).isEmpty)
    }

    @Test func `another category or another day is another thing`() throws {
        #expect(DuplicateSearch.pairs(among: [try seen(1), try seen(2, category: "afval/huisafval")]).isEmpty)
        #expect(DuplicateSearch.pairs(among: [try seen(1), try seen(2, day: 1)]).isEmpty)
    }

    @Test func `what somebody said is not the same is not suggested again, whichever of the two says it`() throws {
        #expect(DuplicateSearch.pairs(among: [try seen(1, not: [2]), try seen(2)]).isEmpty)
        #expect(DuplicateSearch.pairs(among: [try seen(1), try seen(2, not: [1])]).isEmpty)
        #expect(DuplicateSearch.pairs(among: [try seen(1), try seen(2, not: [3])]).count == 1)
    }

    @Test func `the nearest come first, and a heap on one spot stops at the limit`() throws {
        let heap = try (1...200).map { try seen($0, east: Int64($0)) }
        #expect(DuplicateSearch.pairs(among: heap, limit: 500).count == 500)
        let near = DuplicateSearch.pairs(among: [try seen(1), try seen(2, east: 9_000), try seen(3, east: 4_000)])
        #expect(near.map(\.millimetres) == [4_000, 5_000, 9_000])
    }

    @Test(arguments: 0..<20)
    func `the grid finds what comparing all with all finds`(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        let categories = ["afval/grofvuil", "schoon/graffitiwildplak"]
        let found = try (1...300).map { number in
            try seen(
                number, east: Int64.random(in: -60_000...60_000, using: &random), north: Int64.random(in: -60_000...60_000, using: &random),
                category: categories.randomElement(using: &random) ?? "", day: Int64.random(in: 0...1, using: &random),
                not: Set((0..<3).map { _ in Int.random(in: 1...300, using: &random) }))
        }
        var naive: [DuplicateSearch.Pair] = []
        for (index, first) in found.enumerated() {
            for second in found[(index + 1)...] { if let pair = DuplicateSearch.pair(first, second) { naive.append(pair) } }
        }
        let pairs = DuplicateSearch.pairs(among: found.shuffled(using: &random), limit: .max)
        #expect(pairs == naive.sorted { ($0.millimetres, $0.first, $0.second) < ($1.millimetres, $1.first, $1.second) })
        #expect(!pairs.isEmpty)
    }

    @Test func `100,000 findings of a day in one wijk are compared without comparing all with all`() throws {
        var random = Seeded(8)
        let found = try (1...100_000).map { number in
            try seen(
                number, east: Int64.random(in: 0...2_000_000, using: &random), north: Int64.random(in: 0...2_000_000, using: &random),
                category: Categories.slugs[number % 120])
        }
        #expect(DuplicateSearch.pairs(among: found, limit: .max).count > 1_000)
    }

    @Test func `a finding takes part with a sub-category, a place and a day, unless it is deleted or a duplicate already`() throws {
        #expect(Candidate(try finding()) != nil)
        #expect(Candidate(try finding(["status": .text("dubbel")])) == nil)
        #expect(Candidate(try finding(["deleted": .integer(1)])) == nil)
        #expect(Candidate(try finding(["category": .text("afval")])) == nil)
        #expect(Candidate(try finding(["observed_at": .null])) == nil)
        #expect(Candidate(try finding(["latitude": .integer(48_926_000)])) == nil)
        let other = try #require(Candidate(try finding(["distinct_from": .text("\(id(3))\n\(id(4))")])))
        #expect(other.distinct == [id(3), id(4)])
        #expect(other.day.description == "1997-05-06")
    }

    private func finding(_ changes: [String: Value] = [:]) throws -> RecordValues {
        let usual: [String: Value] = [
            "status": .text("nieuw"), "category": .text("afval/grofvuil"), "observed_at": .integer(862_920_000_000),
            "latitude": .integer(520_919_328), "longitude": .integer(51_099_593),
        ]
        return record(1, "finding", usual.merging(changes) { $1 })
    }

    private func seen(
        _ number: Int, east: Int64 = 0, north: Int64 = 0, category: String = "afval/grofvuil", day: Int64 = 0, not: Set<Int> = []
    ) throws -> Candidate {
        Candidate(
            id: id(number), category: category, place: try RD(x: 136_000_000 + east, y: 456_000_000 + north),
            day: CalendarDay(milliseconds: 862_920_000_000 + day * 86_400_000), distinct: Set(not.map(id)))
    }
}
