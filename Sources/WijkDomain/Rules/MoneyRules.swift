import SyncCore

/// The rules of bookings: looked at when the whole transaction is known, since a decision may lower one booking for another.
struct MoneyRules {
    let profile: Profile
    let facts: any RecordFacts

    func refusal(of transaction: [Op]) throws -> (index: Int, rule: RuleBreak)? {
        let kind = MoneyKinds.booking
        for (index, op) in transaction.enumerated() where op.kind == kind.number {
            guard let booking = try facts.record(op.record, kind: kind) else { continue }
            if let rule = try op.creates ? request(booking) : decision(op, booking) { return (index, rule) }
        }
        return nil
    }

    private var decider: String { profile.budget?.body ?? profile.localName(.budgethouder) }

    private func request(_ booking: RecordValues) throws -> RuleBreak? {
        guard let rules = profile.budget else { return RuleBreak(.noBudget, decider: profile.localName(.stadscoordinator)) }
        guard booking.cents("amount_cents") > 0 else { return RuleBreak(.amount, decider: decider) }
        guard booking.text("state") == "aangevraagd", booking["granted_cents"].isNull, booking["shortfall_cents"].isNull else {
            return RuleBreak(.ledger, [Labels.argument(kind: "booking", field: "state")], decider: decider)
        }
        if let rule = try say(in: booking.area) { return rule }
        guard let balance = try balance(of: booking) else { return RuleBreak(.noBudget, decider: decider) }
        if let item = try booking.reference("item").flatMap({ try facts.record($0, kind: PlanItemKind.kind) }),
            item.text("wanted") == "ongewenst"
        {
            return RuleBreak(.unwanted, decider: decider)
        }
        let lacking = booking.cents("amount_cents") - balance.room
        if rules.overdraft == .refuse, lacking > 0 { return RuleBreak(.overdraft, [amount(lacking)], decider: decider) }
        return nil
    }

    /// Where say grows step by step, there is money to decide about at the last step only (§6.3).
    private func say(in area: String) throws -> RuleBreak? {
        guard let last = profile.say.last, last == "budget" else { return nil }
        let say = try facts.say(in: area) ?? profile.sayStart
        return say == last ? nil : RuleBreak(.say, [say.isEmpty ? "—" : say, last], decider: profile.localName(.bestuurder))
    }

    private func decision(_ op: Op, _ booking: RecordValues) throws -> RuleBreak? {
        if let part = partOfOutcome(op, booking) {
            return RuleBreak(.ledger, [Labels.argument(kind: "booking", field: part)], decider: decider)
        }
        guard booking.text("state") == "geaccepteerd" else {
            // Refused or taken back needs no money, but the residents' word all the same.
            return booking.text("state") == "aangevraagd" ? RuleBreak(.ledger, ["aangevraagd"], decider: decider) : try word(for: booking)
        }
        guard let granted = booking["granted_cents"].integer, granted > 0, granted <= booking.cents("amount_cents") else {
            return RuleBreak(.amount, decider: decider)
        }
        if let rule = try word(for: booking) { return rule }
        // I17: never more than there is, at any moment.
        guard let balance = try balance(of: booking), balance.room >= 0 else {
            let lacking = try balance(of: booking).map { -$0.room } ?? granted
            return RuleBreak(.overdraft, [amount(lacking)], decider: decider)
        }
        return nil
    }

    /// An outcome is one thing, a state with the sum that goes with it; in parts, what is shown could be of two decisions.
    ///
    /// - Returns: the field that is missing, or that does not go with the state.
    private func partOfOutcome(_ op: Op, _ booking: RecordValues) -> String? {
        let kind = MoneyKinds.booking
        let written = Set(op.writes.compactMap { kind.field($0.field)?.name })
        if written.contains("state") != written.contains("granted_cents") { return written.contains("state") ? "granted_cents" : "state" }
        return booking.text("state") != "geaccepteerd" && !booking["granted_cents"].isNull ? "granted_cents" : nil
    }

    private func word(for booking: RecordValues) throws -> RuleBreak? {
        guard let body = profile.budget?.coDecision, !body.isEmpty else { return nil }
        let decision = try booking.reference("decision").flatMap { try facts.record($0, kind: DecidingKinds.decision) }
        guard decision?.text("body") == body, decision?["binding"] == .integer(1) else {
            return RuleBreak(.coDecision, [body], decider: body)
        }
        return nil
    }

    private func balance(of booking: RecordValues) throws -> BudgetBalance? {
        guard let id = booking.reference("budget"), let budget = try facts.record(id, kind: MoneyKinds.budget), !budget.isDeleted,
            budget.area == booking.area
        else { return nil }
        let others = try facts.records(MoneyKinds.booking, referringTo: id, in: "budget").filter { $0.id != booking.id }
        let isAccepted = booking.text("state") == "geaccepteerd"
        return BudgetBalance(granted: budget.cents("granted_cents"), bookings: others + (isAccepted ? [booking] : []))
    }

    private func amount(_ cents: Int64) -> String { Money(cents: cents, currency: profile.currency).text }
}
