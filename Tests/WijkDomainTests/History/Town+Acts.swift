@testable import SyncCore
@testable import WijkDomain

/// What people do on their devices: each act is one transaction, or nothing when there is nothing to do it to.
extension Town {
    func act(on device: Device) throws {
        let open = try device.store.areas().filter { $0.stage == .live }.map(\.code)
        guard !open.isEmpty else { return }
        for _ in 0..<4 {
            time += 1
            let area = random.pick(open)
            let drafts =
                switch random.below(100) {
                case ..<5: try newFinding(on: device, in: area)
                case ..<25: try changeFinding(on: device, open)
                case ..<29: try newItem(on: device, in: area)
                case ..<43: try changeItem(on: device)
                case ..<53: try changeOrder(on: device)
                case ..<60: try requestBooking(on: device, in: area)
                case ..<70: try decideBookings(on: device)
                case ..<73: try changePlan(on: device)
                case ..<77: try newDecision(on: device, in: area)
                case ..<97: try settle(on: device)
                default: try reopen(on: device)
                }
            if try !drafts.isEmpty && write(drafts, on: device) { return }
        }
    }

    func draft(_ kindName: String, _ record: RecordValues? = nil, in area: String, _ fields: [String: Value]) -> Draft {
        let kind = Wijk.schema.kind(named: kindName)!
        return Draft(
            record: record?.id, kind: kind.number, area: area, writes: kind.writes(fields.map { (field: $0, value: $1) }))
    }

    /// A record of a kind that the device shows.
    func any(_ kindName: String, on device: Device, where holds: (RecordValues) -> Bool = { _ in true }) throws -> RecordValues? {
        let all = journal.made[kindName] ?? []
        guard !all.isEmpty, let kind = Wijk.schema.kind(named: kindName) else { return nil }
        let facts = StoredFacts(device.store) { $0.person }
        for _ in 0..<4 {
            // What is new is what people are busy with.
            let id = random.percent(60) ? random.pick(Array(all.suffix(3))) : random.pick(all)
            guard let found = try facts.record(id, kind: kind), holds(found),
                try device.store.area(found.area)?.stage == .live
            else { continue }
            return found
        }
        return nil
    }

    // MARK: Findings

    private func newFinding(on device: Device, in area: String) throws -> [Draft] {
        [draft("finding", in: area, ["description": .text("F\(time)"), "status": .text("nieuw"), "observed_at": .integer(time)])]
    }

    private func changeFinding(on device: Device, _ open: [String]) throws -> [Draft] {
        guard let finding = try any("finding", on: device) else { return [] }
        if random.percent(mishaps.move), let other = open.first(where: { $0 != finding.area }) {
            var move = draft("finding", finding, in: finding.area, [:])
            move.toArea = other
            return [move]
        }
        let fields: [String: Value] =
            switch random.below(9) {
            case 0: ["status": .text("gerouteerd"), "destination": .text(random.pick(FindingKind.destinations))]
            case 1: ["status": .text(random.pick(FindingKind.closed)), "closed_at": .integer(time)]
            case 2: ["seen_at": .integer(time), "quality": .text(random.pick(FindingKind.qualities))]
            case 3: ["description": .text("F\(random.below(5))")]
            case 4: ["severity": .text(random.pick(FindingKind.severities))]
            case 5: ["status": .text("heropend"), "closed_at": .null]
            case 6: ["deleted": random.percent(60) ? .integer(1) : .null]
            case 7:
                if let item = try any("plan_item", on: device) {
                    ["destination": .text("plan"), "item": .bytes(item.id.bytes)]
                } else {
                    ["destination": .text("plan")]
                }
            default: ["responsible": .text(random.pick(["Stadsbeheer", "Politie"]))]
            }
        return [draft("finding", finding, in: finding.area, fields)]
    }

    // MARK: Plans

    func makePlan(on device: Device, in area: String) throws {
        guard try write([draft("plan", in: area, newPlan())], on: device), let plan = journal.made["plan"]?.last else { return }
        for number in 0..<(2 + random.below(3)) {
            _ = try write(
                [
                    draft(
                        "plan_item", in: area,
                        ["plan": .bytes(plan.bytes), "title": .text("M\(number)"), "status": .text("op_groslijst")])
                ], on: device)
        }
    }

    private func newPlan() -> [String: Value] { ["title": .text("P\(time)"), "status": .text("concept")].merging(bylaws.plan) { $1 } }

    private func changePlan(on device: Device) throws -> [Draft] {
        guard let plan = try any("plan", on: device) else { return [] }
        switch random.below(4) {
        case 0: return [draft("plan", in: plan.area, newPlan())]
        case 1: return [draft("plan", plan, in: plan.area, ["phase": .text(random.pick(["panelen", "prioriteren", "uitvoering"]))])]
        case 2: return [draft("plan", plan, in: plan.area, ["title": .text("P\(random.below(5))")])]
        default: return [draft("plan", plan, in: plan.area, ["status": .text(random.pick(PlanKind.statuses))])]
        }
    }

    private func newItem(on device: Device, in area: String) throws -> [Draft] {
        guard let plan = try any("plan", on: device) else { return [] }
        return [
            draft(
                "plan_item", in: plan.area,
                [
                    "plan": .bytes(plan.id.bytes), "title": .text("M\(time)"), "estimate_cents": .integer(Int64(random.below(5_000))),
                    "status": .text(random.percent(50) ? "voorgesteld" : "op_groslijst"),
                ])
        ]
    }

    private func changeItem(on device: Device) throws -> [Draft] {
        guard let item = try any("plan_item", on: device) else { return [] }
        if random.percent(10) {
            let write = Op.FieldWrite(17, key: "\(1997 + random.below(3))", .integer(Int64(random.below(900))))
            return [Draft(record: item.id, kind: item.kind.number, area: item.area, writes: [write])]
        }
        let fields: [String: Value] =
            switch random.below(8) {
            case 0, 1: ["status": .text(random.pick(PlanItemKind.statuses))]
            case 2: ["estimate_cents": .integer(Int64(random.below(5_000)))]
            case 3: ["end_date": .text("1997-0\(1 + random.below(9))-01")]
            case 4: ["title": .text("M\(random.below(5))")]
            case 5: ["deleted": random.percent(50) ? .integer(1) : .null]
            case 6: ["plan": .bytes((try any("plan", on: device) { $0.area == item.area })?.id.bytes ?? item.id.bytes)]
            default: ["service": .text("Stadsbeheer")]
            }
        return [draft("plan_item", item, in: item.area, fields)]
    }

    private func changeOrder(on device: Device) throws -> [Draft] {
        guard let plan = try any("plan", on: device) else { return [] }
        let ranking = try PlanRanking(of: plan.id, in: device.store)
        try check(ranking, of: device.name)
        guard let item = ranking.order.ids.randomElement(using: &random) else { return [] }
        if random.percent(10) { return [draft("plan_item", ranking.items[item], in: plan.area, ["rank_after": .bytes(item.bytes)])] }
        let anchor = random.percent(40) ? plan.id : random.pick(ranking.order.ids)
        let moves = random.percent(15) ? ranking.moves(setting: [item]) : ranking.moves(of: item, after: anchor)
        return moves.compactMap { id, after in
            ranking.items[id].map { draft("plan_item", $0, in: plan.area, ["rank_after": .bytes(after.bytes)]) }
        }
    }
}
