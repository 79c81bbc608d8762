/// How far everybody is, and who is not waited for any more. Collecting what all have folded asks here.
extension SyncService {
    /// Up to which position every incarnation that holds something of the area, and is not retired, had folded it when it last
    /// spoke; the head when there is none. What comes back from further behind has to seed the area anew.
    ///
    /// - Parameter device: one that is left out, to see what retiring it would change.
    public func acknowledged(area code: String, without device: String? = nil) throws -> UInt64 {
        guard let area = try store.area(code) else { return 0 }
        var noted = try store.acknowledgements(area: area.number)
        if let device { for actor in try lives(of: device) { noted[actor.number] = nil } }
        return noted.values.min() ?? area.position
    }

    /// Notes what a request says of its replica: where it stands in each area, and how much it has not handed in. To be called when
    /// the request was answered, in the same transaction; a request that is answered beside a writer may go without.
    ///
    /// The last word counts, also when it is a lower one (a replica that was put back). A new life takes the place of its device's
    /// older ones; a copy that goes on under an older one notes itself again when it speaks.
    public func note(_ request: SyncRequest, from grant: DeviceGrant) throws {
        guard let actor = try store.findActor(request.incarnation) else { return }
        var standing = try store.standing(actor: actor.number)
        let pending = request.written - min(request.written, actor.chain.k)
        // A request of an older life may come late, when what it had pending is the newer one's already.
        if standing.pending != pending, try pending == 0 || lives(of: grant.device).last?.number == actor.number {
            standing.pending = pending
            try store.save(standing, actor: actor.number)
        }
        if standing.isRetired { return }
        for cursor in request.areas {
            guard let area = try store.area(cursor.area) else { continue }
            let noted = try store.acknowledgements(area: area.number)
            let held = grant.areas.contains(cursor.area) ? cursor.held : nil
            if noted[actor.number] != held { try store.acknowledge(actor: actor.number, area: area.number, position: held) }
            if held == nil { continue }
            for older in noted.keys where older < actor.number {
                guard try store.actor(number: older).device == grant.device else { continue }
                try store.acknowledge(actor: older, area: area.number, position: nil)
            }
        }
    }

    /// Whether a request says of a place in a feed what is not noted yet: who waits for it to be noted should not wait for long.
    public func tellsMore(_ request: SyncRequest, from grant: DeviceGrant) throws -> Bool {
        guard let actor = try store.findActor(request.incarnation), try !store.standing(actor: actor.number).isRetired else { return false }
        return try request.areas.contains { cursor in
            guard let area = try store.area(cursor.area) else { return false }
            return try store.acknowledgements(area: area.number)[actor.number] != (grant.areas.contains(cursor.area) ? cursor.held : nil)
        }
    }

    /// Waits no longer for any life of a device. Each may still hand in what it has; then it begins a new one.
    public func retire(device: String) throws {
        for actor in try lives(of: device) {
            var standing = try store.standing(actor: actor.number)
            standing.isRetired = true
            try store.save(standing, actor: actor.number)
            for area in try store.areas() { try store.acknowledge(actor: actor.number, area: area.number, position: nil) }
        }
    }

    /// Waits no longer for a device in an area to which it has no right any more.
    public func withdraw(area code: String, device: String) throws {
        guard let area = try store.area(code) else { return }
        for actor in try lives(of: device) { try store.acknowledge(actor: actor.number, area: area.number, position: nil) }
    }

    /// The incarnations of a device, in the order in which they came.
    public func lives(of device: String) throws -> [Actor] { try store.actors().filter { $0.device == device } }

    /// Whether a device was retired and has not begun a new life since.
    public func isRetired(device: String) throws -> Bool {
        let lives = try lives(of: device)
        return try !lives.isEmpty && lives.allSatisfy { try store.standing(actor: $0.number).isRetired }
    }

    /// How many ops a device had not handed in when it last spoke, over all its lives.
    public func pending(device: String) throws -> UInt64 {
        try lives(of: device).reduce(0) { try $0 + store.standing(actor: $1.number).pending }
    }

    /// A device has begun a new life. What its older ones had pending is this one's now. A copy of a replica that was retired, made
    /// before and found out later, comes with what it held: it is retired as its original was, unless it holds nothing.
    func succeed(by actor: Actor, _ request: SyncRequest) throws {
        var isRetired = false
        for older in try lives(of: actor.device) where older.number != actor.number {
            var standing = try store.standing(actor: older.number)
            isRetired = isRetired || standing.isRetired
            if standing.pending == 0 { continue }
            standing.pending = 0
            try store.save(standing, actor: older.number)
        }
        guard isRetired, request.areas.contains(where: { $0.want != .seed }) else { return }
        var standing = Standing()
        standing.isRetired = true
        try store.save(standing, actor: actor.number)
    }
}

extension AreaCursor {
    /// What the device holds is not older than this position of the feed; `nil` when it holds nothing.
    var held: UInt64? {
        switch want {
        case .seed: nil
        case .resume(let token): ResumeToken(token)?.target
        case .feed(let position), .probe(let position), .buckets(let position, _): position
        }
    }
}
