internal import SyncCore

/// What a change of a device's areas means to it, before it is made.
struct AreaChange: Sendable {
    enum Effect: String, Sendable { case gains, keeps, loses }

    let area: AreaState
    let effect: Effect
    /// What it is to fetch; of an area that it loses, what it gives up.
    let extent: AreaExtent
    /// Entries of the area's feed that the device wrote: they stay at the server.
    let written: Int64
}

extension Desk {
    /// - Parameters:
    ///   - add: codes of areas to be given.
    ///   - remove: codes of areas to be taken.
    func changes(of device: AccessStore.DeviceRow, add: Set<String>, remove: Set<String>) throws -> [AreaChange] {
        try store.areas().compactMap { area in
            let hasIt = device.areas.contains(area.code)
            let effect: AreaChange.Effect
            if hasIt {
                effect = remove.contains(area.code) ? .loses : .keeps
            } else {
                guard add.contains(area.code) else { return nil }
                effect = .gains
            }
            let position = effect == .keeps ? try service.acknowledged(area: area, device: device.id) : nil
            return AreaChange(
                area: area, effect: effect, extent: try service.extent(of: area, after: position),
                written: try written(by: device.id, in: area))
        }
    }

    private func written(by device: String, in area: AreaState) throws -> Int64 {
        let statement = try access.connection.prepare(
            "SELECT coalesce(sum(run.count), 0) FROM run JOIN actor ON actor.number = run.actor WHERE run.area = ?1 AND actor.device = ?2")
        statement.bind(1, area.number)
        statement.bind(2, device)
        return try statement.step() ? statement.integer(0) : 0
    }
}
