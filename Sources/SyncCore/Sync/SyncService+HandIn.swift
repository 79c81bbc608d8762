/// That a device handed something in, for the report.
public struct RecoveryNote: Sendable {
    public let device: String
    public let area: String
    public let counts: RecoveryCounts
    /// Milliseconds since 1970.
    public let at: Int64
}

/// Taking back what a device holds and this server lost.
extension SyncService {
    func take(_ handIn: HandIn, from grant: DeviceGrant) throws -> SyncReply {
        var placing = try Placing(handIn, self, grant)
        try placing.run()
        var reply = SyncReply(epoch: epoch)
        reply.serverTime = replica.now()
        reply.placed = placing.placed
        if let head = placing.head { reply.standings = [AreaStanding(area: handIn.area, head: head)] }
        try noteRecovery(RecoveryNote(device: grant.device, area: handIn.area, counts: placing.counts, at: replica.now()))
        return reply
    }
}
