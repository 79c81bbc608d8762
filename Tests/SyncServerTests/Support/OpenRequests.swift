import Glibc

/// The requests that a server is at, as its metrics tell. That bytes have gone does not say that it has read them: it may be told to
/// stop before it does.
enum OpenRequests {
    /// Asks until there are so many.
    ///
    /// - Returns: `false` when the server is gone, or it does not come to that.
    static func wait(for count: Int, of route: String, at port: Int) -> Bool {
        for _ in 0..<20_000 {
            guard let open = self.count(of: route, at: port) else { return false }
            if open == count { return true }
        }
        return false
    }

    /// `nil` when the server does not answer.
    static func count(of route: String, at port: Int) -> Int? {
        guard let connection = try? Socket.connect(port) else { return nil }
        defer { _ = close(connection) }
        Socket.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".utf8, to: connection)
        guard let answer = Socket.message(connection) else { return nil }
        let start = "wijk_requests_open{route=\"\(route)\"} "
        let line = String(decoding: answer, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(start) }
        return line.flatMap { Int($0.dropFirst(start.count)) } ?? 0
    }
}
