import Testing

@testable import SyncCore

/// An area that was taken from a device, with work in it, while the server was put back to an earlier state.
@Suite struct RegainedAreaTests {
    private let town: Town
    private let device: Town.Device
    private let other: Town.Device
    private let old: String

    init() throws { (town, device, other, old) = try Town.withBackup() }

    /// SIM_SEED=172508: it was judged at once, and refused for want of the record that the device held.
    @Test func `I11 I12: when it is given back, what is held of it is handed in before the work in it is judged`() throws {
        let id = try other.create([Notes.title: .text("theirs")], area: "B")
        try town.syncAll()
        device.areas = ["A"]
        try device.edit(id, [Notes.remark: .text("mine")], area: "B")
        try town.exchange(device, SyncPlan(pushes: false))
        #expect(try device.store.area("B")?.stage == .closed && device.count("B") == 1)
        try town.putServerBack(from: old)
        device.areas = ["A", "B"]
        try town.syncMending(device)
        #expect(try device.replica.refusals().isEmpty)
        try town.syncMending(other)
        #expect(try other.values(id, Notes.remark) == [.text("mine")] && other.values(id, Notes.title) == [.text("theirs")])
        try town.checkEqual("B")
    }

    @Test func `I12: when it is given back and the server is as it was, the work in it goes on where it was`() throws {
        let id = try other.create(area: "B")
        try town.syncAll()
        device.areas = ["A"]
        try device.edit(id, [Notes.remark: .text("mine")], area: "B")
        try town.exchange(device, SyncPlan(pushes: false))
        device.areas = ["A", "B"]
        try town.sync(device)
        #expect(try device.store.area("B")?.stage == .live && device.replica.refusals().isEmpty)
        try town.syncAll()
        #expect(try other.values(id, Notes.remark) == [.text("mine")])
        for code in ["A", "B"] { try town.checkEqual(code) }
    }

    /// SIM_SEED=187300 and 59947: it named what it had seen there, which the server had never heard of, and asked for ever.
    @Test func `I13 I14: work elsewhere that names what was seen in it comes to rest, when it is not given back`() throws {
        let id = try other.create([Notes.title: .text("theirs")], area: "B")
        try town.syncAll()
        try device.move(id, to: "A", from: "B")
        try device.edit(id, [Notes.title: .text("mine")])
        device.areas = ["A"]
        try town.putServerBack(from: old)
        try town.syncMending(device)
        #expect(try device.replica.refusals().count == 2 && device.replica.pendingCount() == 0)
        try town.syncMending(other)
        #expect(try other.values(id, Notes.title) == [.text("theirs")])
        try town.checkEqual("A")
    }
}

extension Town {
    /// Two devices in two areas, and a backup of the server from before anything was written.
    static func withBackup() throws -> (town: Town, device: Device, other: Device, backup: String) {
        let town = try Town(areas: ["A", "B"])
        let device = try town.device("d1", areas: ["A", "B"])
        let other = try town.device("d2", areas: ["A", "B"])
        try town.syncAll()
        let backup = town.folder.file("backup")
        try town.server.backup(to: backup)
        return (town, device, other, backup)
    }

    /// The server goes on with the file of an earlier moment, and nobody is told.
    func putServerBack(from path: String) throws {
        let store = try SQLiteStore(path: path, schema: Notes.schema, access: .readWrite)
        var random = SeededRandom(seed: 55)
        let replica = try Replica(store, now: { 1_764_000_000_000 }, random: { random.next() })
        service = try SyncService(replica: replica, signer: service.signer)
    }

    /// As a client does: asks whenever the server says that the two do not fit together.
    func syncMending(_ device: Device) throws {
        for _ in 0..<6 {
            do {
                try sync(device)
                return
            } catch let error as SyncError where Replica.mendable.contains(error.code) {
                try device.replica.mend(after: error.code) { try SyncReply(decoding: answer(device, $0.encode())) }
            }
        }
        Issue.record("\(device.name) does not come to rest")
    }
}
