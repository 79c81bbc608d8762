import Testing

@testable import SyncCore

/// Feeds and snapshots in pages: whole transactions, bounded, resumable.
@Suite struct PageTests {
    private func draft(_ text: String = "t", _ count: Int = 1) -> [Draft] {
        Array(repeating: Draft(kind: 1, area: "A", writes: [Op.FieldWrite(2, .text(text))]), count: count)
    }

    @Test func `I16: a transaction is never torn over pages, however small they are`() throws {
        let town = try Town()
        town.pageBytes = 1
        let (device, other) = (try town.device("d1"), try town.device("d2"))
        try town.syncAll()
        var random = SeededRandom(seed: 3)
        var sizes: [Int] = []
        for _ in 0..<20 {
            sizes.append(1 + random.below(120))
            try device.replica.write(draft(String(repeating: "x", count: 60), sizes.last!))
        }
        try town.sync(device)
        #expect(try town.server.area("A")?.position == UInt64(sizes.reduce(0, +)))
        let ends = sizes.reduce(into: [0]) { $0.append($0.last! + $1) }
        var pages = 0
        while try other.count() < ends.last! {
            try town.exchange(other)
            pages += 1
            #expect(ends.contains(try other.count()), "a page ends within a transaction")
        }
        #expect(pages > 5)
        try town.checkEqual()
    }

    @Test(arguments: [4_096, 100_000])
    func `I20: a page of a large area keeps to its budget, up to the end of a transaction or record`(budget: Int) throws {
        let town = try Town(snapshots: true)
        let device = try town.device("d1")
        try town.sync(device)
        for _ in 0..<50 { try device.replica.write(draft(String(repeating: "x", count: 80), 1_000)) }
        try town.sync(device)
        #expect(try town.server.area("A")?.position == 50_000)
        func request(_ want: AreaCursor.Want) throws -> Int {
            var request = SyncRequest(epoch: town.service.epoch, incarnation: life(5), base: 0, baseHash: life(5).bytes, written: 0)
            request.areas = [AreaCursor(area: "A", want: want)]
            request.pageBytes = UInt64(budget)
            return try town.server.transaction {
                try town.service.handle(request, from: DeviceGrant(device: "r", deviceName: "r", person: "r", areas: ["A"])).encode().count
            }
        }
        let transaction = 1_000 * 170
        #expect(try request(.feed(0)) < budget * 3 / 2 + transaction)
        #expect(try request(.seed) < budget * 2)
        #expect(try request(.probe(0)) < 10_000)
        // Whole buckets, so up to the end of one: 50,000 / 256 records, and some more, since they differ.
        let bucket = 50_000 / 256 * 2 * 170
        #expect(try request(.buckets(0, Array(0...15))) < budget * 3 / 2 + bucket)
    }

    @Test func `I20: a large batch of own ops goes up in pages`() throws {
        let town = try Town()
        let device = try town.device("d1")
        try town.sync(device)
        for _ in 0..<30 { try device.replica.write(draft(String(repeating: "x", count: 80), 100)) }
        for bytes in [1, 10_000, 100_000] {
            let request = try device.replica.request(SyncPlan(), pageBytes: bytes)
            #expect(request.ops.reduce(0) { $0 + $1.count } < bytes + 100 * 170)
            #expect(request.ops.count % 100 == 0)
        }
    }

    @Test func `I19: a snapshot in pages goes on where it stopped, also over lost replies and changes at the server`() throws {
        let town = try Town(snapshots: true)
        town.pageBytes = 4_096
        let (writer, reader) = (try town.device("d1"), try town.device("d2"))
        try town.sync(writer)
        var ids: [RecordID] = []
        for number in 0..<200 { ids.append(try writer.create([Notes.remark: .text(String(repeating: "\(number) ", count: 40))])) }
        try town.sync(writer)
        var random = SeededRandom(seed: 8)
        var (counts, lost) = ([0], 0)
        for round in 0..<500 {
            if try reader.store.area("A")?.stage == .live { break }
            if round % 3 == 0 {
                try writer.edit(ids[random.below(200)], [Notes.payer: .text("\(round)")])
                ids.append(try writer.create())
                try town.sync(writer)
            }
            do { try town.exchange(reader, SyncPlan(pushes: false), loseReply: random.percent(40)) } catch is Town.Lost { lost += 1 }
            counts.append(try reader.count())
        }
        #expect(counts == counts.sorted() && Set(counts).count > 5 && lost > 3)
        try town.sync(reader)
        #expect(try reader.count() == ids.count)
        try town.checkEqual()
    }

    @Test func `I5 I19: an edit made during half a snapshot covers just what its writer was shown`() throws {
        let town = try Town(snapshots: true)
        town.pageBytes = 4_096
        let (writer, reader) = (try town.device("d1"), try town.device("d2"))
        try town.sync(writer)
        var ids: [RecordID] = []
        for _ in 0..<60 { ids.append(try writer.create([Notes.remark: .text(String(repeating: "x", count: 200))])) }
        try town.sync(writer)
        try town.exchange(reader, SyncPlan(pushes: false))
        guard case .seeding = try #require(try reader.store.area("A")).stage else { throw Undone() }
        let shown = ids.filter { (try? reader.state($0)) != nil }
        #expect(!shown.isEmpty && shown.count < 60)
        // The first record was shown and is edited here and there: a conflict. The second was shown and is edited here only: none.
        try writer.edit(shown[0], [Notes.remark: .text("there")])
        try reader.edit(shown[0], [Notes.remark: .text("here")])
        try reader.edit(shown[1], [Notes.remark: .text("here")])
        let created = try reader.create()
        let ops = try reader.replica.request(SyncPlan()).ops.map { try Op(decoding: $0) }
        #expect(ops[0].context.seen == 0 && !ops[0].context.vector.isEmpty && ops[2].context.vector.isEmpty)
        try town.sync(writer)
        try town.syncAll(rounds: 3)
        for each in town.devices {
            #expect(Set(try each.values(shown[0], Notes.remark)) == [.text("here"), .text("there")])
            #expect(try each.conflicts(shown[0]).count == 1)
            #expect(try each.values(shown[1], Notes.remark) == [.text("here")])
            #expect(try each.state(created) != nil)
            #expect(try each.count() == 61)
        }
        try town.checkEqual()
    }

    @Test func `I4: own work written before the first sync survives the snapshot`() throws {
        let town = try Town(snapshots: true)
        let (writer, late) = (try town.device("d1"), try town.device("d2"))
        try town.sync(writer)
        for _ in 0..<10 { try writer.create() }
        try town.sync(writer)
        let id = try late.create([Notes.remark: .text("offline")])
        try late.edit(id, [Notes.remark: .text("offline, twice")])
        try town.syncAll()
        for each in town.devices { #expect(try each.values(id, Notes.remark) == [.text("offline, twice")]) }
        try town.checkEqual()
    }

    @Test func `the feed of an area is the one that was signed, or the reply is refused and nothing changes`() throws {
        let town = try Town()
        let (writer, reader) = (try town.device("d1"), try town.device("d2"))
        try town.syncAll()
        try writer.create()
        try town.sync(writer)
        let request = try reader.replica.request(SyncPlan())
        let honest = try SyncReply(decoding: town.answer(reader, request.encode()))
        let before = try reader.store.everything()
        let lies: [(inout SyncReply) -> Void] = [
            { $0.areas[0].chain[0] ^= 1 }, { $0.areas[0].signature[0] ^= 1 }, { $0.areas[0].to += 1 }, { $0.areas[0].from += 1 },
            { $0.areas[0].entries.removeAll() }, { $0.areas[0].entries += [.own(k: 9, count: 1)] }, { $0.acknowledged += 1 },
            { $0.acknowledgedHash[0] ^= 1 }, { $0.epoch = Epoch(ID128(high: 9, low: 9)) }, { $0.areas[0].area = "B" },
        ]
        for (index, lie) in lies.enumerated() {
            var reply = honest
            lie(&reply)
            #expect(refusal { _ = try reader.replica.apply(reply, to: request) } == "sync.server", "lie \(index)")
            #expect(try reader.store.everything() == before, "lie \(index)")
        }
        _ = try reader.replica.apply(honest, to: request)
        try town.checkEqual()
    }

    @Test func `I3: an acknowledgement of other ops than were sent is refused`() throws {
        let town = try Town()
        let device = try town.device("d1")
        try town.sync(device)
        try device.create()
        let request = try device.replica.request(SyncPlan())
        var reply = try SyncReply(decoding: town.answer(device, request.encode()))
        reply.acknowledgedHash = Hash.sha256([1])
        #expect(refusal { _ = try device.replica.apply(reply, to: request) } == "sync.server")
        #expect(try device.replica.pendingCount() == 1)
    }

    @Test func `an area taken away is closed, and goes on when it is given back`() throws {
        let town = try Town(areas: ["A", "B"])
        let (writer, reader) = (try town.device("d1", areas: ["A", "B"]), try town.device("d2", areas: ["A", "B"]))
        try town.syncAll()
        reader.areas = ["A"]
        let id = try writer.create(area: "B")
        try town.sync(writer)
        #expect(try town.sync(reader).total.closed == ["B"])
        #expect(try reader.store.area("B")?.stage == .closed)
        reader.areas = ["A", "B"]
        try town.sync(reader)
        try town.sync(reader)
        #expect(try reader.state(id) != nil)
        try town.checkEqual("B")
    }
}
