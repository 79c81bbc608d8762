internal import SyncCore
internal import WijkDomain

/// One connection to the server's data, and everything that works on it. Belongs to one lane.
final class Desk {
    let store: SQLiteStore
    let replica: Replica
    private(set) var service: SyncService
    let access: AccessStore
    let domain: DomainService

    init(_ data: DataFolder, access mode: SQLiteStore.Access) throws {
        store = try SQLiteStore(
            path: data.database, schema: Wijk.schema, access: mode, cacheKiB: mode == .readOnly ? 4_096 : 16_384, checkpoints: .whenAsked)
        replica = try Replica(store, now: Clock.now, random: { UInt64.random(in: .min ... .max) })
        service = try SyncService(replica: replica, signer: try data.loadSigner())
        let access = try AccessStore(store)
        self.access = access
        domain = try DomainService(store, access: access)
        service.judge = domain
        service.noteRecovery = { try RecoveryLog(access: access).add($0) }
        service.deviceName = { try access.deviceName($0) }
    }
}
