import SyncCore
import WijkDomain

extension Device {
    /// The profile in force in an area, as far as this replica knows; `nil` too for one that only a newer version reads.
    func profile(in area: AreaState?) -> Profile? {
        guard let area else { return nil }
        return try? AreaRules(store) { $0.person }.profile(in: area.code)
    }
}
