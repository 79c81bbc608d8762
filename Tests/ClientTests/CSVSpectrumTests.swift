import FoundationEssentials
import Testing

@testable import wijkclient

/// The public collection of CSV cases "csv-spectrum".
@Suite(.enabled(if: TestData.isPresent, "WIJK_TEST_DATA is not set")) struct CSVSpectrumTests {
    @Test(arguments: [
        "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf", "quotes_and_newlines", "simple",
        "simple_crlf", "utf8",
    ])
    func `a case reads as its JSON says`(name: String) throws {
        let folder = "vectors/csv-spectrum"
        var reader = CSVReader(try TestData.bytes("\(folder)/csvs/\(name).csv"))
        let header = try #require(try reader.next()).fields
        var records: [[String: String]] = []
        while let row = try reader.next() {
            #expect(row.fields.count == header.count)
            records.append(Dictionary(uniqueKeysWithValues: zip(header, row.fields)))
        }
        let json = Data(try TestData.bytes("\(folder)/json/\(name).json"))
        #expect(try records == JSONDecoder().decode([[String: String]].self, from: json))
    }

    /// The collection's CSV and JSON differ in this one (another telephone number, and other replacement characters).
    @Test func `quotes inside plain fields are ordinary`() throws {
        var reader = CSVReader(try TestData.bytes("vectors/csv-spectrum/csvs/location_coordinates.csv"))
        #expect(try reader.next()?.fields == ["Contact Phone Number", "Location Coordinates", "Cities", "Counties"])
        #expect(try reader.next()?.fields == ["2095257564", "37\u{FFFD}36'37.8\"N 121\u{FFFD}2'17.9\"W", "Modesto", "Stanislaus"])
        #expect(try reader.next() == nil)
    }
}
