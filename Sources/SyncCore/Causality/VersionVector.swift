/// A set of dots: for each incarnation all k up to a bound, and dots beyond the bound one by one.
///
/// The single dots ("extra") are what keeps a vector honest when what it stands for has gaps: a plain maximum would claim
/// ops that its holder never saw (I4; PROMISES T11).
public struct VersionVector: Hashable, Sendable {
    private var bounds: [Incarnation: UInt64] = [:]
    private var extra: Set<Dot> = []

    public init() {}

    public init(_ entries: [(Incarnation, UInt64)]) {
        for (incarnation, k) in entries { include(through: Dot(incarnation, k)) }
    }

    /// The bound per incarnation, sorted, so that nothing depends on a dictionary's order.
    public var entries: [Dot] { bounds.map { Dot($0.key, $0.value) }.sorted() }

    /// The dots beyond their incarnation's bound, sorted.
    public var extraDots: [Dot] { extra.sorted() }

    public var isEmpty: Bool { bounds.isEmpty && extra.isEmpty }

    /// The highest k through which every op of the incarnation is in the set; 0 for none.
    public func bound(of incarnation: Incarnation) -> UInt64 { bounds[incarnation] ?? 0 }

    public func contains(_ dot: Dot) -> Bool { dot.k <= bound(of: dot.incarnation) || extra.contains(dot) }

    /// Adds every dot of the incarnation up to and including this one.
    public mutating func include(through dot: Dot) {
        guard dot.k > bound(of: dot.incarnation) else { return }
        bounds[dot.incarnation] = dot.k
        settle(dot.incarnation)
    }

    /// Adds this one dot and nothing else.
    public mutating func insert(_ dot: Dot) {
        guard !contains(dot) else { return }
        extra.insert(dot)
        if dot.k == bound(of: dot.incarnation) + 1 { absorb(dot.incarnation) }
    }

    public mutating func join(_ other: VersionVector) {
        for (incarnation, k) in other.bounds { include(through: Dot(incarnation, k)) }
        for dot in other.extra { insert(dot) }
    }

    public func joined(with other: VersionVector) -> VersionVector {
        var result = self
        result.join(other)
        return result
    }

    /// Whether every dot of the other is in this one too.
    public func descends(_ other: VersionVector) -> Bool {
        other.bounds.allSatisfy { contains(through: Dot($0.key, $0.value)) } && other.extra.allSatisfy { contains($0) }
    }

    /// Neither descends from the other.
    public func isConcurrent(with other: VersionVector) -> Bool { !descends(other) && !other.descends(self) }

    /// Drops every dot of the incarnation beyond k (DESIGN, identity 3: the truncation at a fork).
    public mutating func truncate(_ incarnation: Incarnation, to k: UInt64) {
        if bound(of: incarnation) > k { bounds[incarnation] = k == 0 ? nil : k }
        extra = extra.filter { $0.incarnation != incarnation || $0.k <= k }
    }

    private func contains(through dot: Dot) -> Bool {
        var k = bound(of: dot.incarnation)
        while k < dot.k, extra.contains(Dot(dot.incarnation, k + 1)) { k += 1 }
        return k >= dot.k
    }

    /// Restores the one form a set has after a bound went up: no extra dot at or below it, nor right after it.
    private mutating func settle(_ incarnation: Incarnation) {
        if extra.isEmpty { return }
        let reached = bound(of: incarnation)
        extra = extra.filter { $0.incarnation != incarnation || $0.k > reached }
        absorb(incarnation)
    }

    /// Takes dots that follow on the bound into it.
    private mutating func absorb(_ incarnation: Incarnation) {
        var k = bound(of: incarnation)
        while extra.remove(Dot(incarnation, k + 1)) != nil { k += 1 }
        if k > 0 { bounds[incarnation] = k }
    }
}
