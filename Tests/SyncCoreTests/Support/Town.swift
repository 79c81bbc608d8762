import Testing

@testable import SyncCore

/// A server and devices with real SQLite stores, and a wire between them that a test can cut.
final class Town {
    final class Device {
        let name: String
        let replica: Replica
        var areas: Set<String>
        var store: SQLiteStore { replica.store as! SQLiteStore }

        init(_ name: String, _ replica: Replica, areas: Set<String>) {
            self.name = name
            self.replica = replica
            self.areas = areas
        }
    }

    /// What a cut wire does.
    struct Lost: Error {}

    let folder: TemporaryFolder
    var service: SyncService
    private(set) var devices: [Device] = []
    /// Milliseconds, by the clock that everybody reads; a device's own may be off.
    var time: Int64 = 1_764_000_000_000
    var pageBytes = Limits.pageBytes
    /// Bytes of each reply so far.
    var replySizes: [Int] = []

    init(areas: [String] = ["A"], serverSchema: Schema = Notes.schema, snapshots: Bool = false) throws {
        folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.file("server"), schema: serverSchema, access: .create)
        var random = SeededRandom(seed: 99)
        let replica = try Replica(store, now: { 1_764_000_000_000 }, random: { random.next() })
        try store.transaction {
            try store.setFact(.epoch, ID128(high: 5, low: 5).bytes)
            for code in areas { _ = try replica.ensureArea(code, name: "Wijk \(code)") }
        }
        service = try SyncService(replica: replica, signer: try HeadSigner(rawKey: [UInt8](repeating: 7, count: 32)))
        if snapshots { service.feedInsteadOfSnapshot = 0 }
    }

    var server: SQLiteStore { service.replica.store as! SQLiteStore }

    func device(_ name: String, areas: [String] = ["A"], schema: Schema = Notes.schema, skew: Int64 = 0) throws -> Device {
        let store = try SQLiteStore(path: folder.file(name), schema: schema, access: .create)
        var random = SeededRandom(seed: UInt64(devices.count + 1))
        let replica = try Replica(store, now: { [unowned self] in time + skew }, random: { random.next() })
        try store.transaction {
            try store.setFact(.serverKey, service.signer.publicKey)
            for code in areas { _ = try replica.ensureArea(code) }
        }
        devices.append(Device(name, replica, areas: Set(areas)))
        return devices.last!
    }

    /// The device goes on with the file of an earlier moment.
    func putBack(_ device: Device, from file: String) throws -> Device {
        let store = try SQLiteStore(path: file, schema: Notes.schema, access: .readWrite)
        var random = SeededRandom(seed: 1_000)
        let replica = try Replica(store, now: { [unowned self] in time }, random: { random.next() })
        let back = Device(device.name, replica, areas: device.areas)
        devices = devices.map { $0 === device ? back : $0 }
        return back
    }

    func grant(_ device: Device) -> DeviceGrant {
        DeviceGrant(device: device.name, deviceName: device.name, person: "person of \(device.name)", areas: device.areas)
    }

    /// The server's answer to bytes, in one transaction; what it throws is undone.
    func answer(_ device: Device, _ request: [UInt8]) throws -> [UInt8] {
        let request = try SyncRequest(decoding: request)
        let reply = try server.transaction {
            let reply = try service.handle(request, from: grant(device)).encode()
            try service.note(request, from: grant(device))
            return reply
        }
        replySizes.append(reply.count)
        return reply
    }

    /// One request for some of the areas only, so that feeds come in an order of the test's choosing.
    @discardableResult func exchange(_ device: Device, only areas: [String], pushes: Bool = true) throws -> Applied {
        var request = try device.replica.request(SyncPlan(pushes: pushes), pageBytes: pageBytes)
        request.areas.removeAll { !areas.contains($0.area) }
        return try device.replica.apply(SyncReply(decoding: try answer(device, request.encode())), to: request)
    }

    /// One request and what comes of it.
    @discardableResult func exchange(_ device: Device, _ plan: SyncPlan = SyncPlan(), loseReply: Bool = false) throws -> Applied {
        let request = try device.replica.request(plan, pageBytes: pageBytes)
        let reply = try answer(device, request.encode())
        if loseReply { throw Lost() }
        return try device.replica.apply(SyncReply(decoding: reply), to: request)
    }

    /// A whole session, up to `most` requests.
    @discardableResult func sync(_ device: Device, most: Int = 10_000) throws -> SyncSession {
        var session = SyncSession()
        var action = session.start(try device.store.areas())
        for _ in 0..<most {
            switch action {
            case .finish: return session
            case .fail(let error): throw error
            case .send(let plan): action = session.applied(try exchange(device, plan), areas: try device.store.areas())
            }
        }
        return session
    }

    func syncAll(rounds: Int = 2) throws { for _ in 0..<rounds { for device in devices { try sync(device) } } }

    /// I1, I9: everybody is at the head with the digest that the records themselves give.
    func checkEqual(_ code: String = "A", sourceLocation: SourceLocation = #_sourceLocation) throws {
        let there = try #require(try server.area(code), sourceLocation: sourceLocation)
        for device in devices where device.areas.contains(code) {
            let here = try #require(try device.store.area(code), sourceLocation: sourceLocation)
            #expect(
                here.position == there.position && here.chain == there.chain, "\(device.name) at \(here.position)",
                sourceLocation: sourceLocation)
            #expect(here.digest == there.digest, "\(device.name)", sourceLocation: sourceLocation)
            #expect(try device.replica.recomputedDigest(of: here) == here.digest, "\(device.name)", sourceLocation: sourceLocation)
        }
        #expect(try service.replica.recomputedDigest(of: there) == there.digest, sourceLocation: sourceLocation)
    }
}

extension Town.Device {
    @discardableResult func create(_ writes: [UInt32: Value] = [:], area: String = "A") throws -> RecordID {
        var writes = writes
        if writes[Notes.title] == nil { writes[Notes.title] = .text("title") }
        return try replica.write([Draft(kind: 1, area: area, writes: list(writes))])[0]
    }

    func edit(_ id: RecordID, _ writes: [UInt32: Value], area: String = "A") throws {
        try replica.write([Draft(record: id, kind: 1, area: area, writes: list(writes))])
    }

    func move(_ id: RecordID, to: String, _ writes: [UInt32: Value] = [:], from area: String = "A") throws {
        try replica.write([Draft(record: id, kind: 1, area: area, writes: list(writes), toArea: to)])
    }

    /// The code of the area in which a record is shown; `nil` when it is in none.
    func place(_ id: RecordID) throws -> String? {
        guard let ref = try store.find(id, kind: 1), let shown = try replica.shown(ref) else { return nil }
        return try store.areas().first { $0.number == shown.area }?.code
    }

    private func list(_ writes: [UInt32: Value]) -> [Op.FieldWrite] { writes.map { Op.FieldWrite($0.key, $0.value) } }

    func state(_ id: RecordID) throws -> RecordState? { try store.find(id, kind: 1).flatMap { try replica.shown($0)?.state } }

    /// The values of a register, in the order shown.
    func values(_ id: RecordID, _ field: UInt32) throws -> [Value] { try state(id)?.register(field).map(\.value) ?? [] }

    func conflicts(_ id: RecordID) throws -> [Conflict] { try state(id)?.present(Notes.kind).conflicts ?? [] }

    func count(_ area: String = "A") throws -> Int {
        guard let number = try store.area(area)?.number else { return 0 }
        var count = 0
        try store.records(area: number, after: nil) { _, state in
            if !state.isEmpty { count += 1 }
            return true
        }
        return count
    }
}

/// The code of the `SyncError` that a body throws.
func refusal(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch { return (error as? SyncError)?.code ?? "\(error)" }
}
