internal import SyncCore

/// Persons, invitations and devices: who may speak for which device, and on which areas. Secrets are stored as SHA-256
/// only (PROMISES E3). Roles come with the domain; their place is the `role` of a person.
final class AccessStore {
    let store: SQLiteStore
    var connection: Connection { _read { yield store.connection } }
    private let grantStatement: Statement
    private let areaStatement: Statement
    private let nameStatement: Statement

    static let tables = """
        CREATE TABLE IF NOT EXISTS person (id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, created_at INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS invitation (
            code_hash BLOB PRIMARY KEY, person TEXT NOT NULL REFERENCES person (id), areas TEXT NOT NULL, created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL, device TEXT, key_hash BLOB, valid_days INTEGER);
        CREATE TABLE IF NOT EXISTS device (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, person TEXT NOT NULL REFERENCES person (id), token_hash BLOB NOT NULL UNIQUE,
            created_at INTEGER NOT NULL, last_seen INTEGER, key_hash BLOB NOT NULL, expires_at INTEGER, revoked_at INTEGER);
        CREATE TABLE IF NOT EXISTS device_area (device TEXT NOT NULL REFERENCES device (id), area TEXT NOT NULL, PRIMARY KEY (device, area))
            WITHOUT ROWID;
        """ + Ledger.tables + RecoveryLog.tables + NumberSeries.tables

    /// What a restore takes over from the database that it replaces (attached as `old`): who may do what is never rolled back.
    static let carriedOver =
        [
            "DELETE FROM device_area", "DELETE FROM invitation", "DELETE FROM device", "DELETE FROM person",
            "INSERT INTO person SELECT * FROM old.person", "INSERT INTO device SELECT * FROM old.device",
            "INSERT INTO invitation SELECT * FROM old.invitation", "INSERT INTO device_area SELECT * FROM old.device_area",
            "INSERT OR IGNORE INTO ledger SELECT * FROM old.ledger",
            "INSERT OR REPLACE INTO number_series SELECT * FROM old.number_series",
        ] + RecoveryLog.carriedOver

    /// The tables must be there (`createTables`, in `init`).
    init(_ store: SQLiteStore) throws {
        self.store = store
        grantStatement = try store.connection.prepare(
            """
            SELECT device.id, device.name, person.name, device.last_seen, device.expires_at, device.revoked_at, person.id
            FROM device JOIN person ON person.id = device.person WHERE token_hash = ?1
            """,
            kept: true)
        nameStatement = try store.connection.prepare("SELECT name FROM device WHERE id = ?1", kept: true)
        areaStatement = try store.connection.prepare("SELECT area FROM device_area WHERE device = ?1", kept: true)
    }

    static func createTables(_ store: SQLiteStore) throws { try store.connection.execute(tables) }

    /// What a token allows, and when its device was last noted.
    ///
    /// - Throws: when nobody has it, when its time is over, or when it was taken away.
    func grant(token: String, now: Int64) throws -> (grant: DeviceGrant, lastSeen: Int64?) {
        defer { grantStatement.reset() }
        grantStatement.bind(1, Hash.sha256(Array(token.utf8)))
        guard try grantStatement.step() else { throw AccessError.unknown }
        if !grantStatement.isNull(5) { throw AccessError.revoked }
        if !grantStatement.isNull(4), grantStatement.integer(4) <= now { throw AccessError.expired(grantStatement.integer(4)) }
        let device = grantStatement.text(0)
        defer { areaStatement.reset() }
        areaStatement.bind(1, device)
        var areas: Set<String> = []
        while try areaStatement.step() { areas.insert(areaStatement.text(0)) }
        let grant = DeviceGrant(
            device: device, deviceName: grantStatement.text(1), person: grantStatement.text(2), account: grantStatement.text(6),
            areas: areas)
        return (grant, grantStatement.isNull(3) ? nil : grantStatement.integer(3))
    }

    /// The account of the person that a device is bound to; `nil` for the server itself.
    func account(of device: String) throws -> String? {
        let statement = try connection.prepare("SELECT person FROM device WHERE id = ?1")
        statement.bind(1, device)
        return try statement.step() ? statement.text(0) : nil
    }

    /// The name of a device, or its id when it has none (the server itself).
    func deviceName(_ id: String) throws -> String {
        defer { nameStatement.reset() }
        nameStatement.bind(1, id)
        return try nameStatement.step() ? nameStatement.text(0) : id
    }

    /// How long a note that a device was here stays good enough, in milliseconds: within it, a sync that changes nothing
    /// writes nothing.
    static let seenPrecision: Int64 = 60_000

    /// Notes that the device was here.
    func touch(_ device: String, now: Int64) throws {
        let statement = try connection.prepare(
            "UPDATE device SET last_seen = ?2 WHERE id = ?1 AND (last_seen IS NULL OR last_seen < ?2 - \(Self.seenPrecision))")
        statement.bind(1, device)
        statement.bind(2, now)
        _ = try statement.step()
    }
}

/// 256 random bits as text: tokens.
enum Secret {
    static func token() -> String {
        var generator = SystemRandomNumberGenerator()
        return Hex.encode(ID128.random(using: &generator).bytes + ID128.random(using: &generator).bytes)
    }

    /// 13 characters of Crockford's base 32, 65 bits, in groups that can be read out: `7XK3-QM2P-9RTVW`.
    static func code() -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        var generator = SystemRandomNumberGenerator()
        let letters = (0..<13).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] }
        return String(letters[0..<4]) + "-" + String(letters[4..<8]) + "-" + String(letters[8..<13])
    }

    /// As people type it: any case, with or without dashes, O for 0, I and L for 1.
    static func normalize(code: String) -> String {
        String(
            code.uppercased().compactMap { letter in
                switch letter {
                case "O": "0"
                case "I", "L": "1"
                case "-", " ": nil
                default: letter
                }
            })
    }
}
