internal import Glibc
internal import SyncCore

/// Copies the database into a new file, while others work on it. Until the copy is whole it has another name, so that a file under
/// the asked name is a backup.
struct Backup {
    /// Ends the name of a copy that is being made, or that was broken off.
    static let unfinished = ".wijk-unfinished"

    let store: SQLiteStore
    let file: String

    private var copy: String { file + Self.unfinished }
    private var folder: String { file.lastIndex(of: "/").map { String(file[...$0]) } ?? "./" }

    func run() throws {
        guard !isThere else { throw exists }
        let lock = try lockFolder()
        defer { _ = close(lock) }
        // Made here and empty, for its owner only: SQLite would ask the umask.
        let descriptor = unsafe open(copy, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failed(errno) }
        defer { _ = close(descriptor) }
        do {
            do { try store.connection.backup(to: copy) } catch {
                guard error.isFull else { throw error.explained(file) }
                throw lacking
            }
            guard fsync(descriptor) == 0 else { throw failed(errno) }
            try publish()
        } catch {
            remove(copy)
            // Told only now, so that what is free is not counted with half a copy in it.
            if (error as? SyncError)?.code == "storage.full" { throw lacking }
            throw error
        }
        _ = fsync(lock)
    }

    private var isThere: Bool {
        var information = stat()
        return unsafe lstat(file, &information) == 0
    }

    /// One backup at a time in a folder, so that an unfinished copy in it is nobody's any more. Those are removed.
    ///
    /// - Returns: the folder, locked until it is closed.
    private func lockFolder() throws -> Int32 {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failed(errno) }
        while flock(descriptor, LOCK_EX) != 0 {
            if errno == EINTR { continue }
            // Not every network's folders can be locked: there, only a copy for the same file is known to be broken off.
            remove(copy)
            return descriptor
        }
        guard let entries = unsafe opendir(folder) else { return descriptor }
        defer { _ = unsafe closedir(entries) }
        while let entry = unsafe readdir(entries) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasSuffix(Self.unfinished) { remove(folder + name) }
        }
        return descriptor
    }

    private func remove(_ copy: String) { for suffix in ["", "-journal"] { _ = unsafe unlink(copy + suffix) } }

    /// Gives the copy its name, and never to the place of another file.
    private func publish() throws {
        if unsafe link(copy, file) == 0 {
            remove(copy)
            return
        }
        if errno == EEXIST { throw exists }
        // A file system without second names, as on most sticks.
        guard !isThere else { throw exists }
        guard unsafe rename(copy, file) == 0 else { throw failed(errno) }
    }

    private var exists: SyncError {
        SyncError("data.exists", "\(file) exists already; it was left as it is.", hint: "Name a new file in a folder that is there.")
    }

    private func failed(_ number: Int32) -> SyncError {
        if Room.isLacking(number) { return lacking }
        let reason = unsafe String(cString: strerror(number))
        return SyncError("data.create", "\(file) cannot be made: \(reason).", hint: "Name a new file in a folder that is there.")
    }

    private var lacking: SyncError {
        let size = try? (store.connection.integer("PRAGMA page_count") ?? 0) * (store.connection.integer("PRAGMA page_size") ?? 0)
        return Room.lacking(
            "The backup \(file) cannot be made", Int(size ?? 0), in: folder, hint: "Make room there, or name a file on another disk.")
    }
}
