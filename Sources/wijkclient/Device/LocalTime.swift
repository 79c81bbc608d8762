import Glibc
import SyncCore

/// Instants in the time zone of whoever reads them (`TZ`). For people only: files and JSON are in UTC.
enum LocalTime {
    /// `2026-11-24 14:05`.
    static func text(_ milliseconds: Int64) -> String {
        var seconds = time_t(milliseconds / 1_000 - (milliseconds % 1_000 < 0 ? 1 : 0))
        var parts = unsafe tm()
        guard unsafe localtime_r(&seconds, &parts) != nil else { return Instant.text(milliseconds) }
        return unsafe "\(day(parts)) \(Int(parts.tm_hour).padded(2)):\(Int(parts.tm_min).padded(2))"
    }

    /// The day it is here, `2026-11-24`.
    static func today(_ milliseconds: Int64) -> String { String(text(milliseconds).prefix(10)) }

    /// The first millisecond of a day here, since 1970.
    static func start(of day: CalendarDay, plus days: Int = 0) -> Int64 {
        var parts = unsafe tm()
        unsafe parts.tm_year = Int32(day.year - 1900)
        unsafe parts.tm_mon = Int32(day.month - 1)
        unsafe parts.tm_mday = Int32(day.day + days)
        unsafe parts.tm_isdst = -1
        return Int64(unsafe mktime(&parts)) * 1_000
    }

    private static func day(_ parts: tm) -> String {
        unsafe "\((Int(parts.tm_year) + 1900).padded(4))-\((Int(parts.tm_mon) + 1).padded(2))-\(Int(parts.tm_mday).padded(2))"
    }
}
