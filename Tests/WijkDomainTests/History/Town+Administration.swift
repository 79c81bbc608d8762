@testable import SyncCore
@testable import WijkDomain

/// What is written at the server: roles, versions of the profile, budgets; and which areas a device has.
extension Town {
    var facts: StoredFacts { StoredFacts(store) { $0.person } }

    /// What somebody is in an area by now.
    func roles(of person: Int, in area: String) -> [Appointment] {
        appointments.filter { $0.person == person && $0.area == area && !$0.isEnded }
    }

    func openOffice() throws {
        for area in Self.areas {
            try activate(in: area)
            for person in people.indices { try appoint(person, people[person].role, in: area) }
            try give(
                "budget", in: area,
                [
                    "sort": .text("wijkbudget"), "title": .text("1997"), "year": .integer(1997), "granted_cents": .integer(5_000),
                    "currency": .text("NLG"),
                ])
        }
    }

    @discardableResult private func give(
        _ kindName: String, in area: String, record: RecordID? = nil, _ fields: [String: Value]
    ) throws -> RecordID {
        let kind = Wijk.schema.kind(named: kindName)!
        let writes = kind.writes(fields.map { (field: $0, value: $1) })
        let draft = Draft(record: record, kind: kind.number, area: area, writes: writes)
        let id = try store.transaction { try service.arbitrate([draft])[0] }
        if kindName == "budget", record == nil { budgets.append(id) }
        return id
    }

    private func activate(in area: String) throws {
        let text = bylaws.text(version: version)
        let profile = try Profile(parsing: text)
        try give("profile", in: area, ["name": .text(profile.name), "version": .integer(profile.version), "text": .text(text)])
    }

    func appoint(_ person: Int, _ role: Role, in area: String) throws {
        let who = people[person]
        let isProcessOnly = who.isProcessOnly && role == who.role
        let record = try give(
            "role", in: area,
            [
                "account": .text(who.account), "name": .text(who.name), "role": .text(role.rawValue),
                "organisation": role == .dienstcontact ? .text(who.organisation.isEmpty ? "Stadsbeheer" : who.organisation) : .null,
                "process_only": isProcessOnly ? .integer(1) : .null,
            ])
        appointments.append(
            Appointment(record: record, person: person, area: area, role: role, isProcessOnly: isProcessOnly))
    }

    func administer() throws {
        let area = random.pick(Self.areas)
        let person = random.pick(devices).person
        switch random.below(6) {
        case 0, 1:
            guard let place = appointments.firstIndex(where: { $0.person == person && $0.area == area && !$0.isEnded }) else {
                return try appoint(person, people[person].role, in: area)
            }
            try give("role", in: area, record: appointments[place].record, ["valid_to": .text("1997-05-05")])
            appointments[place].isEnded = true
            count("role ended")
        case 2:
            try appoint(person, random.pick([people[person].role, .coordinator, .schouwer, .uitvoerder]), in: area)
            count("role given")
        case 3:
            guard let budget = budgets.first(where: { (try? facts.record($0, kind: MoneyKinds.budget)?.area) == area }),
                let granted = try facts.record(budget, kind: MoneyKinds.budget)?.cents("granted_cents")
            else { return }
            try give(
                "budget", in: area, record: budget,
                ["granted_cents": .integer(granted + Int64(random.below(2_000))), "currency": .text("NLG")])
            count("budget raised")
        default:
            bylaws = bylaws.changed(&random)
            version += 1
            for area in Self.areas { try activate(in: area) }
            count("profile activated")
        }
    }

    func changeAreas(of device: Device) throws {
        let area = random.pick(Self.areas)
        let hasIt = device.areas.contains(area)
        device.areas = hasIt ? device.areas.filter { $0 != area } : (device.areas + [area]).sorted()
        if hasIt { try store.transaction { try service.withdraw(area: area, device: device.name) } }
        count(hasIt ? "area lost" : "area gained")
    }
}
