public import SyncCore

/// Findings that may be one and the same (C8): two groups saw the same lamp post. A suggestion, since nothing is ever merged by
/// itself: a person says `dubbel`, or that they are not the same.
public struct DuplicateSearch {
    /// What the search looks at of a finding.
    public struct Candidate: Sendable {
        public let id: RecordID
        /// With its main category: `afval/grofvuil`.
        public let category: String
        public let place: RD
        /// The day it was observed, in UTC.
        public let day: CalendarDay
        /// Findings that somebody said it is not the same as.
        public let distinct: Set<RecordID>

        public init(id: RecordID, category: String, place: RD, day: CalendarDay, distinct: Set<RecordID> = []) {
            self.id = id
            self.category = category
            self.place = place
            self.day = day
            self.distinct = distinct
        }

        /// `nil` for a finding that takes no part: deleted, a duplicate already, or without sub-category, day or place in the country.
        public init?(_ finding: RecordValues) {
            let category = finding.text("category")
            guard !finding.isDeleted, finding.text("status") != "dubbel", category.contains("/"),
                let observed = finding["observed_at"].integer, let latitude = finding["latitude"].integer,
                let longitude = finding["longitude"].integer,
                let place = try? RD(WGS84(latitude: latitude, longitude: longitude))
            else { return nil }
            self.init(
                id: finding.id, category: category, place: place, day: CalendarDay(milliseconds: observed),
                distinct: Set(finding.text("distinct_from").split(separator: "\n").compactMap { RecordID(String($0)) }))
        }
    }

    public struct Pair: Sendable, Equatable {
        /// The one with the lower id, which is the older one.
        public let first: RecordID
        public let second: RecordID
        public let millimetres: Int64
    }

    /// How far two findings of one thing lie apart at most: twice what a phone is off.
    static let reach: Int64 = 15_000

    /// The pairs, nearest first.
    ///
    /// - Parameter limit: where the search stops, since a thousand findings on one spot make half a million pairs.
    public static func pairs(among candidates: [Candidate], limit: Int = 10_000) -> [Pair] {
        var groups: [Group: Int64] = [:]
        var cells: [Int64: [Int]] = [:]
        var pairs: [Pair] = []
        let sorted = candidates.sorted { $0.id < $1.id }
        search: for (index, candidate) in sorted.enumerated() {
            let number = Int64(groups.count)
            let group = groups[Group(category: candidate.category, day: candidate.day), default: number]
            if group == number { groups[Group(category: candidate.category, day: candidate.day)] = number }
            let home = Self.cell(candidate.place, in: group)
            for cell in Self.around(home) {
                for other in cells[cell] ?? [] {
                    guard let pair = pair(sorted[other], candidate) else { continue }
                    pairs.append(pair)
                    if pairs.count == limit { break search }
                }
            }
            cells[home, default: []].append(index)
        }
        return pairs.sorted { ($0.millimetres, $0.first, $0.second) < ($1.millimetres, $1.first, $1.second) }
    }

    private struct Group: Hashable {
        let category: String
        let day: CalendarDay
    }

    /// A square of the reach, by group, row and column in one number: whatever lies within reach is in it or in one of its eight
    /// neighbours. No row or column of the country is a neighbour across the edge of 2¹⁶.
    private static func cell(_ place: RD, in group: Int64) -> Int64 {
        let column = (place.x - RD.eastings.lowerBound) / reach + 1
        let row = (place.y - RD.northings.lowerBound) / reach + 1
        return group << 32 | row << 16 | column
    }

    private static func around(_ cell: Int64) -> [Int64] {
        [-1, 0, 1].flatMap { row in [-1, 0, 1].map { cell + (row << 16) + $0 } }
    }

    static func pair(_ first: Candidate, _ second: Candidate) -> Pair? {
        let east = first.place.x - second.place.x
        let north = first.place.y - second.place.y
        let square = east * east + north * north
        guard square <= reach * reach, first.category == second.category, first.day == second.day,
            !first.distinct.contains(second.id), !second.distinct.contains(first.id)
        else { return nil }
        return Pair(first: first.id, second: second.id, millimetres: Int64(Double(square).squareRoot()))
    }
}
