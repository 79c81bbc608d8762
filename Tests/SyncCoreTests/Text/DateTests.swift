import Testing

@testable import SyncCore

/// Days and instants against RFC 3339's published cases, and against a calendar counted day by day.
@Suite struct DateTests {
    struct File: Decodable {
        struct Case: Decodable {
            let value: String
            let valid: Bool
            let note: String
        }

        let dateTime: [Case]
        let date: [Case]

        enum CodingKeys: String, CodingKey {
            case dateTime = "date_time"
            case date
        }
    }

    /// Where this project decides otherwise than the published cases, and why.
    static let exceptions = [
        "1998-12-31T23:58:60Z": "a leap second is taken at any minute, and counted as second 59: for display only",
        "1998-12-31T22:59:60Z": "a leap second is taken at any minute, and counted as second 59: for display only",
        "0400-02-29": "days begin with the year 1900",
        "0001-01-01": "days begin with the year 1900",
    ]

    @Test(.enabled(if: TestData.isPresent)) func `RFC 3339: the published cases, with the exceptions listed and no other`() throws {
        let file = try TestData.decode(File.self, "vectors/rfc3339.json")
        var otherwise: Set<String> = []
        for it in file.dateTime where (Instant.parse(it.value) != nil) != it.valid { otherwise.insert(it.value) }
        for it in file.date where (CalendarDay(it.value) != nil) != it.valid { otherwise.insert(it.value) }
        #expect(otherwise == Set(Self.exceptions.keys))
        #expect(file.dateTime.count + file.date.count > 90)
    }

    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01", 0), ("1969-12-31T23:59:59.999Z", -1), ("2026-11-24T14:05:00Z", 1_795_529_100_000),
            ("2026-11-24T14:05Z", 1_795_529_100_000), ("2026-11-24 14:05", 1_795_529_100_000),
            ("2026-11-24T16:05:00+02:00", 1_795_529_100_000),
            ("2026-11-24T14:05:00.1239Z", 1_795_529_100_123), ("2000-02-29t00:00:00z", 951_782_400_000),
        ] as [(String, Int64)])
    func `an instant is read`(text: String, milliseconds: Int64) { #expect(Instant.parse(text) == milliseconds) }

    @Test(arguments: [
        "", "2026", "2026-11-24T", "2026-11-24T1:05Z", "2026-11-24T14", "2026-11-24T14:05:", "2026-11-24T14:05:00.",
        "2026-11-24T14:05:00.Z",
        "2026-11-24T14:05:00+2:00", "2026-11-24T14:05:00+02", "2026-11-24T14:05:00+02:00x", "2026-11-24X14:05:00", "2026-11-2\u{0664}",
        "2026-02-30T00:00Z",
        "2026-11-24T24:00Z", "2026-11-24\u{301}",
    ])
    func `what is not an instant is none`(text: String) { #expect(Instant.parse(text) == nil) }

    @Test func `every day from 1900 to 2200, one after the other, there and back`() {
        var milliseconds = CalendarDay("1900-01-01")!.milliseconds
        #expect(milliseconds == -2_208_988_800_000)
        for year in 1900...2200 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            for (month, days) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
                for day in 1...days {
                    let text = "\(year)-\((month + 1).padded(2))-\(day.padded(2))"
                    let parsed = CalendarDay(text)
                    if parsed?.milliseconds != milliseconds || CalendarDay(milliseconds: milliseconds + 86_399_999).description != text {
                        Issue.record("\(text)")
                    }
                    milliseconds += 86_400_000
                }
                #expect(CalendarDay("\(year)-\((month + 1).padded(2))-\((days + 1).padded(2))") == nil)
            }
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>) func `an instant's text is read back to its second`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            let time = Int64(random.below(8_000_000_000_000)) - 2_208_988_800_000
            let text = Instant.text(time)
            #expect(Instant.parse(text) == time.floorDivided(by: 1_000) * 1_000, "seed \(seed): \(time) \(text)")
        }
    }

    @Test func `days are ordered as they follow`() {
        let days = ["1900-01-01", "1999-12-31", "2000-01-01", "2000-01-02", "2000-02-01", "9999-12-31"].map { CalendarDay($0)! }
        #expect(days.shuffled().sorted() == days)
        #expect(CalendarDay("1899-12-31") == nil && CalendarDay("10000-01-01") == nil)
    }
}
