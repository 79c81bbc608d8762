import SyncCore

/// What a small file beside the database says of it: which file it was when it was last written, and how far its writes went. A copy,
/// or an older state that was put back, is found by it before the first write, without a network (DESIGN, identity 7).
///
/// Written after the commit, so it may lag behind the database, after a crash for one; it is never ahead of it.
struct Tripwire: Equatable, Sendable {
    var incarnation: Incarnation
    /// The last k written in that life.
    var written: UInt64
    /// The database's file.
    var database: FileIdentity

    /// Why a replica may not be the only one of its name.
    enum Suspicion: Equatable, Sendable {
        /// Something was written, and there is no tripwire: the database came here without it.
        case missing
        /// The database is another file than was written last.
        case copied
        /// The tripwire is another file than was written last, or says more than the database: an older state.
        case putBack
    }

    /// The tripwire as it was found, with what kind of file it lies in.
    struct Found: Equatable, Sendable {
        var tripwire: Tripwire
        /// The file it was written to, as it says itself, and the one it was read from. The file is made anew each time, so these
        /// differ when an old one was put back over it.
        var writtenTo: FileIdentity
        var readFrom: FileIdentity
    }

    /// What the replica knows of its own writes: the last k of each life; `nil` for an incarnation that was never its own.
    typealias OwnWrites = (Incarnation) throws -> UInt64?

    /// Pure.
    static func suspicion(_ found: Found?, of now: Tripwire, own: OwnWrites) rethrows -> Suspicion? {
        guard let found else { return now.written > 0 ? .missing : nil }
        guard found.tripwire.database.isSame(as: now.database) else { return .copied }
        guard found.writtenTo.isSame(as: found.readFrom) else { return .putBack }
        guard let written = try own(found.tripwire.incarnation), written >= found.tripwire.written else { return .putBack }
        return nil
    }
}
