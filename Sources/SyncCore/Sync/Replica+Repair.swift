/// Finding and mending records that differ from the server's although both have folded the same feed: a bug, or bit rot
/// (I9). The area's 256 buckets are compared, and the records of those that differ are taken anew.
extension Replica {
    /// How many buckets one request mends, so that a reply stays small (I20).
    static let bucketsPerRepair = 16

    /// The folded records of an area: what its digest is over.
    func foldedRecords(of area: AreaState, own: Actor, _ body: (RecordRef, RecordState) throws -> Void) throws {
        // Those that an own move shows elsewhere, too.
        var refs = Set(try store.overlaid(area: area.number))
        try store.records(area: area.number, after: nil) { ref, _ in
            refs.insert(ref)
            return true
        }
        for ref in refs.sorted() {
            guard let held = try hold(ref, own: own), !held.folded.isEmpty, held.home == area.number else { continue }
            try body(ref, held.folded)
        }
    }

    /// The sums of the area's buckets, computed from the records themselves.
    public func bucketSums(of area: AreaState) throws -> [Digest] {
        var sums = [Digest](repeating: Digest(), count: 256)
        try foldedRecords(of: area, own: try own()) { _, state in sums[state.bucket] += state.digest() }
        return sums
    }

    /// The buckets to take anew. When all are equal it is the kept digest that rotted: it is mended here.
    func differingBuckets(_ page: AreaPage, _ area: inout AreaState, _ applied: inout Applied) throws -> [UInt8] {
        guard page.bucketSums.count == 256, page.to == area.position else { return [] }
        let sums = try bucketSums(of: area)
        if sums == page.bucketSums {
            area.digest = sums.reduce(into: Digest()) { $0 += $1 }
            try store.save(area)
            applied.repaired += 1
        }
        return (0..<256).filter { sums[$0] != page.bucketSums[$0] }.prefix(Self.bucketsPerRepair).map { UInt8($0) }
    }

    /// Takes the records of the buckets as the server has them. What it does not have leaves the area; own ops that are
    /// still outside the feed stay.
    func repair(_ page: AreaPage, _ area: inout AreaState, own: Actor, _ applied: inout Applied) throws {
        guard page.to == area.position else { return }
        let buckets = Set(page.buckets)
        let arriving = Set(page.records.map { [$0.id.id, ID128(high: 0, low: UInt64($0.kind))] })
        var extra: [RecordRef] = []
        try foldedRecords(of: area, own: own) { ref, state in
            guard buckets.contains(UInt8(state.bucket)) else { return }
            if !arriving.contains([state.id.id, ID128(high: 0, low: UInt64(state.kind))]) { extra.append(ref) }
        }
        for ref in extra {
            guard let held = try hold(ref, own: own) else { continue }
            try put(held.folded.gone(moves: held.folded.moves), over: held, area: area, own: own)
        }
        for record in page.records where buckets.contains(UInt8(record.bucket)) { try adopt(record, into: &area, own: own, isRepair: true) }
        applied.repaired += page.records.count + extra.count
        area.digest = try bucketSums(of: area).reduce(into: Digest()) { $0 += $1 }
        area.note(page.digest, &applied)
        try store.save(area)
    }

    /// The area's digest computed from its records, to be compared with the one that is kept.
    public func recomputedDigest(of area: AreaState) throws -> Digest { try bucketSums(of: area).reduce(into: Digest()) { $0 += $1 } }
}
