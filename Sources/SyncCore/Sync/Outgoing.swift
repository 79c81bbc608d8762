/// Builds the pages of a reply: whole transactions, within one budget of bytes for all areas together (I20).
struct Outgoing {
    let service: SyncService
    let reader: Actor
    var budget: Int
    private var mentioned: Set<Incarnation> = []

    /// Most feed positions in one page, however small they are.
    static let positionsPerPage = 20_000

    init(service: SyncService, reader: Actor, budget: Int) {
        self.service = service
        self.reader = reader
        self.budget = budget
    }

    private var store: any ReplicaStore { service.store }

    /// - Returns: `nil` when there is nothing to say: the device stands at the head.
    mutating func page(_ cursor: AreaCursor, _ grant: DeviceGrant, headBefore: UInt64) throws -> AreaPage? {
        var page = AreaPage(area: cursor.area)
        guard grant.areas.contains(cursor.area), let area = try store.area(cursor.area) else {
            page.isClosed = true
            return page
        }
        page.head = area.position
        switch cursor.want {
        case .seed:
            page.name = area.name
            // A life that has ops in the feed must be shown them all at once: what it writes next covers them (PROTOCOL, section 6).
            let hasOwn = try store.vector(area: area.number)[reader.number] != nil
            guard hasOwn || headBefore > service.feedInsteadOfSnapshot else { return try feed(from: 0, area, &page) }
            page.isSnapshot = true
            page.to = area.position
            page.chain = area.chain.hash
            page.own = reader.chain.k
            page.marks = try service.replica.marks(of: area)
            return try snapshot(from: nil, target: area.position, area, &page)
        case .resume(let token):
            guard let place = ResumeToken(token), place.target <= area.position else {
                throw SyncError("cursor.unknown", "A snapshot cannot go on from there.", hint: "Start it again.", retry: .now)
            }
            page.isSnapshot = true
            page.to = place.target
            return try snapshot(from: place.ref, target: place.target, area, &page)
        case .feed(let position):
            guard position <= area.position else { throw ahead(area) }
            return position == area.position ? nil : try feed(from: position, area, &page)
        case .probe(let position):
            guard position <= area.position else { throw ahead(area) }
            page.from = position
            page.to = area.position
            page.bucketSums = try service.replica.bucketSums(of: area)
            return page
        case .buckets(let position, let buckets):
            guard position <= area.position else { throw ahead(area) }
            page.from = position
            page.to = area.position
            return try repair(buckets, area, &page)
        }
    }

    /// The records of as many of the wanted buckets as fit; the device asks again for the rest, since its digest still differs.
    private mutating func repair(_ buckets: [UInt8], _ area: AreaState, _ page: inout AreaPage) throws -> AreaPage {
        var sizes = [Int](repeating: 0, count: 256)
        try store.records(area: area.number, after: nil) { _, state in
            sizes[state.bucket] += state.size
            return true
        }
        for bucket in buckets where page.buckets.isEmpty || sizes[Int(bucket)] <= budget {
            page.buckets.append(bucket)
            budget = max(0, budget - sizes[Int(bucket)])
        }
        let wanted = Set(page.buckets)
        try store.records(area: area.number, after: nil) { _, state in
            if wanted.contains(UInt8(state.bucket)) { page.records.append(state) }
            return true
        }
        page.digest = area.digest
        return page
    }

    private func ahead(_ area: AreaState) -> SyncError {
        SyncError(
            "cursor.ahead", "This device has more of \(area.code) than the server.",
            hint: "The work on this device is safe. The server was restored from an older backup; tell the administrator.", retry: .later,
            status: 409)
    }

    private mutating func feed(from position: UInt64, _ area: AreaState, _ page: inout AreaPage) throws -> AreaPage {
        page.from = position
        page.to = position
        // Areas before this one used the budget up: it has its turn in a later reply.
        if budget == 0 { return page }
        var entries: [AreaPage.Entry] = []
        var pending: (k: UInt64, count: UInt64)?
        var spent = 0
        let allowance = budget
        var to = position
        let reader = reader
        var actors: [Int: Incarnation] = [:]
        try store.feed(area: area.number, after: position, skipping: reader.number) { entry in
            if entry.form == .op, entry.actor == reader.number {
                if let run = pending, run.k + run.count == entry.k {
                    pending = (run.k, run.count + 1)
                } else {
                    if let run = pending { entries.append(.own(k: run.k, count: run.count)) }
                    pending = (entry.k, 1)
                }
                spent += 1
            } else {
                if let run = pending { entries.append(.own(k: run.k, count: run.count)) }
                pending = nil
                if entry.k > 0, actors[entry.actor] == nil { actors[entry.actor] = try store.actor(number: entry.actor).incarnation }
                entries.append(try wire(entry, by: entry.k > 0 ? Dot(actors[entry.actor]!, entry.k) : nil))
                spent += entry.op.count + entry.extra.count + 8
            }
            to = entry.position
            return entry.more > 0 || spent < allowance && to - position < Self.positionsPerPage
        }
        if let run = pending { entries.append(.own(k: run.k, count: run.count)) }
        mentioned.formUnion(actors.values)
        for case .entered(_, _, let record, _) in entries {
            mentioned.formUnion(try WholeRecord.decode(record).origins.map(\.dot.incarnation))
        }
        budget = max(0, budget - spent)
        page.entries = entries
        page.to = to
        try finish(area, &page)
        return page
    }

    private func wire(_ entry: FeedEntry, by dot: Dot?) throws -> AreaPage.Entry {
        let op = entry.actor == reader.number ? [] : entry.op
        switch (entry.form, dot) {
        case (.left, _): return .left(entry.extra)
        case (.entered, _): return .entered(dot, op, record: entry.extra, own: try ownThrough(entry))
        case (.late, let dot?): return .late(dot, op, context: entry.extra)
        case (.op, let dot?): return .op(dot, op)
        case (.late, nil), (.op, nil):
            throw SyncError("storage.damaged", "A feed entry names no op.", hint: "Run `wijkserver verify`.", status: 500)
        }
    }

    /// The reader's last op on the record that was in it when it entered.
    private func ownThrough(_ entered: FeedEntry) throws -> UInt64 {
        let moves = try WholeRecord.decode(entered.extra).moves
        var through: UInt64 = 0
        var stay: [Int: UInt64] = [:]
        for entry in try store.entries(of: entered.record) {
            if entry.form == .entered { stay[entry.area] = try WholeRecord.decode(entry.extra).moves }
            let isBefore = stay[entry.area, default: 0] < moves || entry.area == entered.area && entry.position == entered.position
            if isBefore, entry.actor == reader.number { through = max(through, entry.k) }
        }
        return through
    }

    private mutating func snapshot(from ref: RecordRef?, target: UInt64, _ area: AreaState, _ page: inout AreaPage) throws -> AreaPage {
        var records: [RecordState] = []
        var spent = 0
        let allowance = budget
        var last: RecordRef?
        var isComplete = true
        try store.records(area: area.number, after: ref) { next, state in
            if spent >= allowance, last != nil {
                isComplete = false
                return false
            }
            records.append(state)
            spent += state.size
            last = next
            return true
        }
        for record in records { for origin in record.origins { mentioned.insert(origin.dot.incarnation) } }
        budget = max(0, budget - spent)
        page.records = records
        if !isComplete, let last { page.resume = ResumeToken(target: target, ref: last).bytes } else { try finish(area, &page) }
        return page
    }

    /// At the head: digest, chain and signature.
    private func finish(_ area: AreaState, _ page: inout AreaPage) throws {
        guard page.to == area.position else { return }
        page.digest = area.digest
        page.chain = area.chain.hash
        page.signature = try service.signer.sign(
            FeedHead(epoch: service.epoch, area: area.code, position: area.position, chain: area.chain.hash))
    }

    /// Who stands behind the incarnations that the pages name.
    func actorNames() throws -> [ActorName] {
        try mentioned.sorted().compactMap { incarnation in
            try store.findActor(incarnation).map {
                ActorName(incarnation: incarnation, device: try service.deviceName($0.device), person: $0.person)
            }
        }
    }
}

/// Where a snapshot goes on: the position it is of, and the last record sent. Means something to this server only.
struct ResumeToken {
    let target: UInt64
    let ref: RecordRef

    init(target: UInt64, ref: RecordRef) {
        self.target = target
        self.ref = ref
    }

    init?(_ bytes: [UInt8]) {
        guard bytes.count == 16, let id = ID128(bytes: bytes) else { return nil }
        target = id.high
        ref = RecordRef(key: Int64(bitPattern: id.low))
    }

    var bytes: [UInt8] { ID128(high: target, low: UInt64(bitPattern: ref.key)).bytes }
}

extension RecordState {
    /// Bytes it takes on the wire, about.
    var size: Int { siblings.reduce(24) { $0 + $1.value.size + 4 } }
}

extension Value {
    /// Bytes it takes on the wire, about.
    public var size: Int {
        switch self {
        case .null: 0
        case .integer: 4
        case .text(let text): text.utf8.count
        case .bytes(let data): data.count
        }
    }
}
