/// The rules that a write can break. The raw value is what stands on the wire and in scripts, and never changes.
public enum Rule: String, Sendable, CaseIterable {
    case noRole = "right.role"
    case mayNotCreate = "right.create"
    case mayNotChange = "right.field"
    case processOnly = "right.process"
    case serverOnly = "right.server"
    case destination = "finding.destination"
    case converted = "finding.converted"
    case sortNotInUse = "plan.sort"
    case parentMissing = "plan.parent"
    case themeUnknown = "plan.theme"
    case planComputed = "plan.computed"
    case planClosed = "plan.closed"
    case cycle = "plan.cycle"
    case rankSelf = "rank.self"
    case rankNone = "rank.none"
    case notReported = "item.reported"
    case notBinding = "decision.binding"
    case noBudget = "budget.none"
    case amount = "budget.amount"
    case overdraft = "budget.overdraft"
    case coDecision = "budget.codecision"
    case ledger = "budget.ledger"
    case unwanted = "budget.unwanted"
    case notThere = "record.missing"
    case settle = "conflict.settle"
    case withheld = "text.withheld"

    /// The section of the report, or of the domain's own rules, that it comes from.
    public var section: String {
        switch self {
        case .noRole, .mayNotCreate, .mayNotChange, .serverOnly, .settle: "§6.4"
        case .processOnly: "§6.7"
        case .destination: "§5.5"
        case .converted, .planComputed: "§3.2"
        case .sortNotInUse, .parentMissing, .themeUnknown, .cycle: "§5.1, §4.3"
        case .planClosed: "§4.3"
        case .rankSelf, .rankNone: "§2.2(2), §3.5"
        case .notReported: "§5.3"
        case .notBinding: "§5.4, §6.3"
        case .noBudget: "§6.3"
        case .amount, .overdraft, .ledger: "§2.2(5)"
        case .coDecision: "§5.5"
        case .unwanted: "§2.5"
        case .notThere, .withheld: "§6.5"
        }
    }

    func text(dutch: Bool) -> String {
        switch self {
        case .noRole: dutch ? "%1 heeft in %2 geen rol" : "%1 has no role in %2"
        case .mayNotCreate: dutch ? "als %1 mag je geen %2 vastleggen" : "as %1 you may not record a %2"
        case .mayNotChange: dutch ? "als %1 mag je %3 van %2 hier niet wijzigen" : "as %1 you may not change %3 of %2 here"
        case .processOnly: dutch ? "als %1 gaat het om het proces, niet om de inhoud (%2)" : "as %1 it is process, not content (%2)"
        case .serverOnly: dutch ? "%1 wordt alleen op de server vastgelegd" : "%1 is recorded on the server only"
        case .destination: dutch ? "bestemming %1 is er hier niet; wel: %2" : "there is no destination %1 here; there are: %2"
        case .converted: dutch ? "van de bevinding is al een maatregel gemaakt (%1)" : "the finding was made into a plan item already (%1)"
        case .sortNotInUse: dutch ? "een plan van soort %1 is er hier niet; wel: %2" : "there is no plan of sort %1 here; there are: %2"
        case .parentMissing: dutch ? "een %1 hoort in een %2" : "a %1 lies in a %2"
        case .themeUnknown: dutch ? "veld %1 is er hier niet; kies uit: %2" : "there is no field %1 here; choose from: %2"
        case .planComputed: dutch ? "een %1 wordt berekend uit andere plannen" : "a %1 is computed from other plans"
        case .planClosed:
            dutch
                ? "het plan is %1: nieuwe maatregelen worden alleen voorgesteld"
                : "the plan is %1: new items can only be proposed (voorgesteld)"
        case .cycle: dutch ? "%1 zou in zichzelf liggen" : "%1 would lie in itself"
        case .rankSelf: dutch ? "een maatregel komt niet na zichzelf" : "an item does not come after itself"
        case .rankNone: dutch ? "hier is geen volgorde van maatregelen" : "items have no order here"
        case .notReported: dutch ? "dienst %1 heeft dit nog niet aangemeld" : "service %1 has not reported this yet"
        case .notBinding: dutch ? "een besluit van %1 bindt niet" : "a decision of %1 does not bind"
        case .noBudget: dutch ? "hier is geen budget om van te boeken" : "there is no budget to book on here"
        case .amount: dutch ? "een boeking is meer dan nul" : "a booking is more than nothing"
        case .overdraft: dutch ? "het budget komt %1 tekort" : "the budget is short by %1"
        case .coDecision: dutch ? "hier is een besluit van %1 voor nodig" : "this needs a decision of %1"
        case .ledger: dutch ? "een boeking wordt niet herschreven (%1)" : "a booking is not rewritten (%1)"
        case .unwanted: dutch ? "wat ongewenst is krijgt geen geld" : "what is unwanted gets no money"
        case .notThere: dutch ? "%1 is er niet" : "there is no such %1"
        case .withheld:
            dutch
                ? "vertrouwelijke tekst ligt in het eigen deel van wie haar schrijft, en niets anders ligt daar"
                : "confidential text lies in its writer's own part of the area, and nothing else lies there"
        case .settle: dutch ? "dit conflict (%1) is niet aan %2" : "this conflict (%1) is not for %2 to settle"
        }
    }
}

/// A rule that a write breaks, and who can decide it.
public struct RuleBreak: Error, Sendable, Equatable {
    public let rule: Rule
    /// What the rule's text names, in its order.
    public let arguments: [String]
    /// A role or a body, in the municipality's own words.
    public let decider: String
    /// The profile's version that the writer knew, when another was in force at the server (C12).
    public var knew: Int64?
    public var inForce: Int64 = 0

    public init(_ rule: Rule, _ arguments: [String] = [], decider: String) {
        self.rule = rule
        self.arguments = arguments
        self.decider = decider
    }

    /// From what came over the wire; `nil` for a rule of a newer version.
    public init?(code: String, arguments: [String], decider: String) {
        guard let rule = Rule(rawValue: code) else { return nil }
        self.init(rule, arguments.filter { !$0.hasPrefix(Self.versions) }, decider: decider)
        if let both = arguments.first(where: { $0.hasPrefix(Self.versions) }) {
            let numbers = both.dropFirst(Self.versions.count).split(separator: ">").compactMap { Int64($0) }
            if numbers.count == 2 { (knew, inForce) = (numbers[0], numbers[1]) }
        }
    }

    private static let versions = "profile:"

    /// What a client needs to say it again.
    public var wireArguments: [String] { arguments + (knew.map { ["\(Self.versions)\($0)>\(inForce)"] } ?? []) }

    public func message(dutch: Bool) -> String {
        var text = rule.text(dutch: dutch)
        for (index, argument) in arguments.enumerated() {
            text = text.replacing("%\(index + 1)", with: Labels.spoken(argument, dutch: dutch))
        }
        text += " (\(rule.section))"
        if !decider.isEmpty { text += dutch ? "; beslist: \(decider)" : "; decided by: \(decider)" }
        if let knew {
            text +=
                dutch
                ? "; beoordeeld naar profiel versie \(inForce), jij had versie \(knew)"
                : "; judged by profile version \(inForce), you had version \(knew)"
        }
        return text
    }
}
