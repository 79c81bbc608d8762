public import SyncCore

/// What came, went and changed between two plans, or between two years of one (§4.3: a programme that is adopted every year).
public struct PlanDifference: Sendable {
    /// An item as one of the two has it.
    public struct Line: Sendable {
        public let id: RecordID
        public let title: String
        public let theme: String
        /// The code of the area it lies in.
        public let area: String
        public let status: String
        public let amount: PlanAmount

        public init(_ item: RecordValues, amount: PlanAmount) {
            id = item.id
            title = item.text("title")
            theme = item.text("theme")
            area = item.area
            status = item.text("status")
            self.amount = amount
        }

        /// Items of two records are one item when they are called the same.
        var name: String { title.lowercased().split { $0.isWhitespace }.joined(separator: " ") }
    }

    /// In what an item differs.
    public enum Aspect: String, Sendable, CaseIterable {
        case title, theme, area, status, amount
        /// The same money in other years.
        case years
    }

    public struct Change: Sendable {
        public let before: Line
        public let after: Line
        public let aspects: [Aspect]
    }

    /// Both sums of one part of a plan: of a theme, or of an area.
    public struct Part: Sendable, Equatable {
        public let name: String
        public let before: PlanSums
        public let after: PlanSums
    }

    public let came: [Line]
    public let went: [Line]
    public let changed: [Change]
    /// How many are in both and the same.
    public let same: Int
    public let before: PlanSums
    public let after: PlanSums
    public let themes: [Part]
    public let areas: [Part]

    /// - Parameters: the items of both, in the order in which they are to be named. An item that keeps its record is the same item, and
    ///   else the first that is called the same.
    public init(before: [Line], after: [Line]) {
        var partners: [RecordID: Line] = [:]
        var free = Dictionary(grouping: before.filter { line in !after.contains { $0.id == line.id } }, by: \.name)
        let known = Dictionary(before.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for line in after {
            if let old = known[line.id] {
                partners[line.id] = old
            } else if let old = free[line.name]?.first {
                free[line.name]?.removeFirst()
                partners[line.id] = old
            }
        }
        let kept = Set(partners.values.map(\.id))
        let changes = after.compactMap { line in
            partners[line.id].map { Change(before: $0, after: line, aspects: Self.aspects($0, line)) }
        }
        came = after.filter { partners[$0.id] == nil }
        went = before.filter { !kept.contains($0.id) }
        changed = changes.filter { !$0.aspects.isEmpty }
        same = changes.count - changed.count
        self.before = PlanSums(before.map(\.amount))
        self.after = PlanSums(after.map(\.amount))
        themes = Self.parts(before, after, by: \.theme)
        areas = Self.parts(before, after, by: \.area)
    }

    private static func aspects(_ before: Line, _ after: Line) -> [Aspect] {
        var found: [Aspect] = []
        if before.title != after.title { found.append(.title) }
        if before.theme != after.theme { found.append(.theme) }
        if before.area != after.area { found.append(.area) }
        if before.status != after.status { found.append(.status) }
        if before.amount.currency != after.amount.currency || before.amount.total != after.amount.total {
            found.append(.amount)
        } else if before.amount.years != after.amount.years {
            found.append(.years)
        }
        return found
    }

    private static func parts(_ before: [Line], _ after: [Line], by part: (Line) -> String) -> [Part] {
        let (old, new) = (Dictionary(grouping: before, by: part), Dictionary(grouping: after, by: part))
        return Set(old.keys).union(new.keys).sorted().map { name in
            Part(name: name, before: PlanSums((old[name] ?? []).map(\.amount)), after: PlanSums((new[name] ?? []).map(\.amount)))
        }
    }
}

extension PlanAmount {
    /// What of it falls in one year; `nil` when nothing does.
    public func only(in year: Int64) -> PlanAmount? { years[year].map { PlanAmount(currency: currency, years: [year: $0], total: $0) } }
}
