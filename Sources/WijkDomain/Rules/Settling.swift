public import SyncCore

/// Who settles which conflict (I18): the right body, and never the administrator unseen (DOMAIN 7.2, last row).
public enum Settling {
    /// Why somebody may not settle a conflict; `nil` when they may. Whoever acts in another's name asks it of that person's roles.
    ///
    /// - Parameters:
    ///   - fields: those that settle it, by number (`Conflict.fields`); none for a conflict between records.
    ///   - isOwnText: whether the record is the writer's own.
    public static func refusal(
        _ conflict: ConflictClass, kind: Kind, fields: [UInt32], writer: Writer, profile: Profile, isOwnText: Bool
    ) -> RuleBreak? {
        guard !writer.grants.isEmpty else { return RuleBreak(.noRole, [writer.name, ""], decider: profile.localName(.beheerder)) }
        let names = fields.compactMap { kind.field($0)?.name }
        let settlers = settlers(conflict, kind: kind, fields: names, profile: profile)
        let isContent = !settlers.contains(.beheerder)
        let roles = writer.grants.filter { !isContent || !($0.isProcessOnly || profile.processOnly.contains($0.role)) }.map(\.role)
        if roles.contains(where: settlers.contains) { return nil }
        if roles.contains(.schouwer), isOwnText, isContent, isText(fields, of: kind) { return nil }
        let own = writer.grants.map { profile.localName($0.role) }.joined(separator: "/")
        return RuleBreak(.settle, [conflict.rawValue, own], decider: decider(conflict, settlers, profile))
    }

    /// The roles whose word settles it.
    public static func settlers(_ conflict: ConflictClass, kind: Kind, fields: [String], profile: Profile) -> [Role] {
        switch conflict {
        case .c5: return profile.budget?.holders ?? []
        case .c6: return unique([.bewonersbegeleider] + profile.orderRoles)
        case .c8: return [.coordinator, .beheerder]
        case .c10, .c13: return [.beheerder, .coordinator]
        case .c11, .c12, .c14: return [.coordinator, .stadscoordinator]
        case .c7: return profile.contentOwners
        case .c9:
            let isStatus = Set(fields).isSubset(of: statusFields)
            return [.coordinator] + (isStatus && profile.contentOwners.contains(.dienstcontact) ? [.dienstcontact] : [])
        case .c1, .c2, .c3, .c4:
            if isTechnical(kind, fields) { return [.beheerder] }
            if ["booking", "budget"].contains(kind.name) { return profile.budget?.holders ?? [] }
            if ["plan", "plan_item"].contains(kind.name) { return profile.contentOwners }
            let isStatus = kind.name == "finding" && !fields.isEmpty && Set(fields).isSubset(of: statusFields)
            return isStatus ? [.coordinator, .dienstcontact] : [.coordinator]
        }
    }

    /// What a service's contact keeps up in a finding.
    private static let statusFields: Set<String> = ["status", "closed_at", "responsible", "due_date"]

    /// Fields and kinds that say how the system keeps something, and nothing about the wijk.
    private static func isTechnical(_ kind: Kind, _ fields: [String]) -> Bool {
        if kind.name == "attachment" || Rights.serverKinds.contains(kind.name) && kind.name != "budget" { return true }
        return !fields.isEmpty && Set(fields).isSubset(of: ["number", "external_id"])
    }

    private static func isText(_ fields: [UInt32], of kind: Kind) -> Bool {
        !fields.isEmpty
            && fields.allSatisfy { number in
                if case .text = kind.field(number)?.type { return true }
                return false
            }
    }

    private static func decider(_ conflict: ConflictClass, _ settlers: [Role], _ profile: Profile) -> String {
        switch conflict {
        case .c5: if let body = profile.budget?.body, !body.isEmpty { return body }
        case .c6: if !profile.orderBody.isEmpty { return profile.orderBody }
        default: break
        }
        return profile.spoken(settlers)
    }

    private static func unique(_ roles: [Role]) -> [Role] {
        var seen: Set<Role> = []
        return roles.filter { seen.insert($0).inserted }
    }
}
