import Testing

@testable import WijkDomain

@Suite("RD and WGS84 (FIELD F9)")
struct RDTests {
    /// Metres in RD, and the degrees that the approximation gives for them.
    static let vectors: [(x: Double, y: Double, latitude: Double, longitude: Double)] = [
        (155_000, 463_000, 52.15517440, 5.38720621), (207_000, 474_000, 52.25158541, 6.14871623),
        (105_000, 425_000, 51.81138488, 4.66214638), (133_000, 397_000, 51.56151630, 5.06993833),
        (136_000, 456_000, 52.09193283, 5.10995927),
    ]

    @Test(arguments: vectors)
    func `the vectors hold in all eight decimals, a millimetre`(x: Double, y: Double, latitude: Double, longitude: Double) {
        let degrees = RDApproximation.degrees(x: x, y: y)
        #expect(abs(degrees.latitude - latitude) <= 0.51e-8)
        #expect(abs(degrees.longitude - longitude) <= 0.51e-8)
        // The two formulas are each other's inverse to 3.3 mm, and eight decimals are half a millimetre.
        let metres = RDApproximation.grid(latitude: latitude, longitude: longitude)
        #expect(abs(metres.x - x) <= 0.0038)
        #expect(abs(metres.y - y) <= 0.0038)
    }

    @Test func `a finding in Amsterdam is shown in RD to the millimetre`() throws {
        let place = try RD(WGS84(latitude: 523_731_000, longitude: 48_926_000))
        #expect(place == (try RD(x: 121_317_570, y: 487_361_858)))
    }

    /// The corners of the country, where a wrong digit in a coefficient shows most.
    @Test(arguments: [
        (534_000_000, 71_000_000, 268_921_867, 602_876_171), (508_000_000, 59_000_000, 191_153_434, 312_359_933),
        (513_000_000, 34_000_000, 16_420_898, 369_744_810), (531_000_000, 48_000_000, 115_668_678, 568_292_529),
    ])
    func `far from Amersfoort the formula is as published, to the millimetre`(latitude: Int64, longitude: Int64, x: Int64, y: Int64) throws
    {
        #expect(try RD(WGS84(latitude: latitude, longitude: longitude)) == RD(x: x, y: y))
    }

    @Test(arguments: [
        (270_000.0, 600_000.0, 53.37393548, 7.11516406), (190_000, 310_000, 50.77885925, 5.88341348),
        (20_000, 370_000, 51.30315728, 3.45119852), (110_000, 560_000, 53.02504299, 4.71652400),
    ])
    func `and so is the way back, in eight decimals`(x: Double, y: Double, latitude: Double, longitude: Double) {
        let degrees = RDApproximation.degrees(x: x, y: y)
        #expect(abs(degrees.latitude - latitude) <= 0.51e-8)
        #expect(abs(degrees.longitude - longitude) <= 0.51e-8)
    }

    @Test(arguments: vectors)
    func `an imported RD place is kept in WGS84 to half a unit`(x: Double, y: Double, latitude: Double, longitude: Double) throws {
        let place = try WGS84(RD(x: Int64(x * 1000), y: Int64(y * 1000)))
        #expect(place.latitude == Int64((latitude * 1e7).rounded()))
        #expect(place.longitude == Int64((longitude * 1e7).rounded()))
    }

    @Test func `what was measured comes back within a unit of 10⁻⁷ degree, all over the country`() throws {
        var places = 0
        for x in stride(from: Int64(10_000_000), through: 280_000_000, by: 5_000_000) {
            for y in stride(from: Int64(306_000_000), through: 622_000_000, by: 5_000_000) {
                guard let measured = try? WGS84(RD(x: x, y: y)) else { continue }
                let back = try WGS84(RD(measured))
                #expect(abs(back.latitude - measured.latitude) <= 1 && abs(back.longitude - measured.longitude) <= 1)
                places += 1
            }
        }
        #expect(places > 2_000)
    }

    @Test func `swapped axes are told apart from every place in the country, in degrees and in metres`() throws {
        var places = 0
        for latitude in stride(from: WGS84.latitudes.lowerBound, through: WGS84.latitudes.upperBound, by: 500_000) {
            for longitude in stride(from: WGS84.longitudes.lowerBound, through: WGS84.longitudes.upperBound, by: 500_000) {
                let place = try WGS84(latitude: latitude, longitude: longitude)
                let grid = try RD(place)
                #expect(throws: PlaceError.swapped) { try WGS84(latitude: longitude, longitude: latitude) }
                #expect(throws: PlaceError.swapped) { try RD(x: grid.y, y: grid.x) }
                places += 1
            }
        }
        #expect(places > 4_000)
        #expect(!RD.eastings.overlaps(RD.northings))
        #expect(!WGS84.latitudes.overlaps(WGS84.longitudes))
    }

    @Test(arguments: [(0, 0), (523_731_000, 0), (0, 48_926_000), (900_000_000, 1_800_000_000), (Int64.min, Int64.max)])
    func `degrees outside the country are no place`(latitude: Int64, longitude: Int64) {
        #expect(throws: PlaceError.outside) { try WGS84(latitude: latitude, longitude: longitude) }
    }

    @Test(arguments: [(0, 0), (121_317_570, 0), (300_000_001, 456_000_000), (121_317, 487_361), (Int64.min, Int64.max)])
    func `metres outside the country are no place, nor are metres where millimetres are meant`(x: Int64, y: Int64) {
        #expect(throws: PlaceError.outside) { try RD(x: x, y: y) }
    }

    @Test func `the error says it in both languages`() {
        #expect(PlaceError.swapped.message(dutch: true) == "de assen zijn verwisseld")
        #expect(PlaceError.swapped.message(dutch: false) == "the axes are swapped")
        #expect(PlaceError.outside.message(dutch: true) == "dit ligt buiten Nederland")
        #expect(PlaceError.outside.message(dutch: false) == "this lies outside the Netherlands")
    }
}
