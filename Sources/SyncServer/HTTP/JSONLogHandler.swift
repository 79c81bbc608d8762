internal import Glibc
internal import Logging
internal import SyncCore

/// One JSON object a line on stderr, with the time in UTC.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    let label: String

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var json = JSONWriter(.compact)
        json.beginObject()
        json.key("at")
        json.string(Instant.text(Clock.now()))
        json.key("level")
        json.string(event.level.rawValue)
        json.key("message")
        json.string("\(event.message)")
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        for key in all.keys.sorted() where "\(all[key]!)" != "" {
            json.key(key)
            json.string("\(all[key]!)")
        }
        json.endObject()
        let line = json.bytes + [0x0a]
        _ = unsafe write(2, line, line.count)
    }
}
