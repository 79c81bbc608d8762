import CCurl

/// A URL that may be connected to: https, or http to this very machine. It is taken apart by libcurl's own parser, so that what was
/// checked is what is connected to.
struct ServerURL: Equatable, Sendable {
    /// As libcurl writes it.
    let text: String
    /// Whether the host is `localhost`, in 127.0.0.0/8 or `::1`.
    let isLoopback: Bool

    /// - Throws: `url` when it cannot be used, `insecure` for http to another machine.
    init(_ url: String) throws(TransportError) {
        guard ccurl_is_available() != 0 else {
            throw TransportError(.failed, "libcurl (libcurl.so.4) is not on this machine.")
        }
        guard !url.utf8.contains(0), let parts = unsafe ccurl_url() else {
            throw TransportError(.url, "The URL holds a zero byte.")
        }
        defer { unsafe ccurl_url_cleanup(parts) }
        let code = unsafe ccurl_url_set(parts, CURLUPART_URL, url, UInt32(CURLU_DISALLOW_USER))
        if code == CURLUE_USER_NOT_ALLOWED {
            throw TransportError(.url, "The URL holds a user name or a password.")
        }
        guard code == CURLUE_OK, let text = unsafe Self.part(CURLUPART_URL, of: parts),
            let scheme = unsafe Self.part(CURLUPART_SCHEME, of: parts), let host = unsafe Self.part(CURLUPART_HOST, of: parts)
        else {
            throw TransportError(.url, "Not a URL that can be connected to: \(url)")
        }
        self.text = text
        isLoopback = Self.isLoopback(host)
        switch scheme {
        case "https": return
        case "http":
            guard isLoopback else {
                throw TransportError(.insecure, "Plain http to another machine (\(host)) is refused: others could read and change it.")
            }
        default: throw TransportError(.url, "Only https is spoken here, not \(scheme).")
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "[::1]" || host.lowercased() == "localhost" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in
                part.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8(part).map { String($0) == part } ?? false
            }
    }

    private static func part(_ part: CURLUPart, of parts: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe ccurl_url_get(parts, part, &text, 0) == CURLUE_OK, let text = unsafe text else { return nil }
        defer { unsafe ccurl_free(text) }
        return unsafe String(cString: text)
    }
}
