internal import Glibc
internal import SyncCore
internal import WijkDomain

/// Puts a backup in the place of the server's database: a new life of its data, a new epoch. What it replaces stays beside it, under
/// another name. Who may do what is kept as it is now, not as it was then: a token that was revoked since stays revoked.
struct Restore {
    let data: DataFolder
    let file: String

    struct Result {
        let epoch: Epoch
        /// By area, how far the feed went before and goes now; before is `nil` when the old database cannot be read.
        let areas: [(code: String, before: UInt64?, now: UInt64)]
        /// Where the database lies that was replaced; `nil` when there was none.
        let aside: String?
        /// Whether persons, devices and decisions were taken over from it.
        let keptAccess: Bool
    }

    private var fresh: String { data.database + ".restoring" }

    func run(now: Int64) throws -> Result {
        let lock = try ServerLock.exclusive(data)
        defer { withExtendedLifetime(lock) {} }
        clean()
        do { return try replace(BackupFile(file), now: now) } catch {
            clean()
            throw error
        }
    }

    private func clean() { for suffix in ["", "-wal", "-shm", "-journal", ".lock"] { _ = unsafe unlink(fresh + suffix) } }

    private func replace(_ backup: BackupFile, now: Int64) throws -> Result {
        let old = try? heads(data.database)
        let (epoch, keptAccess, restored): (Epoch, Bool, [String: UInt64])
        do {
            try copy(file, to: fresh)
            if backup.hasLog { try copy(file + "-wal", to: fresh + "-wal") }
            try check(backup)
            (epoch, keptAccess) = try begin(now: now, replaces: old != nil)
            restored = try heads(fresh)
        } catch let error as SyncError where error.code == "storage.full" {
            clean()
            throw Room.lacking(
                "\(file) cannot be put in the place of the database", backup.size, in: data.path,
                hint: "Make room there first: the old database stays until the new one is whole. The server can go on with it.")
        }
        let aside = try exchange(now: now)
        return Result(
            epoch: epoch,
            areas: restored.keys.sorted().map { code in (code, old.map { $0[code] ?? 0 }, restored[code]!) }, aside: aside,
            keptAccess: keptAccess)
    }

    /// The backup itself is only read.
    private func copy(_ source: String, to target: String) throws {
        let from = unsafe open(source, O_RDONLY | O_CLOEXEC)
        guard from >= 0 else { throw failed("copied") }
        defer { _ = close(from) }
        let to = unsafe open(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard to >= 0 else { throw failed("copied") }
        defer { _ = close(to) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = unsafe read(from, &buffer, buffer.count)
            if count == 0 { break }
            var written = 0
            while written < count {
                let more = unsafe buffer[written..<count].withUnsafeBytes { unsafe write(to, $0.baseAddress, $0.count) }
                guard more > 0 else { throw failed("copied") }
                written += more
            }
            guard count > 0 else { throw failed("copied") }
        }
        guard fsync(to) == 0 else { throw failed("copied") }
    }

    /// The backup is whole, and this server's.
    private func check(_ backup: BackupFile) throws {
        let (problems, profile, first): ([String], ServerProfile?, Epoch?)
        do {
            let store = try SQLiteStore(path: fresh, schema: Wijk.schema, access: .readWrite)
            (problems, profile, first) = try store.reading {
                let problems = try store.integrityProblems()
                if !problems.isEmpty { return (problems, nil, nil) }
                let profile = try store.fact(.profile) == nil ? nil : ServerProfile.load(store)
                return (problems, profile, try EpochHistory.first(of: store))
            }
        } catch let error as SyncError {
            switch error.code {
            case "storage.damaged": throw backup.damaged("SQLite cannot read it")
            case "storage.foreign": throw backup.foreign
            case "storage.newer":
                throw backup.refused(
                    "storage.newer", "was written by a newer version of Wijk", "Use that version, or take an older backup.")
            default: throw error
            }
        }
        guard problems.isEmpty else { throw backup.damaged(problems[0]) }
        guard let profile else { throw backup.replica }
        guard let present = try? SQLiteStore(path: data.database, schema: Wijk.schema, access: .readOnly) else { return }
        let own = try? present.reading { (try ServerProfile.load(present), try EpochHistory.first(of: present)) }
        guard let own else { return }
        let hint = "Name a backup of this server, or restore this one in a folder of its own."
        guard own.0.municipality == profile.municipality else {
            throw backup.refused(
                "data.other", "is a backup of a server of \(profile.municipality), and \(data.path) is one of \(own.0.municipality)", hint)
        }
        guard own.1 == first else {
            throw backup.refused(
                "data.other", "is a backup of another server of \(profile.municipality) than the one in \(data.path)", hint)
        }
    }

    private func heads(_ path: String) throws -> [String: UInt64] {
        let store = try SQLiteStore(path: path, schema: Wijk.schema, access: .readOnly)
        return try store.reading { Dictionary(uniqueKeysWithValues: try store.areas().map { ($0.code, $0.position) }) }
    }

    private func begin(now: Int64, replaces old: Bool) throws -> (Epoch, keptAccess: Bool) {
        let store = try SQLiteStore(path: fresh, schema: Wijk.schema, access: .readWrite)
        let replica = try Replica(store, now: { now }, random: { UInt64.random(in: .min ... .max) })
        try AccessStore.createTables(store)
        var keptAccess = false
        if old {
            // Before the transaction: SQLite attaches in none.
            let attach = try store.connection.prepare("ATTACH DATABASE ?1 AS old")
            attach.bind(1, data.database)
            keptAccess = (try? attach.step()) != nil
        }
        let epoch = try store.transaction {
            if keptAccess { try carryOver(into: store, replica) }
            // So that the next visit of each device is noted, also of one that was here a moment ago.
            let last = now - AccessStore.seenPrecision - 1
            try store.connection.execute("UPDATE device SET last_seen = min(last_seen, \(last))")
            let epoch = try EpochHistory.begin(replica, at: now)
            try RecoveryLog(access: AccessStore(store)).add(.init(at: now, epoch: epoch))
            return epoch
        }
        if keptAccess { try store.connection.execute("DETACH DATABASE old") }
        try store.checkpoint()
        return (epoch, keptAccess)
    }

    /// Who may do what, and what was decided about devices since the backup: neither is rolled back.
    private func carryOver(into store: SQLiteStore, _ replica: Replica) throws {
        let access = try AccessStore(store)
        let known = try access.ledger(device: nil).count
        for sql in AccessStore.carriedOver { try store.connection.execute(sql) }
        let service = try SyncService(replica: replica, signer: try data.loadSigner())
        for entry in try access.ledger(device: nil).dropFirst(known) {
            switch entry.action {
            case .retired: try service.retire(device: entry.device)
            case .areas:
                let rights = try access.areas(of: entry.device)
                for area in try store.areas() where !rights.contains(WithheldArea.base(of: area.code)) {
                    try service.withdraw(area: area.code, device: entry.device)
                }
            case .revoked, .enrolledAgain, .keyRenewed: continue
            }
        }
    }

    /// The old database goes aside with its WAL, the new one takes its place; both before anything is reported.
    private func exchange(now: Int64) throws -> String? {
        var aside: String?
        if unsafe access(data.database, F_OK) == 0 {
            var name = "\(data.database).replaced-\(now)"
            while unsafe access(name, F_OK) == 0 { name += "-again" }
            // So that it is complete without its WAL, if it can be read at all.
            try? SQLiteStore(path: data.database, schema: Wijk.schema, access: .readWrite).checkpoint()
            for suffix in ["", "-wal", "-shm"] where unsafe access(data.database + suffix, F_OK) == 0 {
                guard unsafe rename(data.database + suffix, name + suffix) == 0 else { throw failed("put aside") }
            }
            aside = name
        }
        guard unsafe rename(fresh, data.database) == 0 else {
            let error = failed("put in its place")
            if let aside { for suffix in ["", "-wal", "-shm"] { _ = unsafe rename(aside + suffix, data.database + suffix) } }
            throw error
        }
        clean()
        let folder = unsafe open(data.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            _ = fsync(folder)
            _ = close(folder)
        }
        return aside
    }

    private func failed(_ what: String) -> SyncError {
        let number = errno
        let reason = unsafe String(cString: strerror(number))
        // In which words is for who knows how much is needed.
        if Room.isLacking(number) { return SyncError("storage.full", reason, status: 507) }
        return SyncError(
            "data.restore", "The database cannot be \(what): \(reason).", hint: "Both lie in \(data.path); nothing is lost.", status: 500)
    }
}
