internal import ArgumentParser
internal import Glibc
internal import SyncCore

/// Data to stdout, messages to stderr. Stored text is never trusted on the way out.
enum Print {
    static func line(_ text: String) { write(1, text + "\n") }

    static func message(_ text: String) { write(2, text + "\n") }

    static func error(_ error: SyncError) {
        message("wijkserver: \(error.message) [\(error.code)]")
        if !error.hint.isEmpty { message("  \(error.hint)") }
    }

    /// sysexits(3), as `wijkclient` has them.
    static func status(of error: SyncError) -> Int32 {
        switch error.code.split(separator: ".").first {
        case "storage": 74
        case "data": 73
        case "listen": 64
        case "person", "area", "device", "schema", "profile", "role", "budget", "team": 65
        default: 70
        }
    }

    static func json(_ body: (inout JSONWriter) -> Void) {
        var writer = JSONWriter(.pretty)
        body(&writer)
        line(writer.text)
    }

    /// Control characters as visible escapes, the rest as it is.
    static func safe(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let isHidden =
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
                default: false
                }
            if isHidden { result += "\\u{\(String(scalar.value, radix: 16))}" } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }

    private static func write(_ descriptor: Int32, _ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count <= 0 { return }
            sent += count
        }
    }
}

/// The options that every command on a server's data has.
struct DataOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The server's folder.", valueName: "DIR")) var data: String
    @Flag(name: .long, help: "Machine-readable output.") var json = false

    var folder: DataFolder { DataFolder(path: data) }

    /// Runs the body with the data open, beside a server that may be running.
    func withDesk<Result>(_ mode: SQLiteStore.Access = .readWrite, _ body: (Desk) throws -> Result) throws -> Result {
        _ = try folder.loadSigner()
        return try body(Desk(folder, access: mode))
    }
}
