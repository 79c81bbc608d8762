/// What is asked of a server.
struct HTTPRequest: Sendable {
    /// Such as `GET` or `POST`.
    var method: String
    /// Absolute, with scheme: `https://…`, or `http://…` for this machine itself.
    var url: String
    var headers: [(name: String, value: String)]
    /// Sent as it is. For `POST`, `PUT` and `PATCH` also sent when empty, with a length of 0.
    var body: [UInt8]

    init(method: String, url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    /// The first header that cannot be sent: a name that is no token, or a value with a control character (CR, LF and NUL would let a
    /// value become a header of its own).
    var unsendableHeader: String? {
        headers.first { !Self.isToken($0.name) || $0.value.unicodeScalars.contains { SafeText.isControl($0) && $0 != "\t" } }?.name
    }

    /// Whether the text is a token (RFC 9110 §5.6.2), as methods and header names are.
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}

/// What a server answered.
struct HTTPResponse: Sendable {
    let status: Int
    let headers: HTTPHeaders
    /// As received: a `Content-Encoding` has not been undone.
    let body: [UInt8]
    /// Bytes of HTTP sent for this request: request line, headers and body, without TLS and TCP.
    let sentBytes: Int
    /// Bytes of HTTP received for this request: status line, headers and body, without chunk lengths, TLS and TCP.
    let receivedBytes: Int
}

/// The headers of a response in the order received.
struct HTTPHeaders: Sendable {
    private(set) var fields: [(name: String, value: String)] = []

    /// The first value under this name, whatever the case of its letters.
    subscript(name: String) -> String? {
        let name = name.lowercased()
        return fields.first { $0.name.lowercased() == name }?.value
    }

    mutating func append(name: String, value: String) {
        fields.append((name, value))
    }
}
