/// Why there is no response. A response with an error status is a response, not one of these.
struct TransportError: Error, Equatable, Sendable {
    enum Kind: String, CaseIterable, Sendable {
        /// The host's (or the proxy's) name has no address.
        case resolve = "transport.resolve"
        /// The host has an address, but nothing there takes the connection.
        case connect = "transport.connect"
        /// No connection, or too few bytes, within the time allowed.
        case timeout = "transport.timeout"
        /// No secure connection: a certificate that is wrong, expired or unknown, or no common version.
        case tls = "transport.tls"
        /// The connection broke half-way. The server may have handled the request.
        case interrupted = "transport.interrupted"
        /// The caller asked to stop.
        case cancelled = "transport.cancelled"
        /// The response is longer than allowed.
        case tooLarge = "transport.too-large"
        /// The URL asks for a connection that others can read.
        case insecure = "transport.insecure"
        /// The URL cannot be used.
        case url = "transport.url"
        /// Anything else, also a request that cannot be sent as HTTP.
        case failed = "transport.failed"
    }

    let kind: Kind
    /// What happened, in English, perhaps with names from the URL: to be shown by way of `SafeText`.
    let message: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// Stable, for scripts.
    var code: String { kind.rawValue }

    /// Whether the same request may succeed later without anybody changing anything.
    var isRetryable: Bool {
        switch kind {
        case .resolve, .connect, .timeout, .interrupted: true
        case .tls, .cancelled, .tooLarge, .insecure, .url, .failed: false
        }
    }

    /// What to do, in English.
    var hint: String {
        switch kind {
        case .resolve: "Check the network and the server's name; your work is kept and can be sent later."
        case .connect: "Check the network and that the server is running; your work is kept and can be sent later."
        case .timeout: "The network or the server is slow; try again later."
        case .tls: "Check this machine's clock and its certificates (SSL_CERT_FILE); do not go on over a network that you do not trust."
        case .interrupted: "Try again: what was already handled is not done twice."
        case .cancelled: "Run the command again to go on."
        case .tooLarge: "Check that the URL is that of a Wijk server."
        case .insecure: "Use https://; http:// is for a server on this machine only."
        case .url: "Give the server's address as https://host or https://host:port."
        case .failed: "Try again; if it stays, report the message."
        }
    }
}
