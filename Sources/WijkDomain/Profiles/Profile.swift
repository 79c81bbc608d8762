/// How one municipality does it: everything in which the five of the report differ (DOMAIN 6), as data. All else is the same engine.
public struct Profile: Sendable, Equatable {
    public enum Overdraft: String, Sendable, CaseIterable {
        /// Held, with its shortfall, until the decider decides.
        case hold = "vasthouden"
        /// Becomes a proposal to the body that can give more (§3.2).
        case proposal = "voorstel"
        /// Held, and planned anew over the years (§4.3).
        case replan = "herplannen"
        case refuse = "weigeren"
    }

    public struct Budget: Sendable, Equatable {
        public var sort = ""
        /// `per_inwoner`, `vast` or `geen`.
        public var basis = "geen"
        public var cents: Int64 = 0
        public var currency = "EUR"
        /// Who decides about bookings.
        public var holders: [Role] = []
        /// The body whose word it is.
        public var body = ""
        public var overdraft = Overdraft.hold
        /// The body of residents without whose decision nothing more is granted (§5.5); empty without one.
        public var coDecision = ""
    }

    public struct Body: Sendable, Equatable {
        public let name: String
        /// Whether what it decides binds (§5.4, §6.3).
        public let isBinding: Bool
    }

    public internal(set) var text = ""
    public internal(set) var name = ""
    public internal(set) var code = ""
    public internal(set) var version: Int64 = 1
    public internal(set) var currency = "EUR"

    public internal(set) var levels: [String] = []
    /// By level, how many inhabitants are usual; outside it is worth a warning.
    public internal(set) var sizes: [String: ClosedRange<Int>] = [:]

    public internal(set) var planSorts: [String] = []
    public internal(set) var phases: [String] = []
    /// A plan of the first sort lies in one of the second (§5.1).
    public internal(set) var layers: [String: String] = [:]
    public internal(set) var themes: [String] = []
    public internal(set) var themeRequired = false
    /// The sorts of plans that together are the one that nobody writes (§3.2); empty where it is written.
    public internal(set) var computedFrom: [String] = []
    public internal(set) var computed = ""
    public internal(set) var horizon: Int64 = 1
    public internal(set) var contentOwners: [Role] = []
    public internal(set) var notification = false
    public internal(set) var decisionRoute: [String] = []

    /// The body whose order counts; empty where there is no order (§3.5).
    public internal(set) var orderBody = ""
    public internal(set) var orderRoles: [Role] = []
    public internal(set) var orderBinding = false

    /// Without one there is nothing to book on (§6.3).
    public internal(set) var budget: Budget?

    public internal(set) var destinations: [String] = []
    public internal(set) var fastLane = ""
    public internal(set) var fastLaneOutsidePlan = false
    public internal(set) var outOfScope: [String] = []
    public internal(set) var beyondWijk = ""

    public internal(set) var bodies: [Body] = []
    public internal(set) var roles: [Role: String] = [:]
    public internal(set) var processOnly: [Role] = []
    public internal(set) var partners: [String] = []
    public internal(set) var contactPerService = false
    public internal(set) var indicators: [String] = []
    public internal(set) var audiences: [String] = []
    public internal(set) var say: [String] = []
    public internal(set) var sayStart = ""
    /// Who holds text about one household besides its author.
    public internal(set) var confidants: [Role] = []

    public func body(_ name: String) -> Body? { bodies.first { $0.name == name } }

    /// What people call the role here: `wijkmanager`.
    public func localName(_ role: Role) -> String { roles[role] ?? role.rawValue }

    /// Roles as people read them, without those that the municipality has no word for: nobody has them there.
    func spoken(_ roles: [Role]) -> String {
        roles.filter { self.roles.isEmpty || self.roles[$0] != nil }.map(localName).joined(separator: ", ")
    }

    /// What the budget of an area is; `nil` without a budget, when the inhabitants it depends on are not known, or when it would be
    /// more than an amount can be.
    public func grant(inhabitants: Int?) -> Int64? {
        guard let budget else { return nil }
        switch budget.basis {
        case "vast": return budget.cents
        case "per_inwoner":
            guard let inhabitants else { return nil }
            let (cents, isTooMuch) = Int64(inhabitants).multipliedReportingOverflow(by: budget.cents)
            return isTooMuch || cents > Money.most ? nil : cents
        default: return nil
        }
    }

    /// What another version says differently, name by name, in the order of the alphabet; `nil` where one of them says nothing.
    public func differences(from old: Profile) -> [(name: String, old: String?, new: String?)] {
        let (before, after) = (ProfileFile(old.text, keys: ProfileReader.keys).entries, ProfileFile(text, keys: ProfileReader.keys).entries)
        return Set(before.keys).union(after.keys).sorted().compactMap { name in
            let (old, new) = (before[name]?.value, after[name]?.value)
            return old == new ? nil : (name, old, new)
        }
    }

    /// Whether an area has more or fewer inhabitants than areas of its level should have (§6.2).
    public func isUnusual(level: String, inhabitants: Int) -> Bool { sizes[level].map { !$0.contains(inhabitants) } ?? false }
}
