/// Whether a device stands on the server's feed, or on a part of it that the server lost when it was put back to an earlier
/// state: by its backup, or by somebody who copied files.
extension SyncService {
    /// Whether the device has a right to an area makes no difference: it may be the last that holds what was lost. Nor does it whether
    /// there is such an area, so that nobody learns that who may not know.
    ///
    /// - Throws: `cursor.astray` when it does not. Nothing is taken or given then: a position would name another op than the
    ///   device means, and so would every context that says "seen up to here".
    func checkStanding(_ cursors: [AreaCursor]) throws {
        for cursor in cursors {
            let area = try store.area(cursor.area)
            guard try isCommon(cursor.standsAt, area), try isCommon(cursor.anchor, area) else {
                throw SyncError(
                    "cursor.astray", "This device has a part of \(cursor.area) that the server does not have.",
                    hint:
                        "The work on this device is safe. The server was put back to an earlier state; sync with a client that hands it in.",
                    retry: .now, status: 409)
            }
        }
    }

    /// The answer to an inquiry, as far as it is about areas.
    func standings(_ request: SyncRequest, _ grant: DeviceGrant) throws -> [AreaStanding] {
        try request.areas.map { cursor in
            let area = try store.area(cursor.area)
            let open = grant.areas.contains(cursor.area) ? area : nil
            var standing = AreaStanding(area: cursor.area, head: open.map { FeedMark(position: $0.position, chain: $0.chain) })
            standing.isClosed = open == nil
            let places = ([cursor.standsAt].compactMap { $0 } + cursor.marks).sorted { $0.position > $1.position }
            standing.common = try places.first { try isCommon($0, area) }?.position
            standing.isAnchored = try isCommon(cursor.anchor, area)
            return standing
        }
    }

    private func isCommon(_ place: FeedCheck?, _ area: AreaState?) throws -> Bool {
        guard let place, !place.check.isEmpty else { return true }
        guard let area else { return false }
        return try replica.feedChain(of: area, at: place.position)?.check == place.check
    }
}

extension AreaCursor {
    /// Where the device says that it stands; `nil` when it does not say, or holds nothing.
    var standsAt: FeedCheck? {
        guard !check.isEmpty else { return nil }
        switch want {
        case .seed: return nil
        case .resume(let token): return ResumeToken(token).map { FeedCheck(position: $0.target, check: check) }
        case .feed(let position), .probe(let position), .buckets(let position, _): return FeedCheck(position: position, check: check)
        }
    }
}
