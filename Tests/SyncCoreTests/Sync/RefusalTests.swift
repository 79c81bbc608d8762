import Testing

@testable import SyncCore

/// Two kinds of bad: a transaction that is refused with its reason and nothing else, and a request that is refused whole.
@Suite struct RefusalTests {
    let town: Town
    let device: Town.Device

    init() throws {
        town = try Town(areas: ["A", "B"])
        device = try town.device("d1", schema: Notes.lenient)
        try town.sync(device)
    }

    private let poison: [UInt32: Value] = [Notes.status: .text("poison")]

    @Test func `I13 F13: a refused edit is taken out of what is shown, kept with its reason, and stops nothing`() throws {
        let id = try device.create([Notes.status: .text("new")])
        try town.sync(device)
        try device.edit(id, poison)
        try device.edit(id, [Notes.remark: .text("good")])
        let other = try device.create()
        #expect(try device.values(id, Notes.status) == [.text("poison")])
        let session = try town.sync(device)
        #expect(session.total.refused == 1 && session.total.pending == 0)
        #expect(try device.values(id, Notes.status) == [.text("new")])
        #expect(try device.values(id, Notes.remark) == [.text("good")])
        let refusals = try device.replica.refusals()
        #expect(refusals.map(\.verdict.code) == ["schema.word"])
        #expect(try Op(decoding: refusals[0].op.op).writes.map(\.value) == [.text("poison")])
        let quarantine = try town.server.verdicts(actor: nil, after: 0)
        #expect(quarantine.map(\.op) == [refusals[0].op.op])
        #expect(try device.state(other) != nil)
        try town.checkEqual()
    }

    @Test func `I16: one bad op takes its whole transaction with it, and only that`() throws {
        let drafts = [[2: .text("a")], [2: .text("b"), 3: .text("poison")], [2: .text("c")]] as [[UInt32: Value]]
        let ids = try device.replica.write(drafts.map { Draft(kind: 1, area: "A", writes: $0.map { Op.FieldWrite($0.key, $0.value) }) })
        let good = try device.create()
        try town.sync(device)
        for id in ids { #expect(try device.state(id) == nil) }
        #expect(try device.count() == 1)
        #expect(try device.state(good) != nil)
        #expect(try device.replica.refusals().count == 3)
        #expect(try town.server.area("A")?.position == 1)
        try town.checkEqual()
    }

    @Test func `F17 F29: an op on a record whose creation was refused is refused with it, and blocks nothing`() throws {
        let id = try device.create(poison)
        try device.edit(id, [Notes.status: .text("new")])
        try device.create()
        try town.sync(device)
        #expect(try device.replica.refusals().map(\.verdict.code) == ["schema.word", "record.unknown"])
        #expect(try device.state(id) == nil)
        // Written after the refusal came: there is nothing to write on any more.
        #expect(refusal { try device.edit(id, [Notes.status: .text("new")]) } == "record.unknown")
        #expect(try device.count() == 1)
        try town.checkEqual()
    }

    @Test func `a refused op between good ones of the same record is left out, wherever it stands`() throws {
        let id = try device.create()
        try device.edit(id, [Notes.remark: .text("1")])
        try device.edit(id, [3: .text("poison"), 8: .text("bad")])
        try device.edit(id, [Notes.payer: .text("me")])
        try town.sync(device)
        #expect(try device.values(id, Notes.remark) == [.text("1")])
        #expect(try device.values(id, Notes.payer) == [.text("me")])
        try town.checkEqual()
    }

    @Test func `F33: work in an area without rights is refused as such, kept, and does not hinder the rest`() throws {
        try device.create(area: "B")
        try device.create()
        let session = try town.sync(device)
        #expect(session.total.closed == ["B"])
        #expect(try device.replica.refusals().map(\.verdict.code) == ["area.forbidden"])
        #expect(try town.server.area("B")?.position == 0)
        #expect(try device.count() == 1)
        try town.checkEqual()
    }

    @Test func `F69: a NUL character refuses its transaction and no other`() throws {
        let lenient = try town.device("d2", schema: Notes.lenient)
        try town.sync(lenient)
        let strict = Schema(version: 1, kinds: [Kind(1, "note", fields: [Field(2, "title", .slug(["a\0b", "c"]))])])
        let device = try town.device("d3", schema: strict)
        try town.sync(device)
        for title in ["a\0b", "c"] { try device.create([2: .text(title)]) }
        try town.sync(device)
        #expect(try device.replica.refusals().map(\.verdict.code) == ["schema.character"])
        try town.sync(lenient)
        #expect(try lenient.count() == 1)
        #expect(throws: Violation.self) { try lenient.create([2: .text("a\0b")]) }
    }

    @Test
    func `a transaction over two areas, a move of what is not there or to where no right is, and a record of another area are refused`()
        throws
    {
        device.areas = ["A", "B"]
        let id = try device.create()
        try town.sync(device)
        func push(_ ops: [Op]) throws -> [String] {
            let own = try device.replica.own()
            var request = try device.replica.request(SyncPlan(pushes: false))
            request.ops = ops.map { $0.encode() }
            request.written = own.chain.k + UInt64(ops.count)
            let reply = try town.service.handle(request, from: town.grant(device))
            return reply.verdicts.map(\.code)
        }
        // Each is tried in a transaction of its own and undone.
        func codes(_ ops: [Op]) throws -> [String] {
            var codes: [String] = []
            do {
                try town.server.transaction { () throws -> Void in
                    codes = try push(ops)
                    throw Undone()
                }
            } catch is Undone {}
            return codes
        }
        var first = note(of: recordID(1), [2: .text("a")])
        (first.size, first.creates) = (2, true)
        var second = note(of: recordID(2), area: "B", [2: .text("b")])
        (second.index, second.size, second.creates) = (1, 2, true)
        #expect(try codes([first, second]) == ["transaction.areas", "transaction.areas"])
        var overlooked = note(of: id, seen: 1, [8: .text("x")])
        overlooked.missed = [8]
        #expect(refusal { _ = try codes([overlooked]) } == "wire.malformed", "only a server that took it back knows")
        var move = note(of: id, seen: 1, [8: .text("x")])
        move.toArea = "B"
        #expect(try codes([move]) == [])
        move.toArea = "C"
        #expect(try codes([move]) == ["area.forbidden"])
        var fresh = note(of: recordID(9), [2: .text("x")])
        (fresh.creates, fresh.toArea) = (true, "B")
        #expect(try codes([fresh]) == ["area.move"])
        #expect(try codes([note(of: id, area: "B", [8: .text("x")])]) == [])
        // What is wrong with a transaction besides is the reason: a record may come yet, and its work with it.
        var (lost, poison) = (note(of: recordID(11), [8: .text("x")]), note(of: id, seen: 1, [3: .text("poison")]))
        #expect(try codes([lost]) == ["record.unknown"])
        (lost.size, poison.size, poison.index) = (2, 2, 1)
        #expect(try Set(codes([lost, poison])).contains("record.unknown") == false)
        device.areas = ["B"]
        #expect(try codes([note(of: id, area: "B", [8: .text("x")])]) == ["record.elsewhere"])
        device.areas = ["A", "B"]
        #expect(try codes([note(of: recordID(9), [2: .text("x")])]) == ["record.unknown"])
        var incomplete = note(of: recordID(9), [8: .text("x")])
        incomplete.creates = true
        #expect(try codes([incomplete]) == ["schema.required"])
        // A transaction that does not end, or is not in order, spoils the request.
        #expect(refusal { _ = try codes([first]) } == "wire.malformed")
        #expect(refusal { _ = try codes([second]) } == "wire.malformed")
    }

    // MARK: Refused whole

    private func sendWhole(_ edit: (inout SyncRequest) throws -> Void, as grant: DeviceGrant? = nil) throws -> String? {
        var request = try device.replica.request(SyncPlan())
        try edit(&request)
        let before = try town.server.everything(lives: [try device.replica.own().incarnation, life(77)])
        let code = refusal { _ = try town.server.transaction { try town.service.handle(request, from: grant ?? town.grant(device)) } }
        #expect(try town.server.everything(lives: [try device.replica.own().incarnation, life(77)]) == before, "stored by \(code ?? "")")
        return code
    }

    @Test func `I14 E5: a context that the server cannot vouch for refuses the request, and nothing is stored`() throws {
        try device.create()
        let good = try device.replica.request(SyncPlan()).ops[0]
        let contexts = [
            Context(seen: 2), Context(seen: Dot.maximum), Context(vector: VersionVector([(life(9), 1)])),
            Context(vector: VersionVector([(try device.replica.own().incarnation, 1 << 40)])),
        ]
        for context in contexts {
            let code = try sendWhole { request in
                var op = try Op(decoding: good)
                op.context = context
                request.ops = [good, op.encode()]
                request.written = 2
            }
            #expect(code == "context.unknown", "\(context)")
        }
        // And after them the honest op is taken.
        try town.sync(device)
        try town.checkEqual()
    }

    @Test func `I14: another device's incarnation, another epoch, an unheard-of past`() throws {
        try device.create()
        try town.sync(device)
        let foreign = DeviceGrant(device: "thief", deviceName: "thief", person: "x", areas: ["A"])
        #expect(try sendWhole({ _ in }, as: foreign) == "identity.foreign")
        #expect(try sendWhole { $0.epoch = Epoch(ID128(high: 0, low: 1)) } == "epoch.unknown")
        #expect(try sendWhole { $0.incarnation = life(77) } == "identity.server-behind")
        #expect(try sendWhole { ($0.base, $0.written) = (9, 9) } == "identity.server-behind")
        #expect(try sendWhole { $0.areas = [AreaCursor(area: "A", want: .feed(9))] } == "cursor.ahead")
        #expect(try sendWhole { $0.areas = [AreaCursor(area: "A", want: .resume([1]))] } == "cursor.unknown")
        #expect(try sendWhole { $0.ops = [[1, 2, 3]] } == "wire.malformed")
    }

    @Test func `F6 F7: a forked replica is refused and nothing of it is stored`() throws {
        try device.create()
        let copied = try device.replica.request(SyncPlan())
        try town.sync(device)
        try device.create()
        try town.sync(device)
        let code = try sendWhole { request in
            request = copied
            request.epoch = try device.replica.epoch()
            request.ops = [note(of: recordID(5), [2: .text("other")]).encode()]
        }
        #expect(code == "identity.fork")
        #expect(try sendWhole { $0.baseHash = life(1).bytes } == "identity.fork")
        #expect(
            try sendWhole { ($0.base, $0.baseHash, $0.written) = (0, try device.replica.own().incarnation.bytes, 1) } == "identity.fork")
    }
}
