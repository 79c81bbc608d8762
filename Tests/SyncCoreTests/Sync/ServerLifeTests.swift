import Testing

@testable import SyncCore

/// A server whose data was put back may have written more under its incarnation than it knows: it never goes on under that one (I3).
@Suite struct ServerLifeTests {
    private let town: Town
    private var store: any ReplicaStore { town.server }

    init() throws { town = try Town() }

    private func write(_ service: SyncService) throws {
        try store.transaction {
            _ = try service.arbitrate([Draft(kind: 1, area: "A", writes: [Op.FieldWrite(Notes.title, .text("van de server"))])])
        }
    }

    private func incarnation(of position: UInt64) throws -> Incarnation {
        var found: Incarnation?
        try store.feed(area: store.area("A")!.number, after: position - 1, skipping: nil) { entry in
            found = try store.actor(number: entry.actor).incarnation
            return false
        }
        return try #require(found)
    }

    @Test func `I3: a new epoch gives the server a new incarnation`() throws {
        try write(town.service)
        let replica = town.service.replica
        try store.transaction { _ = try EpochHistory.begin(replica, at: 0) }
        try write(try SyncService(replica: replica, signer: town.service.signer))
        #expect(try incarnation(of: 1) != incarnation(of: 2))
    }

    @Test func `I3: files that were put back by hand do not make a started server write a dot again`() throws {
        try write(town.service)
        var next: UInt64 = 77
        let started = try Replica(
            store, now: { 0 },
            random: {
                next += 1
                return next
            })
        try write(try SyncService(replica: started, signer: town.service.signer))
        try write(try SyncService(replica: started, signer: town.service.signer))
        #expect(try incarnation(of: 1) != incarnation(of: 2))
        #expect(try incarnation(of: 2) == incarnation(of: 3), "one life a process")
    }

    @Test func `I14: entries count as proven only under the server's own signature, and without a gap`() throws {
        let device = try town.device("one")
        let other = try town.device("other")
        try device.create()
        try town.sync(device)
        try town.sync(other)
        /// What a server takes that was put back to its beginning.
        func placed(_ change: (inout HandIn) -> Void) throws -> RecoveryCounts {
            let empty = try Replica(MemoryStore(schema: Notes.schema), now: { 0 }, random: { 9 })
            try empty.store.transaction {
                try empty.store.setFact(.epoch, town.service.epoch.bytes)
                _ = try empty.ensureArea("A")
            }
            var counts = RecoveryCounts()
            var service = try SyncService(replica: empty, signer: town.service.signer)
            service.noteRecovery = { counts = $0.counts }
            let grant = DeviceGrant(device: "other", deviceName: "other", person: "other", areas: ["A"])
            // The answer to the hand-in is lost: the device's own state is the same for the next case.
            _ = try? other.replica.mend(after: "cursor.astray") { request in
                var request = request
                if request.handIn != nil { change(&request.handIn!) }
                let reply = try service.handle(request, from: grant)
                if request.handIn != nil { throw Town.Lost() }
                return reply
            }
            #expect(counts.placed + counts.quarantined == 1)
            return counts
        }
        #expect(try placed { _ in }.placed == 1)
        let forged = [UInt8](repeating: 1, count: 64)
        #expect(try placed { $0.proof = $0.proof.map { HeadProof(epoch: $0.epoch, position: $0.position, signature: forged) } }.placed == 0)
        #expect(try placed { $0.proof = nil }.placed == 0)
        #expect(try placed { $0.items[0].position += 1 }.placed == 0)
    }
}
