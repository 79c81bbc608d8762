/// The approximation of RD by F.H. Schreutelkamp and G.L. Strang van Hees (2001): within 0.3 m of the official transformation,
/// which needs a grid of corrections. Phones measure to 3–10 m.
///
/// Many published copies have errors of metres; these were checked with test vectors over the whole country.
enum RDApproximation {
    private typealias Term = (p: Int, q: Int, factor: Double)

    /// The Onze Lieve Vrouwetoren in Amersfoort, which the grid is drawn around.
    private static let origin = (x: 155_000.0, y: 463_000.0, latitude: 52.15517440, longitude: 5.38720621)

    private static let easting: [Term] = [
        (0, 1, 190094.945), (1, 1, -11832.228), (2, 1, -114.221), (0, 3, -32.391), (1, 0, -0.705), (3, 1, -2.340), (1, 3, -0.608),
        (0, 2, -0.008), (2, 3, 0.148),
    ]
    private static let northing: [Term] = [
        (1, 0, 309056.544), (0, 2, 3638.893), (2, 0, 73.077), (1, 2, -157.984), (3, 0, 59.788), (0, 1, 0.433), (2, 2, -6.439),
        (1, 1, -0.032), (0, 4, 0.092), (1, 4, -0.054),
    ]
    private static let latitude: [Term] = [
        (0, 1, 3235.65389), (2, 0, -32.58297), (0, 2, -0.24750), (2, 1, -0.84978), (0, 3, -0.06550), (2, 2, -0.01709),
        (1, 0, -0.00738), (4, 0, 0.00530), (2, 3, -0.00039), (4, 1, 0.00033), (1, 1, -0.00012),
    ]
    private static let longitude: [Term] = [
        (1, 0, 5260.52916), (1, 1, 105.94684), (1, 2, 2.45656), (3, 0, -0.81885), (1, 3, 0.05594), (3, 1, -0.05607),
        (0, 1, 0.01199), (3, 2, -0.00256), (1, 4, 0.00128), (0, 2, 0.00022), (2, 0, -0.00022), (5, 0, 0.00026),
    ]

    /// Metres of a place in degrees.
    static func grid(latitude: Double, longitude: Double) -> (x: Double, y: Double) {
        let north = 0.36 * (latitude - origin.latitude)
        let east = 0.36 * (longitude - origin.longitude)
        return (origin.x + sum(easting, north, east), origin.y + sum(northing, north, east))
    }

    /// Degrees of a place in metres.
    static func degrees(x: Double, y: Double) -> (latitude: Double, longitude: Double) {
        let east = 1e-5 * (x - origin.x)
        let north = 1e-5 * (y - origin.y)
        return (origin.latitude + sum(latitude, east, north) / 3600, origin.longitude + sum(longitude, east, north) / 3600)
    }

    /// `Σ factor · a^p · b^q`
    private static func sum(_ terms: [Term], _ a: Double, _ b: Double) -> Double {
        terms.reduce(0) { $0 + $1.factor * power(a, $1.p) * power(b, $1.q) }
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var power = 1.0
        for _ in 0..<exponent { power *= base }
        return power
    }
}
