import Glibc
import SyncCore
import WijkDomain

/// An opened replica, and who it belongs to.
final class Device {
    let folder: ReplicaFolder
    let store: SQLiteStore
    let replica: Replica
    /// `nil` while the device is not enrolled.
    let enrolment: Enrolment?
    /// What happened when the replica was opened to write and found itself copied or put back.
    private(set) var newLife: TripwireKeeper.NewLife?

    private init(_ folder: ReplicaFolder, _ access: SQLiteStore.Access) throws {
        self.folder = folder
        store = try SQLiteStore(path: folder.database, schema: Wijk.schema, access: access, cacheKiB: 2_048)
        replica = try Replica(
            store, now: Clock.now,
            random: {
                var generator = SystemRandomNumberGenerator()
                return generator.next()
            })
        enrolment = try Enrolment.read(from: store)
    }

    /// Opens the replica to write in it; makes it when there is none. One that may be a copy, or an older state that was put back, takes
    /// a new life first.
    static func writing(_ folder: ReplicaFolder, _ language: Language) throws -> Device {
        try folder.make(language)
        let device = try Device(folder, .create)
        let keeper = TripwireKeeper(folder, device.store)
        device.newLife = try keeper.guardIdentity(of: device.replica, language)
        device.store.afterCommit = { keeper.note() }
        return device
    }

    /// Opens the replica without waiting for whoever writes in it. A replica of an older format is brought up to date first.
    static func reading(_ folder: ReplicaFolder, _ language: Language) throws -> Device {
        guard folder.hasDatabase else {
            throw ClientError(
                .notFound, "replica.none",
                language(en: "There is no replica in \(folder.path) yet.", nl: "Er is nog geen replica in \(folder.path)."),
                hint: language(
                    en: "Record something, or enrol: wijkclient enroll URL --code CODE.",
                    nl: "Leg iets vast, of meld aan: wijkclient aanmelden URL --code CODE."))
        }
        do { return try Device(folder, .readOnly) } catch let error as SyncError
            where error.code == "storage.older" || error.code == "storage.read-only"
        {
            return try Device(folder, .readWrite)
        }
    }

    /// Moves a large write into the database file. Otherwise whoever opens the replica next reads the whole write-ahead log first.
    /// When somebody is reading, it is left for later.
    func settle() { try? store.checkpoint() }

    func area(number: Int) throws -> AreaState? { try store.areas().first { $0.number == number } }
}

/// This machine's clock.
enum Clock {
    /// Milliseconds since 1970.
    static func now() -> Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
