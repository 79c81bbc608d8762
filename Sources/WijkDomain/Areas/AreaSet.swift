/// A division of the municipalities into areas.
public enum AreaSet: String, CaseIterable, Sendable {
    /// Today's cities and wijken.
    case cbs2024
    /// The division the report describes.
    case report1997 = "1997"

    /// All areas of the municipality, the city first.
    public func areas(of municipality: Municipality) -> [Area] {
        switch self {
        case .cbs2024: AreaTable.cbs2024[municipality] ?? []
        case .report1997: AreaTable.report1997[municipality] ?? []
        }
    }

    /// The areas that are units of replication: those the city is divided into. These are wijken; in Tilburg of 1997 the four
    /// stadsdelen, for a gebiedsteam answers for a stadsdeel (§4.3).
    public func syncScopes(of municipality: Municipality) -> [Area] {
        let areas = areas(of: municipality)
        let cities = areas.filter { $0.level == .stad }.map(\.code)
        return areas.filter { area in !area.isPlanned && area.parent.map(cities.contains) ?? false }
    }
}
