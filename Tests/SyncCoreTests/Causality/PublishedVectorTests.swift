import Testing

@testable import SyncCore

/// The unit tests of two published implementations, replayed as far as they can mean something here.
@Suite struct PublishedVectorTests {
    struct File: Decodable {
        struct Case: Decodable {
            let `case`: String
            let `let`: [[JSON]]
            let expect: [[JSON]]
        }

        let cases: [Case]
    }

    private static func cases(_ name: String) throws -> [File.Case] { try TestData.decode(File.self, "vectors/\(name).json").cases }

    /// riak_core's `vclock`.
    static let skippedClocks = [
        "prune_small": "vectors are never pruned by size: pruning makes false conflicts",
        "prune_young": "no wall clock decides what is dropped from a vector (I7)",
        "prune_big": "vectors are never pruned by size: pruning makes false conflicts",
        "prune_old": "no wall clock decides what is dropped from a vector (I7)",
    ]

    /// Ricardo Gonçalves' `dvvset`.
    static let skippedSets = [
        "equal (causal history only)": "clocks with anonymous values and empty entries: every value here has a dot",
        "lww by numeric value": "no value is dropped by comparing values: unequal ones are shown (I6)",
        "reconcile": "a sum or minimum is never written over a register: it is a ledger of records",
        "size": "counts anonymous values, which do not exist here",
        "ids_values": "counts anonymous values, which do not exist here",
    ]

    @Test(.enabled(if: TestData.isPresent)) func `riak vector clocks: the replayed and the skipped cases are all there are`() throws {
        let names = try Self.cases("vector_clocks").map(\.case)
        #expect(Set(names) == Set(VectorClockReplay.cases).union(Self.skippedClocks.keys))
        #expect(names.count == VectorClockReplay.cases.count + Self.skippedClocks.count)
    }

    @Test(.enabled(if: TestData.isPresent), arguments: VectorClockReplay.cases)
    func `riak vector clocks`(name: String) throws {
        let published = try #require(try Self.cases("vector_clocks").first { $0.case == name })
        var replay = VectorClockReplay()
        for binding in published.let { replay.clocks[binding[0].text!] = replay.clock(binding[1]) }
        #expect(!published.expect.isEmpty)
        for expectation in published.expect { #expect(replay.holds(expectation), "\(name): \(expectation)") }
    }

    @Test(.enabled(if: TestData.isPresent)) func `dotted version vector sets: the replayed and the skipped cases are all there are`() throws
    {
        let names = try Self.cases("dotted_version_vectors").map(\.case)
        #expect(Set(names) == Set(DottedSetReplay.cases).union(Self.skippedSets.keys))
        #expect(names.count == DottedSetReplay.cases.count + Self.skippedSets.count)
    }

    @Test(.enabled(if: TestData.isPresent), arguments: DottedSetReplay.cases)
    func `dotted version vector sets`(name: String) throws {
        let published = try #require(try Self.cases("dotted_version_vectors").first { $0.case == name })
        var replay = DottedSetReplay()
        for binding in published.let { replay.sets[binding[0].text!] = replay.set(binding[1]) }
        #expect(!published.expect.isEmpty)
        for expectation in published.expect { #expect(replay.holds(expectation), "\(name): \(expectation)") }
    }

    /// Small vectors of our own, in the same notation, which always run.
    @Test func `two clients that edit one value leave two, and a third that saw both leaves one`() {
        var replay = DottedSetReplay()
        replay.sets["A"] = replay.set(.list([.text("update"), .list([.text("new"), .list([.text("v1")])]), .null, .text("a")]))
        let seen = JSON.list([.text("join"), .text("A")])
        for (name, id) in [("B", "b"), ("C", "c")] {
            let client = JSON.list([.text("new_vv"), seen, .list([.text(name)])])
            replay.sets[name] = replay.set(.list([.text("update"), client, .text("A"), .text(id)]))
        }
        let both = JSON.list([.text("sync"), .list([.text("B"), .text("C")])])
        #expect(Set(replay.set(both).state.live(2).values) == [.text("B"), .text("C")])
        let client = JSON.list([.text("new_vv"), .list([.text("join"), both]), .list([.text("d")])])
        replay.sets["D"] = replay.set(.list([.text("update"), client, both, .text("a")]))
        #expect(replay.sets["D"]!.state.live(2).values.map(\.text) == ["d"])
        #expect(replay.sets["D"]!.known == VersionVector([(replay.life("a"), 2), (replay.life("b"), 1), (replay.life("c"), 1)]))
    }
}

/// Clocks as version vectors; timestamps are left out, as in their own equality.
struct VectorClockReplay {
    static let cases = ["example", "equals_or_dominates", "merge", "merge_less_left", "merge_less_right", "merge_same_id", "accessor"]

    var clocks: [String: VersionVector] = [:]

    private func life(_ name: String) -> Incarnation { SyncCoreTests.life(UInt64(name.utf8.reduce(0) { $0 * 256 + Int($1) })) }

    func clock(_ json: JSON) -> VersionVector {
        switch json {
        case .text(let name): return clocks[name]!
        case .object(let entries): return VersionVector(entries.map { (life($0.key), UInt64($0.value[0].number!)) })
        default: break
        }
        if json[0].text == "merge" { return json[1].list.reduce(VersionVector()) { $0.joined(with: clock($1)) } }
        var next = clock(json[2])
        let node = life(json[1].text!)
        next.insert(Dot(node, next.bound(of: node) + 1))
        return next
    }

    func holds(_ expectation: [JSON]) -> Bool {
        let (verb, claim) = (expectation[0].text, expectation[1])
        if verb == "eq" {
            if claim[0].text == "counter" { return clock(claim[2]).bound(of: life(claim[1].text!)) == UInt64(expectation[2].number!) }
            return clock(claim) == clock(expectation[2])
        }
        let (left, right) = (clock(claim[1]), clock(claim[2]))
        let result: Bool =
            switch claim[0].text {
            case "descends": left.descends(right)
            case "dominates": left.descends(right) && !right.descends(left)
            default: left == right
            }
        return result == (verb == "true")
    }
}
