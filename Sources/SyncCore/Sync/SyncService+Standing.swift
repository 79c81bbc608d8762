/// Whether a device stands on the server's feed, or on a part of it that the server lost when it was put back to an earlier
/// state: by its backup, or by somebody who copied files.
extension SyncService {
    /// - Throws: `cursor.astray` when it does not. Nothing is taken or given then: a position would name another op than the
    ///   device means, and so would every context that says "seen up to here".
    func checkStanding(_ cursors: [AreaCursor], _ grant: DeviceGrant) throws {
        for cursor in cursors where grant.areas.contains(cursor.area) {
            guard let area = try store.area(cursor.area) else { continue }
            guard try isCommon(cursor.standsAt, area), try isCommon(cursor.anchor, area) else {
                throw SyncError(
                    "cursor.astray", "This device has a part of \(area.code) that the server does not have.",
                    hint:
                        "The work on this device is safe. The server was put back to an earlier state; sync with a client that hands it in.",
                    retry: .now, status: 409)
            }
        }
    }

    /// The answer to an inquiry, as far as it is about areas.
    func standings(_ request: SyncRequest, _ grant: DeviceGrant) throws -> [AreaStanding] {
        try request.areas.compactMap { cursor in
            guard grant.areas.contains(cursor.area), let area = try store.area(cursor.area) else { return nil }
            var standing = AreaStanding(area: area.code, head: FeedMark(position: area.position, chain: area.chain))
            let places = ([cursor.standsAt].compactMap { $0 } + cursor.marks).sorted { $0.position > $1.position }
            standing.common = try places.first { try isCommon($0, area) }?.position
            standing.isAnchored = try isCommon(cursor.anchor, area)
            return standing
        }
    }

    private func isCommon(_ place: FeedCheck?, _ area: AreaState) throws -> Bool {
        guard let place, !place.check.isEmpty else { return true }
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
