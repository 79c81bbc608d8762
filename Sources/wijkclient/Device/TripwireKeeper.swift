import SyncCore

/// Looks at the tripwire before a replica is written, and keeps it up to date while it is.
final class TripwireKeeper {
    private let file: TripwireFile
    private let database: String
    private unowned let store: SQLiteStore
    private var last: Tripwire?

    init(_ folder: ReplicaFolder, _ store: SQLiteStore) {
        file = folder.tripwire
        database = folder.database
        self.store = store
    }

    /// What a replica did that found itself copied or put back.
    struct NewLife: Equatable, Sendable {
        /// Own ops that were written anew.
        let kept: Int
        /// Whether the old life had written or enrolled: a golden image that never did has nothing to tell.
        let hadPast: Bool
    }

    /// Lets the replica begin a new life when it may not be the only one of its name. From then on every commit is noted.
    ///
    /// - Throws: when a new life is needed and the tripwire cannot be written: the next command would begin another one.
    func guardIdentity(of replica: Replica, _ language: Language) throws -> NewLife? {
        // No other process commits or writes a tripwire between looking at it and looking at the database.
        try store.exclusively {
            let found = file.read()
            let state = try current()
            guard try Tripwire.suspicion(found, of: state, own: { try replica.lastWritten(in: $0) }) != nil else {
                if found == nil { try file.prepare(state, language).put() }
                last = found.map(\.tripwire) == state ? state : nil
                return nil
            }
            let isEnrolled = try store.reading { try store.fact(.enrolment) } != nil
            var prepared: TripwireFile.Prepared?
            let kept = try store.transaction {
                let kept = try replica.takeNewLife()
                prepared = try file.prepare(current(), language)
                return kept
            }
            prepared?.put()
            return NewLife(kept: kept, hadPast: state.written > 0 || isEnrolled)
        }
    }

    /// Notes what has been committed, if that changes anything.
    func note() {
        guard let state = try? current(), state != last else { return }
        file.write(state)
        last = state
    }

    private func current() throws -> Tripwire {
        let (incarnation, written) = try store.reading { try store.ownEnd() }
        return Tripwire(
            incarnation: incarnation, written: written,
            database: FileIdentity(path: database) ?? FileIdentity(inode: 0, birth: 0))
    }
}
