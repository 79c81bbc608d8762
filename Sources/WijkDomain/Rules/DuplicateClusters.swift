public import SyncCore

extension DuplicateSearch {
    /// Findings that may all be the same thing: three groups of walkers saw one lamp post.
    public struct Cluster: Sendable, Equatable {
        /// The oldest first.
        public let findings: [RecordID]
        /// How far two of them that may be the same lie apart at most.
        public let millimetres: Int64
    }

    /// Pairs that have a finding in common, together; the nearest first.
    public static func clusters(of pairs: [Pair]) -> [Cluster] {
        var parents: [RecordID: RecordID] = [:]
        func root(_ id: RecordID) -> RecordID {
            var id = id
            while let parent = parents[id], parent != id { id = parent }
            return id
        }
        for pair in pairs {
            let (first, second) = (root(pair.first), root(pair.second))
            parents[max(first, second)] = min(first, second)
            parents[min(first, second)] = min(first, second)
        }
        var members: [RecordID: Set<RecordID>] = [:]
        var widths: [RecordID: Int64] = [:]
        for pair in pairs {
            let root = root(pair.first)
            members[root, default: []].formUnion([pair.first, pair.second])
            widths[root] = max(widths[root] ?? 0, pair.millimetres)
        }
        return members.map { root, ids in Cluster(findings: ids.sorted(), millimetres: widths[root] ?? 0) }
            .sorted { ($0.millimetres, $0.findings[0]) < ($1.millimetres, $1.findings[0]) }
    }
}
