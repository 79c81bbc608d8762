internal import SyncCore
internal import WijkDomain

/// Who holds which withheld part of an area (S-AMF 3): its author on every device of hers, and whoever the profile names for the area.
/// It follows from the areas of a device and the roles of its person, and is written down nowhere, so that it ends with them.
extension Desk {
    /// What a token allows, with the withheld parts that go with it.
    ///
    /// - Parameter request: what the device asks for; a part that it names may not be there yet.
    func grant(token: String, now: Int64, for request: SyncRequest) throws -> (grant: DeviceGrant, lastSeen: Int64?) {
        let (grant, lastSeen) = try access.grant(token: token, now: now)
        let parts = try withheldParts(for: grant, asked: request.withheldCodes, today: String(Instant.text(now).prefix(10)))
        let whole = DeviceGrant(
            device: grant.device, deviceName: grant.deviceName, person: grant.person, account: grant.account,
            areas: grant.areas.union(parts))
        return (whole, lastSeen)
    }

    private func withheldParts(for grant: DeviceGrant, asked: Set<String>, today: String) throws -> Set<String> {
        var parts = Set(grant.areas.map { WithheldArea(area: $0, account: grant.account).code })
        let there = Set(try store.areas().map(\.code).filter { WithheldArea(code: $0) != nil })
        let others = there.union(asked).subtracting(parts).compactMap(WithheldArea.init(code:)).filter { grant.areas.contains($0.area) }
        for (area, ofOthers) in Dictionary(grouping: others, by: \.area)
        where try domain.isConfidant(account: grant.account, in: area, today: today) {
            for part in ofOthers where try there.contains(part.code) || access.person(part.account) != nil { parts.insert(part.code) }
        }
        return parts
    }

    /// Whether a device asks for a withheld part that this server does not have: it is new, or came after the backup that was restored.
    func lacksWithheldPart(_ request: SyncRequest, _ grant: DeviceGrant) throws -> Bool { try !missing(request, grant).isEmpty }

    /// Makes the withheld parts that a device may have and that are not there yet.
    func makeWithheldParts(_ request: SyncRequest, _ grant: DeviceGrant) throws {
        for part in try missing(request, grant) {
            let author = try access.person(part.account)?.name ?? ""
            let name = try store.area(part.area)?.name ?? part.area
            var state = try replica.ensureArea(part.code, name: WithheldArea.name(of: name, author: author))
            // The server holds all of it from the start; what is not live is not verified.
            state.stage = .live
            try store.save(state)
        }
    }

    private func missing(_ request: SyncRequest, _ grant: DeviceGrant) throws -> [WithheldArea] {
        try request.withheldCodes.intersection(grant.areas).sorted().filter { try store.area($0) == nil }.compactMap(
            WithheldArea.init(code:))
    }

    /// The areas that an administrator gives and takes: the withheld parts go along with them.
    func wijken() throws -> [AreaState] { try store.areas().filter { WithheldArea(code: $0.code) == nil } }
}

extension SyncRequest {
    /// The withheld parts that it reads, or writes in.
    fileprivate var withheldCodes: Set<String> {
        let codes = areas.map(\.area) + (handIn.map { [$0.area] } ?? [])
        return Set(codes.filter { WithheldArea(code: $0) != nil })
    }
}
