internal import SyncCore

/// The devices as administrators see them.
extension AccessStore {
    struct DeviceRow: Sendable {
        enum State: String, Sendable { case active, retired, revoked, expired }

        let id: String
        let name: String
        let person: String
        let areas: [String]
        let createdAt: Int64
        let lastSeen: Int64?
        let expiresAt: Int64?
        let revokedAt: Int64?
        let isRetired: Bool
        /// Ops accepted or judged, over all its lives.
        let ops: Int64
        /// Ops that it had not handed in when it last spoke.
        let pending: Int64

        /// The gravest: a device that was revoked may be retired as well.
        func state(now: Int64) -> State {
            if revokedAt != nil { return .revoked }
            if isRetired { return .retired }
            return expiresAt.map { $0 <= now } ?? false ? .expired : .active
        }
    }

    func devices() throws -> [DeviceRow] {
        let statement = try connection.prepare(
            """
            SELECT device.id, device.name, person.name, device.created_at, device.last_seen,
            (SELECT coalesce(group_concat(area, ' '), '') FROM device_area WHERE device_area.device = device.id),
            (SELECT coalesce(sum(k), 0) FROM actor WHERE actor.device = device.id),
            (SELECT coalesce(sum(pending), 0) FROM standing JOIN actor ON actor.number = standing.actor WHERE actor.device = device.id),
            (SELECT coalesce(min(coalesce(retired, 0)), 0) FROM actor LEFT JOIN standing ON actor.number = standing.actor
                WHERE actor.device = device.id),
            device.expires_at, device.revoked_at
            FROM device JOIN person ON person.id = device.person ORDER BY device.created_at, device.id
            """)
        var rows: [DeviceRow] = []
        while try statement.step() {
            rows.append(
                DeviceRow(
                    id: statement.text(0), name: statement.text(1), person: statement.text(2),
                    areas: statement.text(5).split(separator: " ").map(String.init), createdAt: statement.integer(3),
                    lastSeen: statement.isNull(4) ? nil : statement.integer(4), expiresAt: statement.isNull(9) ? nil : statement.integer(9),
                    revokedAt: statement.isNull(10) ? nil : statement.integer(10), isRetired: statement.integer(8) != 0,
                    ops: statement.integer(6), pending: statement.integer(7)))
        }
        return rows
    }

    /// By id, or by name when only one has it.
    func device(_ idOrName: String) throws -> DeviceRow {
        let all = try devices()
        if let exact = all.first(where: { $0.id == idOrName }) { return exact }
        let named = all.filter { $0.name == idOrName }
        if named.count > 1 {
            throw SyncError(
                "device.ambiguous", "More than one device is called \(idOrName).", hint: "Use the id; `wijkserver devices` shows it.")
        }
        guard let device = named.first else {
            throw SyncError("device.unknown", "There is no device \(idOrName).", hint: "`wijkserver devices` lists them.")
        }
        return device
    }

    func areas(of device: String) throws -> [String] {
        let statement = try connection.prepare("SELECT area FROM device_area WHERE device = ?1 ORDER BY area")
        statement.bind(1, device)
        var areas: [String] = []
        while try statement.step() { areas.append(statement.text(0)) }
        return areas
    }

    /// Gives a device these areas and no others.
    func setAreas(of device: String, _ areas: [String]) throws {
        let clear = try connection.prepare("DELETE FROM device_area WHERE device = ?1")
        clear.bind(1, device)
        _ = try clear.step()
        for area in areas {
            let link = try connection.prepare("INSERT OR IGNORE INTO device_area (device, area) VALUES (?1, ?2)")
            link.bind(1, device)
            link.bind(2, area)
            _ = try link.step()
        }
    }

    /// The device's token stops working with the next request.
    func revoke(_ device: String, now: Int64) throws {
        let statement = try connection.prepare("UPDATE device SET revoked_at = ?2 WHERE id = ?1")
        statement.bind(1, device)
        statement.bind(2, now)
        _ = try statement.step()
    }
}
