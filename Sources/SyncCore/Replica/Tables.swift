/// The tables of a replica's file. `user_version` counts formats; a file of a newer format is refused, an older one is
/// brought up to date step by step, in one transaction.
enum Tables {
    /// "WIJK" in ASCII: says whose file it is (https://sqlite.org/fileformat.html#application_id).
    static let applicationID: Int64 = 0x5749_4A4B
    static let format: Int64 = 1

    /// Position and area in one key: the feed's order is the table's own order.
    static let positionBits: Int64 = 40

    static let create = """
        CREATE TABLE fact (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE actor (
            number INTEGER PRIMARY KEY, incarnation BLOB NOT NULL UNIQUE, k INTEGER NOT NULL, hash BLOB NOT NULL,
            device TEXT NOT NULL, person TEXT NOT NULL);
        CREATE TABLE chain_point (actor INTEGER NOT NULL, k INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (actor, k)) WITHOUT ROWID;
        CREATE TABLE area_state (
            number INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, position INTEGER NOT NULL, chain BLOB NOT NULL,
            digest BLOB NOT NULL, stage INTEGER NOT NULL, differs INTEGER NOT NULL, floor INTEGER NOT NULL,
            seed_position INTEGER, seed_chain BLOB, seed_resume BLOB,
            proof_epoch BLOB, proof_position INTEGER, proof_signature BLOB, anchor_position INTEGER, anchor_chain BLOB);
        CREATE TABLE feed_mark (key INTEGER PRIMARY KEY, chain BLOB NOT NULL);
        CREATE TABLE settled (area INTEGER NOT NULL, actor INTEGER NOT NULL, k INTEGER NOT NULL, PRIMARY KEY (area, actor)) WITHOUT ROWID;
        CREATE TABLE stale (record INTEGER PRIMARY KEY, area INTEGER NOT NULL);
        CREATE TABLE feed (
            key INTEGER PRIMARY KEY, record INTEGER NOT NULL, actor INTEGER NOT NULL, k INTEGER NOT NULL, more INTEGER NOT NULL,
            received_at INTEGER NOT NULL, op BLOB NOT NULL, form INTEGER NOT NULL, extra BLOB);
        CREATE INDEX feed_record ON feed (record);
        CREATE TABLE run (actor INTEGER NOT NULL, k INTEGER NOT NULL, count INTEGER NOT NULL, area INTEGER NOT NULL,
            position INTEGER NOT NULL, PRIMARY KEY (actor, k)) WITHOUT ROWID;
        CREATE TABLE area_vector (area INTEGER NOT NULL, actor INTEGER NOT NULL, k INTEGER NOT NULL, PRIMARY KEY (area, actor)) WITHOUT ROWID;
        CREATE TABLE own (
            key INTEGER PRIMARY KEY, record INTEGER NOT NULL, area INTEGER NOT NULL, more INTEGER NOT NULL, op BLOB NOT NULL, context BLOB);
        CREATE INDEX own_record ON own (record);
        CREATE TABLE overlay (record INTEGER PRIMARY KEY, area INTEGER NOT NULL, state BLOB NOT NULL);
        CREATE TABLE verdict (
            key INTEGER PRIMARY KEY, code TEXT NOT NULL, detail TEXT NOT NULL, decider TEXT NOT NULL, decided_at INTEGER NOT NULL, op BLOB);
        CREATE TABLE redotted (incarnation BLOB NOT NULL, k INTEGER NOT NULL, identity BLOB NOT NULL, actor INTEGER NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (incarnation, k, identity)) WITHOUT ROWID;
        CREATE TABLE conflict (record INTEGER PRIMARY KEY, area INTEGER NOT NULL);
        CREATE TABLE acknowledged (area INTEGER NOT NULL, actor INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (area, actor))
            WITHOUT ROWID;
        CREATE TABLE standing (actor INTEGER PRIMARY KEY, pending INTEGER NOT NULL, retired INTEGER NOT NULL);
        """

    /// - Throws: `SyncError` when the file is another program's, or of a newer version of this one.
    static func check(_ connection: borrowing Connection, file: String) throws {
        let application = try connection.integer("PRAGMA application_id") ?? 0
        guard application == applicationID else {
            throw SyncError(
                "storage.foreign", "\(file) is a database of another program; it was left as it is.",
                hint: "Name another place for the replica.")
        }
        let version = try connection.integer("PRAGMA user_version") ?? 0
        guard version <= format else {
            throw SyncError(
                "storage.newer",
                "\(file) was written by a newer version of Wijk (format \(version), this one reads \(format)); it was left as it is.",
                hint: "Use that version.")
        }
    }

    /// Whether the file is ours, or nobody's yet.
    static func mayUse(_ connection: borrowing Connection) throws -> Bool {
        if try connection.integer("PRAGMA application_id") == applicationID {
            return try connection.integer("PRAGMA user_version") ?? 0 <= format
        }
        return try connection.integer("PRAGMA application_id") == 0 && connection.integer("SELECT count(*) FROM sqlite_schema") == 0
    }

    /// Whether tables have to be made or brought up to date: nothing there yet, an older format, or an older schema.
    static func needsWork(_ connection: borrowing Connection, schema: Schema) throws -> Bool {
        if try connection.integer("PRAGMA application_id") == 0, try connection.integer("SELECT count(*) FROM sqlite_schema") == 0 {
            return true
        }
        guard try connection.integer("PRAGMA application_id") == applicationID else { return false }
        guard let version = try connection.integer("PRAGMA user_version"), version <= format else { return false }
        let known = try connection.integer("SELECT CAST(value AS INTEGER) FROM fact WHERE name = 'tables'") ?? 0
        return version < format || known < Int64(schema.version)
    }

    static func prepare(_ connection: borrowing Connection, schema: Schema, file: String) throws {
        if try connection.integer("PRAGMA user_version") == 0 {
            try connection.execute("PRAGMA application_id=\(applicationID)")
            try connection.execute(create)
            try connection.execute("PRAGMA user_version=\(format)")
        }
        for kind in schema.kinds { try RecordTable.create(kind, number: kind.number, connection) }
        try connection.execute("INSERT OR REPLACE INTO fact VALUES ('tables', '\(schema.version)')")
        try check(connection, file: file)
    }
}
