internal import SyncCore

/// One decision about a device, or about all: what, by whom, when and why.
struct LedgerEntry: Sendable {
    enum Action: String, Sendable {
        case retired
        case revoked
        case areas
        /// Not a decision: the device's person used a new code.
        case enrolledAgain = "enrolled-again"
        /// About all devices, under the name of the server: what its former key signed proves nothing any more.
        case keyRenewed = "key-renewed"
    }

    /// Milliseconds since 1970.
    let at: Int64
    let device: String
    let action: Action
    /// Which areas, for instance, or which key.
    var detail = ""
    let by: String
    var reason = ""
}

/// The list of decisions about devices. It only grows: the database itself refuses to change or remove a line.
enum Ledger {
    static let tables = """

        CREATE TABLE IF NOT EXISTS ledger (
            number INTEGER PRIMARY KEY, at INTEGER NOT NULL, device TEXT NOT NULL, action TEXT NOT NULL, detail TEXT NOT NULL,
            by TEXT NOT NULL, reason TEXT NOT NULL);
        CREATE TRIGGER IF NOT EXISTS ledger_removal BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
        CREATE TRIGGER IF NOT EXISTS ledger_change BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
        """
}

extension AccessStore {
    func log(_ entry: LedgerEntry) throws {
        let statement = try connection.prepare(
            "INSERT INTO ledger (at, device, action, detail, by, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        statement.bind(1, entry.at)
        statement.bind(2, entry.device)
        statement.bind(3, entry.action.rawValue)
        statement.bind(4, entry.detail)
        statement.bind(5, entry.by)
        statement.bind(6, entry.reason)
        _ = try statement.step()
    }

    /// Of one device, or of all, in the order of the decisions.
    func ledger(device: String?) throws -> [LedgerEntry] {
        let statement = try connection.prepare(
            "SELECT at, device, action, detail, by, reason FROM ledger WHERE ?1 = '' OR device = ?1 ORDER BY number")
        statement.bind(1, device ?? "")
        var entries: [LedgerEntry] = []
        while try statement.step() {
            guard let action = LedgerEntry.Action(rawValue: statement.text(2)) else { continue }
            entries.append(
                LedgerEntry(
                    at: statement.integer(0), device: statement.text(1), action: action, detail: statement.text(3), by: statement.text(4),
                    reason: statement.text(5)))
        }
        return entries
    }
}
