import SyncCore

/// Who may write what (DOMAIN 7.2): a table, read from the top until a line allows it. What no line allows is refused.
struct Rights {
    enum Condition: String {
        case always, own, unrouted, proposing, selfManaged, content, order, holder, progress, sector, merging, answering
    }

    struct Line {
        let kind: String
        let creates: Bool
        let roles: Set<Role>
        /// All when empty.
        let fields: Set<String>
        let conditions: [Condition]
    }

    /// `kind | create or change | roles | fields | conditions`; `*` is all.
    static let lines: [String: [Line]] = Dictionary(
        grouping: table.split(separator: "\n").map { text in
            let cells = text.split(separator: "|", omittingEmptySubsequences: false).map { $0.split(separator: " ").map(String.init) }
            return Line(
                kind: cells[0][0], creates: cells[1][0] == "create",
                roles: cells[2] == ["*"] ? Set(Role.allCases) : Set(cells[2].compactMap(Role.init)),
                fields: cells[3] == ["*"] ? [] : Set(cells[3]), conditions: cells[4].compactMap(Condition.init))
        }, by: \.kind)

    private static let table = """
        finding|create|schouwer coordinator bewonersbegeleider dienstcontact|*|always
        finding|change|schouwer coordinator bewonersbegeleider dienstcontact uitvoerder|remark seen_at quality quality_ruler severity tags|always
        finding|change|schouwer bewonersbegeleider|*|own unrouted
        finding|change|coordinator|*|always
        finding|change|dienstcontact|status closed_at responsible due_date|sector
        finding|change|uitvoerder|status closed_at|progress
        finding|change|beheerder|status duplicate_of distinct_from deleted area|merging
        schouw|create|schouwer coordinator bewonersbegeleider|*|always
        schouw|change|schouwer coordinator bewonersbegeleider|*|always
        attachment|create|schouwer coordinator bewonersbegeleider dienstcontact uitvoerder|*|always
        attachment|change|schouwer coordinator bewonersbegeleider dienstcontact uitvoerder|standing exif_removed area|always
        routing|create|coordinator|*|always
        routing|create|dienstcontact|*|answering
        plan|create|coordinator dienstcontact|*|content sector
        plan|change|coordinator dienstcontact|*|content sector
        plan|change|coordinator|phase status decision|always
        plan_item|create|coordinator dienstcontact bewonersbegeleider stadscoordinator|*|content sector
        plan_item|create|schouwer coordinator bewonersbegeleider dienstcontact|*|proposing
        plan_item|create|*|rank_after|order
        plan_item|change|coordinator dienstcontact bewonersbegeleider stadscoordinator|\
        plan title description theme wanted status estimate_cents currency financing_note executor executor_person start_date end_date \
        self_managed findings decision_note tranches co_decision service proposed_for deleted|content sector
        plan_item|change|*|rank_after|order
        plan_item|change|uitvoerder|status start_date end_date|progress
        plan_item|change|schouwer|status end_date|selfManaged
        booking|create|coordinator bewonersbegeleider dienstcontact budgethouder|*|always
        booking|change|*|state granted_cents shortfall_cents decision|holder
        proposal|create|coordinator dienstcontact stadscoordinator bewonersbegeleider|*|always
        proposal|change|coordinator dienstcontact stadscoordinator|*|always
        decision|create|coordinator budgethouder bestuurder|*|always
        decision|change|coordinator bestuurder|text forwarded_to|always
        consultation|create|coordinator bewonersbegeleider|*|always
        consultation|change|coordinator bewonersbegeleider|*|always
        reaction|create|schouwer coordinator bewonersbegeleider dienstcontact raadscontact|*|always
        reaction|change|coordinator dienstcontact|reply status|always
        ranking|create|coordinator bewonersbegeleider|*|always
        ranking|change|coordinator bewonersbegeleider|status|always
        covenant|create|coordinator stadscoordinator|*|always
        covenant|change|coordinator stadscoordinator|*|always
        purchase|create|budgethouder|*|always
        purchase|change|budgethouder|status booking|always
        notification|create|coordinator dienstcontact|*|always
        notification|change|coordinator dienstcontact|description|always
        indicator|create|coordinator stadscoordinator|*|always
        indicator|change|coordinator stadscoordinator|*|always
        measurement|create|schouwer coordinator dienstcontact stadscoordinator|*|always
        measurement|change|coordinator stadscoordinator|standing|always
        feedback|create|coordinator bewonersbegeleider|*|always
        feedback|change|coordinator bewonersbegeleider|sent_at|always
        sketch|create|coordinator stadscoordinator|*|always
        sketch|change|coordinator stadscoordinator|*|always
        confidence|create|schouwer coordinator bewonersbegeleider|*|always
        confidence|change|schouwer coordinator bewonersbegeleider|*|own
        """

    /// Kinds that are written at the server only.
    static let serverKinds: Set<String> = ["area", "organisation", "account", "role", "team", "profile", "budget"]
    /// Fields that only the arbiter fills.
    static let serverFields: Set<String> = ["number"]
    /// Fields that a line has to name: whoever may write an item's content does not thereby put it in its place.
    static let named: Set<String> = ["rank_after"]

    let profile: Profile
    let writer: Writer
    let facts: any RecordFacts
    /// The kinds of which this writer may make any record: most of what is ever written, and so looked up once.
    private let free: Set<UInt32>

    init(profile: Profile, writer: Writer, facts: any RecordFacts) {
        self.profile = profile
        self.writer = writer
        self.facts = facts
        let roles = Set(writer.grants.filter { !($0.isProcessOnly || profile.processOnly.contains($0.role)) }.map(\.role))
        let open = Self.lines.filter { _, lines in
            lines.contains { $0.creates && $0.fields.isEmpty && $0.conditions == [.always] && !roles.isDisjoint(with: $0.roles) }
        }
        free = Set(open.keys.compactMap { Wijk.schema.kind(named: $0)?.number })
    }

    /// By kind, the fields that a line has to name or that only the arbiter fills.
    private static let guarded: [UInt32: Set<UInt32>] = Dictionary(
        uniqueKeysWithValues: Wijk.schema.kinds.map { kind in
            (kind.number, Set(serverFields.union(named).compactMap { kind.field(named: $0)?.number }))
        })

    private func mayFreely(_ op: Op, _ before: RecordValues?) -> Bool {
        guard before == nil, free.contains(op.kind), op.toArea.isEmpty, let guarded = Self.guarded[op.kind] else { return false }
        return guarded.isEmpty || !op.writes.contains { guarded.contains($0.field) }
    }

    /// Why an op may not be written; `nil` when it may.
    func refusal(of op: Op, _ kind: Kind, before: RecordValues?, after: RecordValues) throws -> RuleBreak? {
        guard !writer.grants.isEmpty else {
            return RuleBreak(.noRole, [writer.name, op.area], decider: profile.localName(.beheerder))
        }
        if mayFreely(op, before) { return nil }
        if Self.serverKinds.contains(kind.name) {
            return RuleBreak(.serverOnly, [Labels.argument(kind: kind.name)], decider: profile.localName(.beheerder))
        }
        let creates = before == nil
        let open = (Self.lines[kind.name] ?? []).filter { $0.creates == creates }
        var allowed: Set<String> = []
        var isAllAllowed = false
        for line in open {
            guard try isOpen(line, op, before, after) else { continue }
            if line.fields.isEmpty { isAllAllowed = true } else { allowed.formUnion(line.fields) }
        }
        // A move writes where the record lies, which is no field of any kind.
        let written = op.writes.compactMap { kind.field($0.field)?.name } + (op.toArea.isEmpty ? [] : [Field.place.name])
        let forbidden = written.first { name in
            Self.serverFields.contains(name) || !allowed.contains(name) && (!isAllAllowed || Self.named.contains(name))
        }
        guard let forbidden else { return nil }
        let role = writer.grants.map { profile.localName($0.role) }.joined(separator: "/")
        let label = Labels.argument(kind: kind.name)
        let decider = decider(of: forbidden, open)
        if writer.grants.allSatisfy(isProcessOnly) {
            return RuleBreak(.processOnly, [role, label], decider: decider)
        }
        if creates, !isAllAllowed, !Self.serverFields.contains(forbidden) {
            return RuleBreak(.mayNotCreate, [role, label], decider: decider)
        }
        return RuleBreak(.mayNotChange, [role, label, Labels.argument(kind: kind.name, field: forbidden)], decider: decider)
    }

    private func decider(of field: String, _ lines: [Line]) -> String {
        let naming = lines.filter { $0.fields.contains(field) || $0.fields.isEmpty && !Self.named.contains(field) }
        let roles = naming.flatMap { line in
            Role.allCases.filter { line.roles.contains($0) && !line.conditions.contains(.own) && isEntitled($0, line.conditions) }
        }
        var seen: Set<Role> = []
        return profile.spoken(roles.filter { seen.insert($0).inserted })
    }

    private func isEntitled(_ role: Role, _ conditions: [Condition]) -> Bool {
        conditions.allSatisfy { condition in
            switch condition {
            case .content: profile.contentOwners.contains(role)
            case .order: profile.orderRoles.contains(role)
            case .holder: profile.budget?.holders.contains(role) ?? false
            default: true
            }
        }
    }

    /// Process and not content: whoever has a role for the process only registers what was decided, and writes nothing else (§6.7).
    private func isProcessOnly(_ grant: Writer.Grant) -> Bool { grant.isProcessOnly || profile.processOnly.contains(grant.role) }

    private func isOpen(_ line: Line, _ op: Op, _ before: RecordValues?, _ after: RecordValues) throws -> Bool {
        let grants = writer.grants.filter { line.roles.contains($0.role) && (line.kind == "decision" || !isProcessOnly($0)) }
        guard !grants.isEmpty else { return false }
        return try line.conditions.allSatisfy { try holds($0, grants, op, before, after) }
    }

    private func holds(
        _ condition: Condition, _ grants: [Writer.Grant], _ op: Op, _ before: RecordValues?, _ after: RecordValues
    ) throws -> Bool {
        switch condition {
        case .always: return true
        case .own: return try facts.creator(of: op.record, kind: after.kind) == writer.account
        case .unrouted: return ["nieuw", "beoordeeld"].contains(before?.text("status") ?? "nieuw") && before?["destination"] == .null
        case .proposing: return after.text("status") == "voorgesteld"
        case .selfManaged: return before?["self_managed"] == .integer(1)
        case .content: return grants.contains { profile.contentOwners.contains($0.role) }
        case .order: return grants.contains { profile.orderRoles.contains($0.role) }
        case .holder: return grants.contains { profile.budget?.holders.contains($0.role) ?? false }
        case .progress: return ["in_uitvoering", "uitgevoerd", "afgehandeld"].contains(after.text("status"))
        case .sector: return grants.contains { isOwnSector($0, before ?? after) }
        case .merging:
            return after.text("status") == "dubbel" || after["status"] == before?["status"] && !after.isDeleted
        case .answering: return after.text("step") != "gestuurd"
        }
    }

    /// A service's contact writes for its own service only (§3.1(4)); what no service has is everybody's, and an item that services
    /// share (§3.3) names them all.
    private func isOwnSector(_ grant: Writer.Grant, _ record: RecordValues) -> Bool {
        guard grant.role == .dienstcontact, !grant.organisation.isEmpty else { return true }
        let field = record.kind.name == "finding" ? "responsible" : "service"
        let services = record.text(field).lowercased().split(separator: ",").map { ProfileFile.trimmed(String($0)) }
        return services.isEmpty || services.contains(grant.organisation.lowercased())
    }
}
