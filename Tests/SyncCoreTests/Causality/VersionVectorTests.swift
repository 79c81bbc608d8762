import Testing

@testable import SyncCore

/// The laws of a version vector, over every set of five dots: it must behave as the set it stands for.
@Suite struct VersionVectorTests {
    static let universe = [dot(1, 1), dot(1, 2), dot(1, 3), dot(2, 1), dot(2, 2)]
    static let sets = (0..<32).map { mask in universe.indices.filter { mask >> $0 & 1 == 1 }.map { universe[$0] } }

    static func vector(_ dots: some Sequence<Dot>) -> VersionVector {
        var vector = VersionVector()
        for dot in dots { vector.insert(dot) }
        return vector
    }

    @Test func `the order of insertion does not matter`() {
        for set in Self.sets { #expect(Self.vector(set) == Self.vector(set.reversed())) }
    }

    @Test func `I4: a vector contains the dots put in and no other`() {
        for set in Self.sets {
            let vector = Self.vector(set)
            #expect(Self.universe.filter { vector.contains($0) } == set)
            #expect(!vector.contains(dot(1, 4)) && !vector.contains(dot(3, 1)))
            #expect(vector.isEmpty == set.isEmpty)
        }
    }

    @Test func `join is the union: commutative, associative, idempotent`() {
        let vectors = Self.sets.map { Self.vector($0) }
        for (a, first) in zip(Self.sets, vectors) {
            #expect(first.joined(with: first) == first)
            for (b, second) in zip(Self.sets, vectors) {
                let both = first.joined(with: second)
                #expect(both == Self.vector(a + b))
                #expect(both == second.joined(with: first))
                for third in vectors { #expect(both.joined(with: third) == first.joined(with: second.joined(with: third))) }
            }
        }
    }

    @Test func `descends is inclusion: reflexive, antisymmetric, transitive`() {
        let vectors = Self.sets.map { Self.vector($0) }
        for (a, first) in zip(Self.sets, vectors) {
            for (b, second) in zip(Self.sets, vectors) {
                #expect(first.descends(second) == Set(a).isSuperset(of: b), "\(a) \(b)")
                #expect(first.isConcurrent(with: second) == (!Set(a).isSuperset(of: b) && !Set(b).isSuperset(of: a)))
                if first.descends(second), second.descends(first) { #expect(first == second) }
                for third in vectors where first.descends(second) && second.descends(third) { #expect(first.descends(third)) }
            }
        }
    }

    @Test(arguments: 0...4 as ClosedRange<UInt64>)
    func `truncation drops what lies beyond, of that incarnation only`(k: UInt64) {
        for set in Self.sets {
            var vector = Self.vector(set)
            vector.truncate(life(1), to: k)
            #expect(vector == Self.vector(set.filter { $0.incarnation != life(1) || $0.k <= k }), "\(set)")
        }
    }

    @Test func `including through a dot adds all before it and swallows single ones`() {
        var vector = Self.vector([dot(1, 5), dot(1, 9)])
        vector.include(through: dot(1, 4))
        #expect(vector.bound(of: life(1)) == 5)
        #expect(vector.extraDots == [dot(1, 9)])
        vector.include(through: dot(1, 2))
        #expect(vector.bound(of: life(1)) == 5)
        vector.include(through: dot(1, 20))
        #expect(vector.entries == [dot(1, 20)] && vector.extraDots.isEmpty)
    }

    @Test func `entries come sorted, whatever a dictionary's order`() {
        let vector = VersionVector((1...50).reversed().map { (life($0), $0) })
        #expect(vector.entries == (1...50).map { dot($0, $0) })
    }

    @Test func `a context covers its own earlier ops, its cursor, and its dots`() {
        var context = Context(seen: 5)
        context.vector.insert(dot(3, 7))
        let writer = dot(1, 4)
        #expect(context.covers(dot(1, 3), at: 0, writer: writer))
        #expect(!context.covers(dot(1, 4), at: 1, writer: writer) && !context.covers(dot(1, 5), at: 1, writer: writer))
        #expect(context.covers(dot(2, 9), at: 5, writer: writer) && !context.covers(dot(2, 9), at: 6, writer: writer))
        #expect(!context.covers(dot(2, 9), at: 0, writer: writer))
        #expect(context.covers(dot(3, 7), at: 9, writer: writer) && !context.covers(dot(3, 6), at: 9, writer: writer))
    }
}
