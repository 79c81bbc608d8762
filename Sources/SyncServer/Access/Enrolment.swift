internal import SyncCore

/// Persons, invitations, and a device that takes one up.
extension AccessStore {
    struct Person: Sendable {
        let id: String
        let name: String
        let role: String
    }

    struct Enrolled: Sendable {
        let device: String
        let token: String
        let person: Person
        let areas: [GrantedArea]
    }

    func addPerson(name: String, role: String, now: Int64) throws -> Person {
        var generator = SystemRandomNumberGenerator()
        let id = "p-" + Hex.encode(ID128.random(using: &generator).bytes.prefix(5))
        let statement = try connection.prepare("INSERT INTO person (id, name, role, created_at) VALUES (?1, ?2, ?3, ?4)")
        statement.bind(1, id)
        statement.bind(2, name)
        statement.bind(3, role)
        statement.bind(4, now)
        _ = try statement.step()
        return Person(id: id, name: name, role: role)
    }

    /// By id, or by name when only one has it.
    func person(_ idOrName: String) throws -> Person? {
        let statement = try connection.prepare("SELECT id, name, role FROM person WHERE id = ?1 OR name = ?1 ORDER BY id = ?1 DESC LIMIT 2")
        statement.bind(1, idOrName)
        var found: [Person] = []
        while try statement.step() { found.append(Person(id: statement.text(0), name: statement.text(1), role: statement.text(2))) }
        if found.count > 1, found[0].id != idOrName {
            throw SyncError(
                "person.ambiguous", "More than one person is called \(idOrName).", hint: "Use the id; `wijkserver person list` shows it.")
        }
        return found.first
    }

    func persons() throws -> [Person] {
        let statement = try connection.prepare("SELECT id, name, role FROM person ORDER BY created_at, id")
        var found: [Person] = []
        while try statement.step() { found.append(Person(id: statement.text(0), name: statement.text(1), role: statement.text(2))) }
        return found
    }

    /// A one-time code for a person and areas. Only its hash is stored.
    func invite(_ person: Person, areas: [String], now: Int64, validFor milliseconds: Int64) throws -> String {
        let code = Secret.code()
        let statement = try connection.prepare(
            "INSERT INTO invitation (code_hash, person, areas, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)")
        statement.bind(1, Hash.sha256(Array(Secret.normalize(code: code).utf8)))
        statement.bind(2, person.id)
        statement.bind(3, areas.joined(separator: "\n"))
        statement.bind(4, now)
        statement.bind(5, now + milliseconds)
        _ = try statement.step()
        return code
    }

    /// Takes an invitation up. The same code with the same device key is answered again, with a new token, so that a device
    /// that lost the reply is not shut out; with another key it is used up.
    func enroll(code: String, deviceKey: [UInt8], name: String, now: Int64) throws -> Enrolled {
        let refused = SyncError(
            "enrol.code", "This code is not valid (any more).", hint: "Ask the administrator for a new invitation.", status: 403)
        let codeHash = Hash.sha256(Array(Secret.normalize(code: code).utf8))
        let keyHash = Hash.sha256(deviceKey)
        let invitation = try connection.prepare("SELECT person, areas, expires_at, device, key_hash FROM invitation WHERE code_hash = ?1")
        invitation.bind(1, codeHash)
        guard try invitation.step(), let person = try person(invitation.text(0)) else { throw refused }
        let codes = invitation.text(1).split(separator: "\n").map(String.init)
        let token = Secret.token()
        let device: String
        if invitation.isNull(3) {
            guard now < invitation.integer(2) else { throw refused }
            device = try addDevice(name: name, person: person, areas: codes, token: token, now: now)
            let use = try connection.prepare("UPDATE invitation SET device = ?2, key_hash = ?3 WHERE code_hash = ?1")
            use.bind(1, codeHash)
            use.bind(2, device)
            use.bind(3, keyHash)
            _ = try use.step()
        } else {
            guard invitation.bytes(4) == keyHash else { throw refused }
            device = invitation.text(3)
            let renew = try connection.prepare("UPDATE device SET token_hash = ?2 WHERE id = ?1")
            renew.bind(1, device)
            renew.bind(2, Hash.sha256(Array(token.utf8)))
            _ = try renew.step()
        }
        let granted = try codes.compactMap { code in try store.area(code).map { GrantedArea(code: $0.code, name: $0.name) } }
        return Enrolled(device: device, token: token, person: person, areas: granted)
    }

    private func addDevice(name: String, person: Person, areas: [String], token: String, now: Int64) throws -> String {
        var generator = SystemRandomNumberGenerator()
        let id = "d-" + Hex.encode(ID128.random(using: &generator).bytes.prefix(5))
        let insert = try connection.prepare("INSERT INTO device (id, name, person, token_hash, created_at) VALUES (?1, ?2, ?3, ?4, ?5)")
        insert.bind(1, id)
        insert.bind(2, name)
        insert.bind(3, person.id)
        insert.bind(4, Hash.sha256(Array(token.utf8)))
        insert.bind(5, now)
        _ = try insert.step()
        for area in areas {
            let link = try connection.prepare("INSERT OR IGNORE INTO device_area (device, area) VALUES (?1, ?2)")
            link.bind(1, id)
            link.bind(2, area)
            _ = try link.step()
        }
        return id
    }

    struct DeviceRow: Sendable {
        let id: String
        let name: String
        let person: String
        let areas: [String]
        let createdAt: Int64
        let lastSeen: Int64?
        /// Ops accepted or judged, over all its lives.
        let ops: Int64
    }

    func devices() throws -> [DeviceRow] {
        let statement = try connection.prepare(
            """
            SELECT device.id, device.name, person.name, device.created_at, device.last_seen,
            (SELECT coalesce(group_concat(area, ' '), '') FROM device_area WHERE device_area.device = device.id),
            (SELECT coalesce(sum(k), 0) FROM actor WHERE actor.device = device.id)
            FROM device JOIN person ON person.id = device.person ORDER BY device.created_at, device.id
            """)
        var rows: [DeviceRow] = []
        while try statement.step() {
            rows.append(
                DeviceRow(
                    id: statement.text(0), name: statement.text(1), person: statement.text(2),
                    areas: statement.text(5).split(separator: " ").map(String.init), createdAt: statement.integer(3),
                    lastSeen: statement.isNull(4) ? nil : statement.integer(4), ops: statement.integer(6)))
        }
        return rows
    }
}
