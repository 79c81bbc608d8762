/// A day of the Gregorian calendar, from 1900 to 9999, written `2026-11-24` (RFC 3339 full-date).
public struct CalendarDay: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let year: Int
    public let month: Int
    public let day: Int

    /// `nil` for anything but ten characters that name a day that exists.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == 0x2d, bytes[7] == 0x2d else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return nil }
        guard year >= 1900, (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day, in UTC, of an instant in milliseconds since 1970 (proleptic Gregorian; Hinnant's days-from-civil, inverted).
    public init(milliseconds: Int64) {
        let shifted = milliseconds.floorDivided(by: 86_400_000) + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    }

    /// The day's first millisecond, UTC, since 1970.
    public var milliseconds: Int64 {
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let era = shiftedYear.floorDivided(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return (era * 146_097 + dayOfEra - 719_468) * 86_400_000
    }

    static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    public var description: String { "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))" }
}

/// An instant in text, RFC 3339: `2026-11-24T14:05:00Z`.
public enum Instant {
    /// To the second, in UTC.
    public static func text(_ milliseconds: Int64) -> String {
        let second = milliseconds.floorDivided(by: 1_000)
        let ofDay = Int(second - second.floorDivided(by: 86_400) * 86_400)
        let time = "\((ofDay / 3_600).padded(2)):\((ofDay / 60 % 60).padded(2)):\((ofDay % 60).padded(2))"
        return "\(CalendarDay(milliseconds: milliseconds))T\(time)Z"
    }

    /// Reads a date-time of RFC 3339 (any offset; seconds may be left out, fractions are cut to milliseconds; no offset
    /// means UTC), or a day alone, which means its first moment. `nil` for anything else.
    public static func parse(_ text: String) -> Int64? {
        guard text.utf8.count >= 10, let day = CalendarDay(String(text.prefix(10))) else { return nil }
        var rest = Array(text.dropFirst(10).utf8)
        if rest.isEmpty { return day.milliseconds }
        guard rest[0] == 0x54 || rest[0] == 0x74 || rest[0] == 0x20 else { return nil }
        rest.removeFirst()
        guard let clock = Self.clock(&rest), let offset = Self.offset(rest) else { return nil }
        return day.milliseconds + clock - offset
    }

    private static func twoDigits(_ rest: inout [UInt8], below limit: Int64) -> Int64? {
        guard rest.count >= 2, (0x30...0x39).contains(rest[0]), (0x30...0x39).contains(rest[1]) else { return nil }
        let value = Int64(rest[0] - 0x30) * 10 + Int64(rest[1] - 0x30)
        rest.removeFirst(2)
        return value < limit ? value : nil
    }

    private static func clock(_ rest: inout [UInt8]) -> Int64? {
        guard let hour = twoDigits(&rest, below: 24), rest.first == 0x3a else { return nil }
        rest.removeFirst()
        guard let minute = twoDigits(&rest, below: 60) else { return nil }
        var milliseconds = (hour * 60 + minute) * 60_000
        guard rest.first == 0x3a else { return milliseconds }
        rest.removeFirst()
        guard let second = twoDigits(&rest, below: 61) else { return nil }
        milliseconds += min(second, 59) * 1_000
        guard rest.first == 0x2e else { return milliseconds }
        rest.removeFirst()
        var scale: Int64 = 100
        guard let first = rest.first, (0x30...0x39).contains(first) else { return nil }
        while let digit = rest.first, (0x30...0x39).contains(digit) {
            milliseconds += Int64(digit - 0x30) * scale
            scale /= 10
            rest.removeFirst()
        }
        return milliseconds
    }

    private static func offset(_ text: [UInt8]) -> Int64? {
        var rest = text
        if rest.isEmpty || rest == [0x5a] || rest == [0x7a] { return 0 }
        guard rest[0] == 0x2b || rest[0] == 0x2d else { return nil }
        let sign: Int64 = rest.removeFirst() == 0x2b ? 1 : -1
        guard let hour = twoDigits(&rest, below: 24), rest.first == 0x3a else { return nil }
        rest.removeFirst()
        guard let minute = twoDigits(&rest, below: 60), rest.isEmpty else { return nil }
        return sign * (hour * 60 + minute) * 60_000
    }
}

extension Int {
    /// With zeros in front, to at least this many digits.
    public func padded(_ digits: Int) -> String {
        let text = String(self)
        return String(repeating: "0", count: Swift.max(0, digits - text.count)) + text
    }
}

extension Int64 {
    func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
