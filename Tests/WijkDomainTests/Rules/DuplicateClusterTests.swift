import SyncCore
import Testing

@testable import WijkDomain

@Suite("Findings that may all be the same thing (C8)")
struct DuplicateClusterTests {
    private func pair(_ first: Int, _ second: Int, _ metres: Int64) -> DuplicateSearch.Pair {
        DuplicateSearch.Pair(first: id(first), second: id(second), millimetres: metres * 1_000)
    }

    @Test func `pairs with a finding in common are one suggestion, as wide as the widest of them`() {
        let clusters = DuplicateSearch.clusters(of: [pair(1, 2, 3), pair(7, 8, 4), pair(2, 5, 9), pair(1, 5, 6)])
        #expect(clusters.map(\.findings) == [[7, 8].map { id($0) }, [1, 2, 5].map { id($0) }])
        #expect(clusters.map(\.millimetres) == [4_000, 9_000])
    }

    @Test func `a link found late joins what stood apart`() {
        let clusters = DuplicateSearch.clusters(of: [pair(5, 6, 1), pair(1, 2, 1), pair(2, 6, 2)])
        #expect(clusters.map(\.findings) == [[1, 2, 5, 6].map { id($0) }])
    }

    @Test func `without pairs there is nothing to suggest`() {
        #expect(DuplicateSearch.clusters(of: []).isEmpty)
    }
}
