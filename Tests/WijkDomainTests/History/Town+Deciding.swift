@testable import SyncCore
@testable import WijkDomain

/// Bookings and decisions; conflicts settled, by whom may and by whom may not, and opened again.
extension Town {
    func requestBooking(on device: Device, in area: String) throws -> [Draft] {
        let facts = StoredFacts(device.store) { $0.person }
        guard let budget = try budgets.compactMap({ try facts.record($0, kind: MoneyKinds.budget) }).first(where: { $0.area == area })
        else { return [] }
        return (0..<(random.percent(80) ? 1 : 2)).map { _ in
            draft(
                "booking", in: area,
                [
                    "budget": .bytes(budget.id.bytes), "sort": .text("reservering"),
                    "amount_cents": .integer(Int64(500 + random.below(2_500))), "state": .text("aangevraagd"),
                ])
        }
    }

    func decideBookings(on device: Device) throws -> [Draft] {
        guard let first = try any("booking", on: device) else { return [] }
        var bookings = [first]
        if random.percent(40), let second = try any("booking", on: device, where: { $0.area == first.area && $0.id != first.id }) {
            bookings.append(second)
        }
        var drafts: [Draft] = []
        var decision: RecordID?
        if !bylaws.word.isEmpty, random.percent(85) { decision = try word(on: device, in: first.area, &drafts) }
        for booking in bookings {
            var fields = random.percent(60) ? accepted(booking) : outcome(random.pick(["afgewezen", "teruggedraaid", "vastgehouden"]))
            if let decision { fields["decision"] = .bytes(decision.bytes) }
            drafts.append(draft("booking", booking, in: first.area, fields))
        }
        return drafts
    }

    private func accepted(_ booking: RecordValues) -> [String: Value] {
        let amount = booking.cents("amount_cents")
        return outcome("geaccepteerd", granted: random.percent(50) ? amount : 1 + Int64(random.below(max(1, Int(amount)))))
    }

    func outcome(_ state: String, granted: Int64? = nil) -> [String: Value] {
        ["state": .text(state), "granted_cents": granted.map(Value.integer) ?? .null, "shortfall_cents": .null]
    }

    /// What the residents said: known, or recorded with what it decides.
    func word(on device: Device, in area: String, _ drafts: inout [Draft]) throws -> RecordID {
        if let known = try any("decision", on: device, where: { $0.text("body") == bylaws.word && $0["binding"] == .integer(1) }) {
            return known.id
        }
        var new = try newDecision(on: device, in: area, body: bylaws.word)[0]
        let id = device.replica.newRecordID()
        new.newRecord = id
        drafts.append(new)
        return id
    }

    func newDecision(on device: Device, in area: String, body: String? = nil) throws -> [Draft] {
        [
            draft(
                "decision", in: area,
                [
                    "body": .text(body ?? random.pick([bylaws.body, "college", "buurtvereniging"])), "date": .text(Self.today),
                    "sort": .text("toekenning"), "binding": .integer(1), "title": .text("B\(time)"),
                ])
        ]
    }

    // MARK: Conflicts

    func settle(on device: Device) throws -> [Draft] {
        let places = try device.store.conflicts(area: nil)
        guard let place = places.randomElement(using: &random), let shown = try device.replica.shown(place),
            let kind = Wijk.schema.kind(shown.state.kind), let area = try device.store.areas().first(where: { $0.number == shown.area }),
            area.stage == .live, let conflict = shown.state.present(kind).conflicts.randomElement(using: &random)
        else { return [] }
        var draft = Draft(record: shown.state.id, kind: kind.number, area: area.code, writes: [])
        if conflict.cause == .moved {
            draft.toArea = area.code
        } else {
            draft.writes = answer(to: conflict, shown.state, kind)
        }
        if roles(of: device.person, in: area.code).contains(where: { $0.role == .beheerder }) || random.percent(10) {
            let fields = Set(kind.subject(of: conflict).compactMap { kind.field($0)?.name })
            let settlers = bylaws.settlers(ConflictClass(of: conflict, kind: kind), kind.name, fields)
            let entitled = people.indices.filter { roles(of: $0, in: area.code).contains { settlers.contains($0.role) } }
            draft.note = try proxyNote(on: device, for: random.percent(80) ? entitled : Array(people.indices))
        }
        return draft.writes.isEmpty && draft.toArea.isEmpty ? [] : [draft]
    }

    /// One side's values, or for a clash another status.
    private func answer(to conflict: Conflict, _ state: RecordState, _ kind: Kind) -> [Op.FieldWrite] {
        if conflict.cause == .editedAfterDeletion { return kind.writes([("deleted", random.percent(50) ? .integer(1) : .null)]) }
        if conflict.cause == .clash, random.percent(50) { return kind.writes([("status", .text("heropend"))]) }
        let side = random.below(state.origins.count)
        var writes: [Op.FieldWrite] = []
        // What belongs together is answered together, as the client asks it.
        let about = kind.subject(of: conflict)
        let group =
            kind.groups.first { $0.name == conflict.name } ?? kind.groups.first { !Set($0.fields).isDisjoint(with: about) }
        let subject = conflict.key.isEmpty ? group?.fields ?? about : about
        for sibling in state.siblings where subject.contains(sibling.field) && (conflict.key.isEmpty || conflict.key == sibling.key) {
            let last = writes.indices.last { writes[$0].field == sibling.field && writes[$0].key == sibling.key }
            let write = Op.FieldWrite(sibling.field, key: sibling.key, sibling.value)
            if let last { if sibling.origin == side { writes[last] = write } } else { writes.append(write) }
        }
        if conflict.cause == .reopened, let question = kind.question, let place = kind.position(of: question) {
            let left = (state.present(kind).values[place].text ?? "").split(separator: "\n").filter { $0 != conflict.name }
            writes.append(Op.FieldWrite(question, left.isEmpty ? .null : .text(left.joined(separator: "\n"))))
        }
        return writes
    }

    /// In somebody's name, by a decision; now and then by none.
    private func proxyNote(on device: Device, for persons: [Int]) throws -> String {
        let mandate = try any("decision", on: device)?.id ?? RecordID(ID128(high: 0x0190_0000_0000_7000, low: random.next()))
        let unreal = random.percent(25) ? journal.made["finding"]?.last ?? mandate : mandate
        return Proxy(person: people[persons.randomElement(using: &random) ?? 0].name, mandate: "\(unreal)").note("afgesproken")
    }

    func reopen(on device: Device) throws -> [Draft] {
        guard let record = try any(random.pick(["finding", "plan_item", "booking", "plan"]), on: device),
            let question = record.kind.question
        else { return [] }
        let names = record.kind.groups.map(\.name) + record.kind.clashes.map(\.name) + ["title", "description"]
        let asked = record.text("question").split(separator: "\n").map(String.init) + [random.pick(names)]
        return [
            Draft(
                record: record.id, kind: record.kind.number, area: record.area,
                writes: [Op.FieldWrite(question, .text(Set(asked).sorted().joined(separator: "\n")))])
        ]
    }
}
