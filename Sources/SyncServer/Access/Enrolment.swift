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

    func person(ofDevice device: String) throws -> Person? { try account(of: device).flatMap { try person($0) } }

    func persons() throws -> [Person] {
        let statement = try connection.prepare("SELECT id, name, role FROM person ORDER BY created_at, id")
        var found: [Person] = []
        while try statement.step() { found.append(Person(id: statement.text(0), name: statement.text(1), role: statement.text(2))) }
        return found
    }

    /// A one-time code for a person and areas. Only its hash is stored.
    ///
    /// - Parameter days: how long the device may then sync; for ever when `nil`.
    func invite(_ person: Person, areas: [String], now: Int64, validFor milliseconds: Int64, days: Int? = nil) throws -> String {
        let code = Secret.code()
        let statement = try connection.prepare(
            "INSERT INTO invitation (code_hash, person, areas, created_at, expires_at, valid_days) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        statement.bind(1, Hash.sha256(Array(Secret.normalize(code: code).utf8)))
        statement.bind(2, person.id)
        statement.bind(3, areas.joined(separator: "\n"))
        statement.bind(4, now)
        statement.bind(5, now + milliseconds)
        if let days { statement.bind(6, days) }
        _ = try statement.step()
        return code
    }

    /// Takes an invitation up. The same code with the same device key is answered again, with a new token, so that a device
    /// that lost the reply is not shut out; with another key it is used up. A device that comes with its key and a new code for the
    /// same person stays the device it is: its access goes on, and so does what it has not handed in.
    func enroll(code: String, deviceKey: [UInt8], name: String, now: Int64) throws -> Enrolled {
        let codeHash = Hash.sha256(Array(Secret.normalize(code: code).utf8))
        let keyHash = Hash.sha256(deviceKey)
        let invitation = try connection.prepare(
            "SELECT person, areas, expires_at, device, key_hash, valid_days FROM invitation WHERE code_hash = ?1")
        invitation.bind(1, codeHash)
        guard try invitation.step(), let person = try person(invitation.text(0)) else { throw AccessError.code }
        let codes = invitation.text(1).split(separator: "\n").map(String.init)
        let token = Secret.token()
        let device: String
        if invitation.isNull(3) {
            guard now < invitation.integer(2) else { throw AccessError.code }
            let end = invitation.isNull(5) ? nil : now + invitation.integer(5) * 86_400_000
            device = try addOrRenewDevice(name: name, person: person, keyHash: keyHash, token: token, expiresAt: end, now: now)
            try setAreas(of: device, codes)
            let use = try connection.prepare("UPDATE invitation SET device = ?2, key_hash = ?3 WHERE code_hash = ?1")
            use.bind(1, codeHash)
            use.bind(2, device)
            use.bind(3, keyHash)
            _ = try use.step()
        } else {
            // Whose time is over, or was revoked, does not come in again by an old code.
            guard invitation.bytes(4) == keyHash, try mayRenew(invitation.text(3), now: now) else { throw AccessError.code }
            device = invitation.text(3)
            let renew = try connection.prepare("UPDATE device SET token_hash = ?2 WHERE id = ?1")
            renew.bind(1, device)
            renew.bind(2, Hash.sha256(Array(token.utf8)))
            _ = try renew.step()
        }
        let granted = try areas(of: device).compactMap { code in try store.area(code).map { GrantedArea(code: $0.code, name: $0.name) } }
        return Enrolled(device: device, token: token, person: person, areas: granted)
    }

    private func mayRenew(_ device: String, now: Int64) throws -> Bool {
        let row = try connection.prepare("SELECT expires_at, revoked_at FROM device WHERE id = ?1")
        row.bind(1, device)
        guard try row.step() else { return false }
        return row.isNull(1) && (row.isNull(0) || now < row.integer(0))
    }

    private func addOrRenewDevice(
        name: String, person: Person, keyHash: [UInt8], token: String, expiresAt: Int64?, now: Int64
    ) throws -> String {
        let known = try connection.prepare("SELECT id, person FROM device WHERE key_hash = ?1 ORDER BY created_at DESC LIMIT 1")
        known.bind(1, keyHash)
        let isKnown = try known.step()
        if isKnown, known.text(1) != person.id { throw AccessError.person }
        var generator = SystemRandomNumberGenerator()
        let id = isKnown ? known.text(0) : "d-" + Hex.encode(ID128.random(using: &generator).bytes.prefix(5))
        let save = try connection.prepare(
            """
            INSERT INTO device (id, name, person, token_hash, created_at, key_hash, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (id) DO UPDATE SET name = ?2, token_hash = ?4, expires_at = ?7, revoked_at = NULL
            """)
        save.bind(1, id)
        save.bind(2, name)
        save.bind(3, person.id)
        save.bind(4, Hash.sha256(Array(token.utf8)))
        save.bind(5, now)
        save.bind(6, keyHash)
        if let expiresAt { save.bind(7, expiresAt) }
        _ = try save.step()
        if isKnown { try log(LedgerEntry(at: now, device: id, action: .enrolledAgain, by: person.name)) }
        return id
    }
}
