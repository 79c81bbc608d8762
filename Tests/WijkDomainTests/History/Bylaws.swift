import SyncCore

@testable import WijkDomain

/// What a municipality agreed upon, as the oracle knows it: said again, by name, and not read from the profile that the rules read.
struct Bylaws {
    var municipality: Municipality
    /// Who owns the content of plans, who orders their items, and who decides about bookings.
    var owners: [Role]
    var orderers: [Role]
    var holders: [Role]
    /// The body of residents that has to agree before anything more is granted.
    var word = ""
    /// The body whose order it is; it decides, too.
    var body = "college"
    var plan: [String: Value]

    static let all: [Bylaws] = [
        Bylaws(
            municipality: .deventer, owners: [.coordinator, .bewonersbegeleider, .dienstcontact],
            orderers: [.coordinator, .bewonersbegeleider], holders: [.budgethouder], body: "wijkteam", plan: ["sort": .text("wijkplan")]),
        Bylaws(
            municipality: .dordrecht, owners: [.dienstcontact], orderers: [], holders: [.dienstcontact],
            plan: ["sort": .text("sectorplan"), "theme": .text("wijkwelzijn")]),
        Bylaws(
            municipality: .tilburg, owners: [.coordinator, .stadscoordinator], orderers: [.coordinator], holders: [.budgethouder],
            body: "gebiedsteam", plan: ["sort": .text("stadsprogramma"), "theme": .text("leefbaarheid")]),
        Bylaws(
            municipality: .utrecht, owners: [.coordinator, .dienstcontact], orderers: [.coordinator], holders: [.budgethouder],
            word: "bewonersavond", body: "bewonersavond", plan: ["sort": .text("beleidskader")]),
        Bylaws(
            municipality: .amersfoort, owners: [.coordinator, .dienstcontact, .stadscoordinator],
            orderers: [.coordinator, .stadscoordinator], holders: [], plan: ["sort": .text("wijkplan")]),
    ]

    /// Another agreement, which becomes the next version of the profile.
    func changed(_ random: inout Seeded) -> Bylaws {
        var next = self
        switch random.below(3) {
        case 0: next.owners = owners.contains(.coordinator) && owners.count > 1 ? owners.filter { $0 != .coordinator } : [.coordinator]
        case 1: if !orderers.isEmpty { next.orderers = orderers == [.coordinator] ? [.dienstcontact] : [.coordinator] }
        default: next.holders = holders == [.coordinator] ? [.budgethouder] : [.coordinator]
        }
        return next
    }

    /// The municipality's own profile with this in the place of what it says.
    func text(version: Int) -> String {
        var section = ""
        var lines: [String] = []
        for line in Profile.standardText(municipality).split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("[") { section = String(line.dropFirst().prefix { $0 != "]" }) }
            let key = "\(section).\(line.prefix { $0 != " " })"
            switch key {
            case "gemeente.versie": lines.append("versie = \(version)")
            case "plan.inhoud": lines.append("inhoud = \(Self.words(owners))")
            case "volgorde.invoer": lines.append("invoer = \(Self.words(orderers))")
            case "budget.beheerder": lines.append("beheerder = \(Self.words(holders))")
            default: lines.append(String(line))
            }
        }
        let hasBudget = lines.contains("[budget]")
        if !hasBudget, !holders.isEmpty {
            lines += [
                "[budget]", "soort = wijkbudget", "grondslag = vast", "cent = 2500000", "beheerder = \(Self.words(holders))",
                "beslisser = college", "bij_overschrijding = vasthouden",
            ]
        }
        return lines.joined(separator: "\n")
    }

    private static func words(_ roles: [Role]) -> String { roles.map(\.rawValue).joined(separator: ", ") }

    /// DOMAIN 7.2, last row: to whom a conflict belongs.
    ///
    /// - Parameter fields: what it is about, by name.
    func settlers(_ conflict: ConflictClass, _ kind: String, _ fields: Set<String>) -> [Role] {
        if conflict == .c10 || conflict == .c13 { return [.beheerder, .coordinator] }
        if conflict == .c6 { return orderers + [.bewonersbegeleider] }
        if ["booking", "budget"].contains(kind) { return holders }
        if ["plan", "plan_item"].contains(kind) { return owners }
        let isProgress = !fields.isEmpty && fields.isSubset(of: ["status", "closed_at", "responsible", "due_date"])
        guard kind == "finding", isProgress, conflict != .c9 || owners.contains(.dienstcontact) else { return [.coordinator] }
        return [.coordinator, .dienstcontact]
    }
}
