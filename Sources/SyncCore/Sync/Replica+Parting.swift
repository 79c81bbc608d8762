/// Where the feeds of a replica and its server part, and what must not be lost after that.
extension Replica {
    /// Areas that are not open to this device any more are no ground to stand on: what it hands in of them need not be in a feed.
    func close(besides open: [AreaStanding]) throws {
        for var area in try store.areas() where area.stage != .closed && !open.contains(where: { $0.area == area.code }) {
            area.stage = .closed
            try store.save(area)
        }
    }

    /// What the server says that it has stands in its feeds, before these heads. Until it has come, a server that is put back to before
    /// them is to be noticed, although nothing that is folded here is lost then.
    func anchor(_ standings: [AreaStanding], besides branches: [Branch]) throws {
        for standing in standings where !branches.contains(where: { $0.area.code == standing.area }) {
            guard var area = try store.area(standing.area) else { continue }
            if let head = standing.head, head.position > area.position {
                area.anchor = head
            } else if !standing.isAnchored {
                area.anchor = nil
            }
            try store.save(area)
        }
    }

    /// Places further and further back from where the replica stands, and below its snapshot those that came with that.
    func places(of area: AreaState) throws -> [FeedCheck] {
        var places: [FeedCheck] = []
        if area.holding == .live, area.position > area.floor {
            places = try marks(of: area).filter { $0.position > area.floor }.map { FeedCheck($0.position, $0.chain) }
            if area.floor > 0 { places.append(try check(area, at: area.floor)) }
        }
        var floor = area.standingFloor
        while floor > 0, let mark = try store.feedMark(area: area.number, atOrBefore: floor - 1) {
            places.append(FeedCheck(mark.position, mark.chain))
            floor = mark.position
        }
        return places
    }

    private func check(_ area: AreaState, at position: UInt64) throws -> FeedCheck {
        FeedCheck(position: position, check: try feedChain(of: area, at: position)?.check ?? [])
    }

    /// The areas that have to be taken anew, and from where on.
    func branches(
        _ start: Moment, _ standings: [AreaStanding], _ ask: (SyncRequest) throws -> SyncReply
    ) throws -> [Branch] {
        var branches: [Branch] = []
        for standing in standings {
            guard let area = start.areas.first(where: { $0.code == standing.area }) else { continue }
            let here = area.standing
            if standing.isAnchored, here.check.isEmpty || standing.common == here.position { continue }
            if area.holding == .new, standing.isAnchored { continue }
            // What stays to be seen of a branch that was left before has positions of that one.
            let isMixed = try !store.staleRecords(area: area.number).isEmpty
            // Only what was still to come is lost.
            if area.holding == .live, standing.common == here.position, !isMixed { continue }
            branches.append(Branch(area: area, common: isMixed ? 0 : try part(area, standing, ask)))
        }
        return branches
    }

    /// The last position up to which the feed is the server's too, as far as this replica can tell: below its snapshot it knows marks only.
    private func part(_ area: AreaState, _ standing: AreaStanding, _ ask: (SyncRequest) throws -> SyncReply) throws -> UInt64 {
        var low = standing.common ?? 0
        guard area.holding == .live, low >= area.floor else { return low }
        var high = try places(of: area).map(\.position).filter { $0 > low }.min() ?? area.position
        while high - low > 1 {
            let step = max(1, (high - low) / 64)
            var cursor = AreaCursor(area: area.code, want: .feed(low))
            cursor.check = low == 0 ? [] : try check(area, at: low).check
            cursor.marks = try stride(from: low + step, to: high, by: Int(step)).map { try check(area, at: $0) }
            var request = try self.request(SyncPlan(pushes: false))
            request.isInquiry = true
            request.areas = [cursor]
            let found = try ask(request).standings.first { $0.area == area.code }?.common ?? low
            high = cursor.marks.map(\.position).filter { $0 > found }.min() ?? high
            low = max(low, found)
        }
        return low
    }
}
