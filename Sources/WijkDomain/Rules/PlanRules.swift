import SyncCore

/// How a plan goes through its phases and by the bodies that decide about it, as the profile has them.
struct PlanRules {
    let profile: Profile
    let facts: any RecordFacts

    private var coordinator: String { profile.localName(.coordinator) }

    func refusal(before: RecordValues?, after: RecordValues) throws -> RuleBreak? {
        if let broken = phase(from: before?.text("phase") ?? "", to: after.text("phase")) { return broken }
        return try adoption(before, after)
    }

    /// From a phase to the next, or one back where somebody was too quick; never past one (§2.2(2): panels, priorities, execution).
    private func phase(from old: String, to new: String) -> RuleBreak? {
        if new == old || profile.phases.isEmpty { return nil }
        let phases = profile.phases
        func broken(_ allowed: [String]) -> RuleBreak { RuleBreak(.phase, [new, allowed.joined(separator: ", ")], decider: coordinator) }
        guard let place = phases.firstIndex(of: new) else { return broken(phases) }
        if old.isEmpty { return place == 0 ? nil : broken([phases[0]]) }
        // A phase of an older version of the profile: whatever is one now.
        guard let from = phases.firstIndex(of: old) else { return nil }
        if abs(place - from) == 1 { return nil }
        return broken([from - 1, from + 1].filter(phases.indices.contains).map { phases[$0] })
    }

    /// A plan is adopted when it has been by every body of the route, in its order: committee, residents' reactions, committee,
    /// council (§4.4).
    private func adoption(_ before: RecordValues?, _ after: RecordValues) throws -> RuleBreak? {
        guard after.text("status") == "vastgesteld", before?.text("status") != "vastgesteld" else { return nil }
        let route = profile.decisionRoute
        if route.isEmpty { return nil }
        let decisions = try facts.records(DecidingKinds.decision, about: after.id).filter { $0.text("sort") != "afwijzing" }
        let rounds = try facts.records(DecidingKinds.consultation, referringTo: after.id, in: "plan").filter {
            $0.text("status") == "gesloten"
        }
        var day = ""
        var used: Set<RecordID> = []
        for (index, step) in route.enumerated() {
            let steps =
                step == "inspraak"
                ? rounds.map { ($0.id, $0.text("to_date")) }
                : decisions.filter { $0.text("body") == step && (index < route.count - 1 || $0.text("sort") == "vaststelling") }
                    .map { ($0.id, $0.text("date")) }
            let next = steps.filter { !used.contains($0.0) && $0.1 >= day }.min { ($0.1, $0.0) < ($1.1, $1.0) }
            guard let next else { return RuleBreak(.route, [step, route.joined(separator: " → ")], decider: step) }
            used.insert(next.0)
            day = next.1
        }
        return nil
    }
}
