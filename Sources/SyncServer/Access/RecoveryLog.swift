internal import SyncCore

/// What devices handed in after the server was put back to an earlier state. It only grows.
struct RecoveryLog {
    static let tables = """

        CREATE TABLE IF NOT EXISTS recovery (
            number INTEGER PRIMARY KEY, at INTEGER NOT NULL, device TEXT NOT NULL, area TEXT NOT NULL, placed INTEGER NOT NULL,
            quarantined INTEGER NOT NULL, known INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS restored (at INTEGER PRIMARY KEY, epoch BLOB NOT NULL);
        """

    /// The list of restores goes from each database to the next, which the data's own history does not: that goes back with it.
    static let carriedOver = [
        "INSERT OR IGNORE INTO recovery SELECT * FROM old.recovery", "INSERT OR IGNORE INTO restored SELECT * FROM old.restored",
    ]

    /// One restore by the command.
    struct Restored {
        let at: Int64
        let epoch: Epoch
    }

    /// Of one device and area, over all its visits after one restore.
    struct Line {
        let device: String
        let area: String
        let firstAt: Int64
        let placed: Int
        let quarantined: Int
        let known: Int
    }

    /// Ops of a life that the server had, and that nobody has brought back.
    struct Gap {
        let device: String
        let person: String
        let incarnation: Incarnation
        let missing: [ClosedRange<UInt64>]

        var count: UInt64 { missing.reduce(0) { $0 + $1.upperBound - $1.lowerBound + 1 } }
    }

    let access: AccessStore

    private var connection: Connection { _read { yield access.connection } }

    func add(_ note: RecoveryNote) throws {
        let statement = try connection.prepare(
            "INSERT INTO recovery (at, device, area, placed, quarantined, known) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        statement.bind(1, note.at)
        statement.bind(2, note.device)
        statement.bind(3, note.area)
        statement.bind(4, note.counts.placed)
        statement.bind(5, note.counts.quarantined)
        statement.bind(6, note.counts.known)
        _ = try statement.step()
    }

    func add(_ restored: Restored) throws {
        let statement = try connection.prepare("INSERT INTO restored (at, epoch) VALUES (?1, ?2)")
        statement.bind(1, restored.at)
        statement.bind(2, restored.epoch.id)
        _ = try statement.step()
    }

    /// All restores, in their order.
    func restores() throws -> [Restored] {
        let statement = try connection.prepare("SELECT at, epoch FROM restored ORDER BY at")
        var restores: [Restored] = []
        while try statement.step() { restores.append(Restored(at: statement.integer(0), epoch: Epoch(statement.id(1)))) }
        return restores
    }

    /// What was noted from one moment up to another; each may be left open.
    func lines(from start: Int64?, until end: Int64?) throws -> [Line] {
        let statement = try connection.prepare(
            """
            SELECT device, area, min(at), sum(placed), sum(quarantined), sum(known) FROM recovery WHERE at >= ?1 AND at < ?2
            GROUP BY device, area HAVING sum(placed) + sum(quarantined) > 0 ORDER BY min(at), device, area
            """)
        statement.bind(1, start ?? .min)
        statement.bind(2, end ?? .max)
        var lines: [Line] = []
        while try statement.step() {
            lines.append(
                Line(
                    device: try access.deviceName(statement.text(0)), area: statement.text(1), firstAt: statement.integer(2),
                    placed: Int(statement.integer(3)), quarantined: Int(statement.integer(4)), known: Int(statement.integer(5))))
        }
        return lines
    }

    /// Devices that may come, and have not been here since a moment; who was here last comes first.
    func absent(since moment: Int64) throws -> [AccessStore.DeviceRow] {
        try access.devices().filter { $0.revokedAt == nil && ($0.lastSeen ?? .min) < moment }
            .sorted { ($0.lastSeen ?? .min) > ($1.lastSeen ?? .min) }
    }

    /// A life's ops are numbered without gaps: what lies between those that came back is missing, unless its device holds it.
    func gaps() throws -> [Gap] {
        let statement = try connection.prepare(
            """
            SELECT redotted.incarnation, redotted.k, actor.number FROM redotted JOIN actor ON actor.incarnation = redotted.incarnation
            WHERE redotted.k > actor.k GROUP BY redotted.incarnation, redotted.k ORDER BY redotted.incarnation, redotted.k
            """)
        var gaps: [Gap] = []
        var current: (actor: Actor, next: UInt64, missing: [ClosedRange<UInt64>])?
        func finish() throws {
            guard let life = current, !life.missing.isEmpty else { return }
            gaps.append(
                Gap(
                    device: try access.deviceName(life.actor.device), person: life.actor.person, incarnation: life.actor.incarnation,
                    missing: life.missing))
        }
        while try statement.step() {
            let k = statement.unsigned(1)
            let number = Int(statement.integer(2))
            if current?.actor.number != number {
                try finish()
                let actor = try access.store.actor(number: number)
                current = (actor, actor.chain.k + 1, [])
            }
            if let next = current?.next, k > next { current?.missing.append(next...(k - 1)) }
            current?.next = k + 1
        }
        try finish()
        return gaps
    }
}
