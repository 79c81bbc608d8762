import SyncCore

/// The rules of findings, plans, items and decisions, as the profile has them.
struct DomainRules {
    let profile: Profile
    let facts: any RecordFacts

    func refusal(of op: Op, before: RecordValues?, after: RecordValues) throws -> RuleBreak? {
        switch after.kind.name {
        case "finding": try finding(op, before, after)
        case "plan": try plan(before, after)
        case "plan_item": try item(op, before, after)
        case "decision": decision(after)
        default: nil
        }
    }

    private var coordinator: String { profile.localName(.coordinator) }

    private func finding(_ op: Op, _ before: RecordValues?, _ after: RecordValues) throws -> RuleBreak? {
        let destination = after.text("destination")
        if !destination.isEmpty, after["destination"] != before?["destination"], !profile.destinations.contains(destination) {
            return RuleBreak(.destination, [destination, profile.destinations.joined(separator: ", ")], decider: coordinator)
        }
        // C9: one finding becomes one thing; two people who do it unseen of each other make a conflict instead.
        if let first = before?.reference("item"), let second = after.reference("item"), first != second,
            try isAlive(first), try facts.replaces("item", by: op, kind: after.kind)
        {
            return RuleBreak(.converted, ["\(first)".suffix(8).description], decider: coordinator)
        }
        // What is done as a fast measure is not in the plan as well (§3.2).
        if profile.fastLaneOutsidePlan, destination == "snelle_maatregel", let item = after.reference("item"), try isAlive(item) {
            return RuleBreak(.converted, ["\(item)".suffix(8).description], decider: coordinator)
        }
        return nil
    }

    private func isAlive(_ item: RecordID) throws -> Bool {
        guard let record = try facts.record(item, kind: PlanItemKind.kind), !record.isDeleted else { return false }
        return record.text("status") != "vervallen"
    }

    private func plan(_ before: RecordValues?, _ after: RecordValues) throws -> RuleBreak? {
        let sort = after.text("sort")
        if !profile.planSorts.isEmpty, !profile.planSorts.contains(sort) {
            return RuleBreak(.sortNotInUse, [sort, profile.planSorts.joined(separator: ", ")], decider: profile.localName(.beheerder))
        }
        if let wanted = profile.layers[sort] {
            let parent = try after.reference("parent").flatMap { try facts.record($0, kind: PlanKind.kind) }
            guard parent?.text("sort") == wanted else { return RuleBreak(.parentMissing, [sort, wanted], decider: coordinator) }
        }
        if let broken = try PlanRules(profile: profile, facts: facts).refusal(before: before, after: after) { return broken }
        if try liesInItself(after) { return RuleBreak(.cycle, [after.text("title")], decider: coordinator) }
        let isBare = profile.layers[sort] == nil && !profile.layers.isEmpty
        let theme = after.text("theme")
        if !profile.themes.isEmpty, !(theme.isEmpty && (isBare || !profile.themeRequired || sort == profile.computed)),
            !profile.themes.contains(theme)
        {
            return RuleBreak(.themeUnknown, [theme.isEmpty ? "—" : theme, profile.themes.joined(separator: ", ")], decider: coordinator)
        }
        return nil
    }

    private func liesInItself(_ plan: RecordValues) throws -> Bool {
        var next = plan.reference("parent")
        for _ in 0..<16 {
            guard let id = next else { return false }
            if id == plan.id { return true }
            next = try facts.record(id, kind: PlanKind.kind)?.reference("parent")
        }
        return next != nil
    }

    private func item(_ op: Op, _ before: RecordValues?, _ after: RecordValues) throws -> RuleBreak? {
        guard let id = after.reference("plan"), let plan = try facts.record(id, kind: PlanKind.kind), !plan.isDeleted else {
            return RuleBreak(.notThere, [Labels.argument(kind: "plan")], decider: coordinator)
        }
        if plan.text("sort") == profile.computed { return RuleBreak(.planComputed, [profile.computed], decider: coordinator) }
        let status = after.text("status")
        let isNew = before?.reference("plan") != id
        // C7: never silently into a plan that was adopted.
        if isNew, ["vastgesteld", "in_uitvoering", "afgesloten", "vervallen"].contains(plan.text("status")), status != "voorgesteld" {
            return RuleBreak(.planClosed, [plan.text("status")], decider: coordinator)
        }
        if status != "voorgesteld", let broken = horizon(op, plan) { return broken }
        let service = after.text("service")
        if profile.notification, !service.isEmpty, status != "voorgesteld", status != before?.text("status"),
            try facts.records(TellingKinds.notification, referringTo: after.id, in: "item").isEmpty
        {
            return RuleBreak(.notReported, [service], decider: coordinator)
        }
        if let decision = after.reference("co_decision"), before?.reference("co_decision") != decision {
            let record = try facts.record(decision, kind: DecidingKinds.decision)
            guard record?["binding"] == .integer(1) else {
                return RuleBreak(.notBinding, [record?.text("body") ?? "—"], decider: profile.budget?.body ?? "")
            }
        }
        return try rank(before, after, plan: id)
    }

    /// C7: money in a year that the plan does not have, or has closed, is a wish for a later one (§4.3).
    private func horizon(_ op: Op, _ plan: RecordValues) -> RuleBreak? {
        guard let from = plan["from_year"].integer, let to = plan["to_year"].integer,
            let tranches = PlanItemKind.kind.field(named: "tranches")?.number
        else { return nil }
        let outside = op.writes.first { write in
            write.field == tranches && !write.value.isNull && write.value != .integer(0)
                && Int64(write.key).map { !(from...max(from, to)).contains($0) } ?? false
        }
        return outside.map { RuleBreak(.horizon, [$0.key, "\(from)–\(to)"], decider: coordinator) }
    }

    private func rank(_ before: RecordValues?, _ after: RecordValues, plan: RecordID) throws -> RuleBreak? {
        guard let anchor = after.reference("rank_after"), before?.reference("rank_after") != anchor else { return nil }
        if profile.orderBody.isEmpty { return RuleBreak(.rankNone, decider: coordinator) }
        if anchor == after.id { return RuleBreak(.rankSelf, decider: profile.orderBody) }
        if anchor == plan { return nil }
        guard try facts.record(anchor, kind: PlanItemKind.kind)?.reference("plan") == plan else {
            return RuleBreak(.notThere, [Labels.argument(kind: "plan_item")], decider: profile.orderBody)
        }
        return nil
    }

    /// What a body decides binds when the profile says so, and not otherwise.
    private func decision(_ after: RecordValues) -> RuleBreak? {
        guard after["binding"] == .integer(1) else { return nil }
        let name = after.text("body")
        guard profile.body(name)?.isBinding ?? false else {
            return RuleBreak(
                .notBinding, [name], decider: profile.bodies.filter(\.isBinding).map(\.name).joined(separator: ", "))
        }
        return nil
    }
}
