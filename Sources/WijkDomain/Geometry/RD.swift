/// A place in the Dutch national grid (RD New, EPSG:28992), in millimetres.
public struct RD: Sendable, Hashable {
    public let x: Int64
    public let y: Int64

    /// How far east and north the Netherlands go, for which the approximation holds. The two have no number in common, so that
    /// swapped axes are always seen.
    static let eastings: ClosedRange<Int64> = -10_000_000...300_000_000
    static let northings: ClosedRange<Int64> = 305_000_000...640_000_000

    public init(x: Int64, y: Int64) throws(PlaceError) {
        guard Self.eastings.contains(x), Self.northings.contains(y) else {
            throw Self.eastings.contains(y) && Self.northings.contains(x) ? .swapped : .outside
        }
        self.x = x
        self.y = y
    }

    /// Derived from what was measured, and never the other way about: a finding keeps its WGS84.
    public init(_ place: WGS84) throws(PlaceError) {
        let metres = RDApproximation.grid(latitude: Double(place.latitude) * 1e-7, longitude: Double(place.longitude) * 1e-7)
        try self.init(x: Int64((metres.x * 1000).rounded()), y: Int64((metres.y * 1000).rounded()))
    }
}

/// A place in WGS84, in 10⁻⁷ degree, as phones measure it and findings keep it; inside the Netherlands.
public struct WGS84: Sendable, Hashable {
    public let latitude: Int64
    public let longitude: Int64

    static let latitudes: ClosedRange<Int64> = 507_500_000...537_000_000
    static let longitudes: ClosedRange<Int64> = 32_000_000...72_200_000

    public init(latitude: Int64, longitude: Int64) throws(PlaceError) {
        guard Self.latitudes.contains(latitude), Self.longitudes.contains(longitude) else {
            throw Self.latitudes.contains(longitude) && Self.longitudes.contains(latitude) ? .swapped : .outside
        }
        self.latitude = latitude
        self.longitude = longitude
    }

    /// For what is imported in RD only. A unit of 10⁻⁷ degree is 11 mm, so that half of that is lost.
    public init(_ place: RD) throws(PlaceError) {
        let degrees = RDApproximation.degrees(x: Double(place.x) / 1000, y: Double(place.y) / 1000)
        try self.init(latitude: Int64((degrees.latitude * 1e7).rounded()), longitude: Int64((degrees.longitude * 1e7).rounded()))
    }
}

/// Why two numbers are no place in the Netherlands.
public enum PlaceError: Error, Sendable, Equatable {
    /// They are one when the axes change places.
    case swapped
    case outside

    public func message(dutch: Bool) -> String {
        switch self {
        case .swapped: dutch ? "de assen zijn verwisseld" : "the axes are swapped"
        case .outside: dutch ? "dit ligt buiten Nederland" : "this lies outside the Netherlands"
        }
    }
}
