internal import SyncCore
internal import WijkDomain

/// Roles as records of their areas.
enum RoleRecords {
    static func draft(_ person: AccessStore.Person, _ role: Role, area: String, _ more: [(field: String, value: Value)] = []) -> Draft {
        let values: [(field: String, value: Value)] = [
            ("account", .text(person.id)), ("name", .text(person.name)), ("role", .text(role.rawValue)),
        ]
        return Draft(kind: PeopleKinds.role.number, area: area, writes: PeopleKinds.role.writes(values + more))
    }
}

/// Versions of the profile as records of the areas in which they hold.
enum ProfileRecords {
    static func draft(_ profile: Profile, area: String) -> Draft {
        Draft(
            kind: TellingKinds.profile.number, area: area,
            writes: TellingKinds.profile.writes([
                ("name", .text(profile.name)), ("version", .integer(profile.version)), ("text", .text(profile.text)),
            ]))
    }
}

extension Desk {
    struct Shown {
        let id: RecordID
        let area: AreaState
        let values: [String: Value]

        func text(_ field: String) -> String { values[field]?.text ?? "" }
    }

    /// The records of a kind, of all areas or one.
    func records(_ kind: Kind, area: AreaState? = nil, where equal: [(field: String, value: Value)] = []) throws -> [Shown] {
        var query = RecordQuery(kind)
        query.areas = area.map { [$0.number] } ?? []
        query.equal = equal
        let areas = Dictionary(uniqueKeysWithValues: try store.areas().map { ($0.number, $0) })
        var found: [Shown] = []
        try store.list(query) { row in
            if let area = areas[row.area] {
                let values = zip(kind.fields, row.values).map { ($0.name, $1) }
                found.append(Shown(id: row.id, area: area, values: Dictionary(uniqueKeysWithValues: values)))
            }
            return true
        }
        return found
    }

    /// Whoever gets a device for an area is something there: what the person is by default, until said otherwise (`wijkserver role`).
    func ensureRole(of person: AccessStore.Person, in code: String) throws {
        guard let area = try store.area(code), let role = Role(rawValue: person.role),
            try records(PeopleKinds.role, area: area, where: [("account", .text(person.id)), ("role", .text(role.rawValue))]).isEmpty
        else { return }
        try service.arbitrate([RoleRecords.draft(person, role, area: code)])
    }

    func areas(named names: [String]) throws -> [AreaState] {
        let all = try wijken()
        return names.isEmpty ? all : try names.map { try AreaNames.find($0, in: all) }
    }
}

enum RoleNames {
    static let all = Role.allCases.map(\.rawValue).joined(separator: ", ")

    /// `buurtbeheerder` is what most people call a schouwer.
    static func role(_ text: String) throws -> Role {
        if let role = Role(rawValue: text == "buurtbeheerder" ? Role.schouwer.rawValue : text) { return role }
        throw SyncError("person.role", "There is no role \(Print.safe(text)).", hint: "Choose from \(all).")
    }
}
