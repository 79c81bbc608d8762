import SyncCore
import WijkDomain

/// What the server would say to a write, said before it is written: the same rules, on what this replica knows of roles and profile.
struct LocalRules {
    let device: Device
    let language: Language

    /// The rules of this replica's areas, with the accounts behind names as far as they can be told here.
    static func areaRules(of device: Device) -> AreaRules {
        let enrolment = device.enrolment
        return AreaRules(device.store) { actor in
            guard let enrolment else { return actor.person }
            // All devices of a person, and every life of this one; who has the same name is told apart by the server.
            let isOwn = actor.device.isEmpty || actor.device == enrolment.device || actor.person == enrolment.person.name
            return isOwn ? enrolment.person.id : actor.person
        }
    }

    /// - Throws: the rule that the drafts break, with who can decide it. Nothing when the replica knows of no rules, or of nobody's role:
    ///   then only the server can tell.
    func check(_ drafts: [Draft]) throws {
        guard let first = drafts.first, let enrolment = device.enrolment else { return }
        let rules = Self.areaRules(of: device)
        let today = LocalTime.today(Clock.now())
        let (account, name) = (enrolment.person.id, enrolment.person.name)
        let position = try device.store.area(first.area)?.position ?? 0
        let ops = drafts.map { draft in
            var op = Op(
                record: draft.record ?? draft.newRecord ?? device.replica.newRecordID(), kind: draft.kind, area: draft.area,
                writes: draft.writes)
            op.creates = draft.record == nil
            op.toArea = draft.toArea
            op.note = draft.note
            op.context.seen = position
            return op
        }
        let incarnation = try device.replica.own().incarnation
        let broken: (index: Int, rule: RuleBreak)?
        do {
            broken = try rules.refusal(of: ops, account: account, name: name, today: today, incarnation: incarnation)
        } catch is ProfileError {
            // The profile says what only a newer version reads: then the server alone can tell.
            return
        }
        // A role that this replica has not heard of yet is for the server to know.
        guard let broken, broken.rule.rule != .noRole else { return }
        throw ClientError(
            .refused, broken.rule.rule.rawValue, broken.rule.message(dutch: language == .dutch),
            hint: language(en: "Nothing was changed.", nl: "Er is niets gewijzigd."))
    }
}

extension Verdict {
    /// Why, in the reader's language where the rule is known here.
    func message(_ language: Language) -> String {
        RuleBreak(code: code, arguments: arguments, decider: decider)?.message(dutch: language == .dutch) ?? detail
    }
}
