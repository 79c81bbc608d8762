@testable import SyncCore
@testable import WijkDomain

/// The rules at the server's door, as `DomainService` has them, with somebody beside them who looks at every transaction: what is
/// admitted must have been written by whom it was for, and what a device foretold must come true.
final class Watch: Judge {
    private unowned let town: Town
    private let rules: AreaRules
    /// The device whose request is being answered.
    var device: Town.Device!
    /// What was open in the records of a transaction before it was applied.
    private var open: [RecordID: [Conflict]] = [:]
    private var plans: [RecordID: String] = [:]
    private var counted: [String] = []

    init(_ town: Town) {
        self.town = town
        rules = AreaRules(town.store) { [unowned town] actor in
            town.devices.first { $0.name == actor.device }.map { town.person(of: $0).account } ?? actor.person
        }
    }

    func committed() {
        counted.forEach(town.count)
        counted = []
    }

    func rolledBack() { counted = [] }

    func objection(to transaction: [Op], from grant: DeviceGrant, of incarnation: Incarnation) throws -> Objection? {
        try town.checkMoney()
        let broken = try rules.refusal(
            of: transaction, account: grant.account, name: grant.person, today: Town.today, incarnation: incarnation)
        try compare(broken.map { ($0.index, $0.rule.rule) }, transaction, incarnation)
        if let broken {
            counted.append("refused \(broken.rule.rule.rawValue)")
        } else {
            try look(at: transaction)
        }
        return broken.map { index, rule in
            Objection(
                index: index, code: rule.rule.rawValue, detail: rule.message(dutch: false), arguments: rule.wireArguments,
                decider: rule.decider)
        }
    }

    func answers(to transaction: [Op], from grant: DeviceGrant) throws -> [Draft] {
        for op in transaction { try check(op) }
        let answers = try rules.answers(to: transaction)
        for answer in answers { counted.append(answer.writes.contains { $0.value == .text("vastgehouden") } ? "held" : "accepted") }
        return answers
    }

    // MARK: What was foretold

    /// A device runs the same rules before it writes. Where nothing has changed meanwhile, the server says what the device said.
    private func compare(_ broken: (index: Int, rule: Rule)?, _ transaction: [Op], _ life: Incarnation) throws {
        guard let written = town.journal.transaction(transaction[0], by: life) else {
            throw Town.Broken("I2: a transaction was judged that nobody wrote")
        }
        guard try isUnchanged(since: written, life) else { return counted.append("judged anew") }
        counted.append("judged as foretold")
        guard broken?.rule == written.foretold?.rule, broken?.index == written.foretold?.index else {
            throw Town.Broken(
                "\(device.name) was told \(written.foretold.map { "\($0)" } ?? "nothing") of \(transaction.map(town.telling)), and the server says \(broken.map { "\($0)" } ?? "nothing")"
            )
        }
    }

    private func isUnchanged(since written: Journal.Transaction, _ life: Incarnation) throws -> Bool {
        guard !written.cursors.isEmpty, let actor = try town.store.findActor(life) else { return false }
        guard try town.store.verdicts(actor: actor.number, after: 0).count == written.refusals else { return false }
        for area in try town.store.areas() {
            var isUnchanged = true
            try town.store.feed(area: area.number, after: written.cursors[area.code] ?? 0, skipping: nil) { entry in
                isUnchanged = entry.actor == actor.number
                return isUnchanged
            }
            if !isUnchanged { return false }
        }
        return true
    }

    // MARK: What was admitted

    private func look(at transaction: [Op]) throws {
        open = [:]
        plans = [:]
        for op in transaction {
            open[op.record] = try conflicts(of: op)
            let fields = op.writes.filter { op.kind == PlanItemKind.kind.number && $0.field == 2 }
            if let plan = fields.first?.value.reference, try item(op.record)?.reference("plan") != plan {
                plans[op.record] = try town.facts.record(plan, kind: PlanKind.kind)?.text("status")
            }
        }
    }

    private func conflicts(of op: Op) throws -> [Conflict] {
        guard let kind = Wijk.schema.kind(op.kind), let ref = try town.store.find(op.record, kind: op.kind) else { return [] }
        return try town.store.load(ref)?.state.present(kind).conflicts ?? []
    }

    private func item(_ id: RecordID) throws -> RecordValues? { try town.facts.record(id, kind: PlanItemKind.kind) }

    private func check(_ op: Op) throws {
        guard let kind = Wijk.schema.kind(op.kind) else { return }
        let roles = town.roles(of: device.person, in: op.area)
        guard !roles.isEmpty else { throw fail("C11", op, "who has no role wrote") }
        guard kind.name == "decision" || roles.contains(where: { !$0.isProcessOnly }) else {
            throw fail("§6.7", op, "who is there for the process wrote")
        }
        if let status = plans[op.record], ["vastgesteld", "in_uitvoering", "afgesloten", "vervallen"].contains(status) {
            guard try item(op.record)?.text("status") == "voorgesteld" else { throw fail("C7", op, "into a plan that is \(status) came") }
            counted.append("proposed for an adopted plan")
        }
        let (before, after) = (open[op.record] ?? [], try conflicts(of: op))
        for conflict in before where !after.contains(where: { $0.isSame(as: conflict) }) {
            try checkSettled(conflict, kind, op)
        }
        for conflict in after where conflict.cause == .reopened && !before.contains(where: { $0.isSame(as: conflict) }) {
            try checkSettled(conflict, kind, op)
            counted.append("reopened")
        }
    }

    /// I18: by somebody whose role may, or in the name of such a person by a decision that there is.
    private func checkSettled(_ conflict: Conflict, _ kind: Kind, _ op: Op) throws {
        let fields = kind.subject(of: conflict).compactMap { kind.field($0) }
        let type = ConflictClass(of: conflict, kind: kind)
        let settlers = town.bylaws.settlers(type, kind.name, Set(fields.map(\.name)))
        let isOwnText =
            town.journal.creators[op.record] == device.person && !fields.isEmpty
            && fields.allSatisfy { if case .text = $0.type { true } else { false } }
        func may(_ person: Int) -> Bool {
            let roles = town.roles(of: person, in: op.area).filter { settlers.contains(.beheerder) || !$0.isProcessOnly }
            return roles.contains { settlers.contains($0.role) || $0.role == .schouwer && isOwnText && !settlers.contains(.beheerder) }
        }
        counted.append("settled \(type.rawValue)")
        if may(device.person) { return }
        let names = op.note.split(separator: "\n").first.map { $0.split(whereSeparator: { "[],".contains($0) }).map(String.init) } ?? []
        guard names.count == 2, names[0].hasPrefix("namens "), names[1].hasPrefix(" mandaat "),
            let principal = town.people.firstIndex(where: { $0.name == names[0].dropFirst(7) }), may(principal),
            town.roles(of: device.person, in: op.area).contains(where: { $0.role == .beheerder }),
            let mandate = RecordID(String(names[1].dropFirst(9))), try town.facts.record(mandate, kind: DecidingKinds.decision) != nil
        else { throw fail("I18", op, "\(type.rawValue) (\(conflict.cause) \(conflict.name)) was not theirs to settle, but they did") }
        counted.append("settled by proxy")
    }

    private func fail(_ promise: String, _ op: Op, _ what: String) -> Town.Broken {
        Town.Broken(
            "\(promise): \(town.person(of: device).name) (\(town.roles(of: device.person, in: op.area).map(\.role))): \(what) \(town.telling(op))"
        )
    }
}

extension Conflict {
    /// Whether it is the same question, whatever the answers are.
    func isSame(as other: Conflict) -> Bool { cause == other.cause && name == other.name && key == other.key }
}

extension Value {
    var reference: RecordID? {
        if case .bytes(let bytes) = self { return RecordID(bytes: bytes) }
        return nil
    }
}
