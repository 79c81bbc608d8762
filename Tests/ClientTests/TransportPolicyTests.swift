import Glibc
import Testing

@testable import wijkclient

@Suite struct TransportPolicyTests {
    private func kind(of url: String) -> TransportError.Kind? {
        do throws(TransportError) {
            _ = try ServerURL(url)
            return nil
        } catch {
            return error.kind
        }
    }

    @Test(arguments: [
        "https://wijk.example/api", "https://127.0.0.1:8443/", "http://localhost:8080/a?b=c", "http://LOCALHOST/", "http://127.0.0.1/",
        "http://127.255.3.4:1/", "http://[::1]:8080/",
    ])
    func `https anywhere and http to this machine are allowed`(url: String) {
        #expect(kind(of: url) == nil)
    }

    @Test(arguments: [
        "http://wijk.example/", "http://localhost.example/", "http://127.0.0.1.example/", "http://128.0.0.1/", "http://[::2]/",
        "http://10.0.0.1/", "http://0.0.0.0/", "http://127.0.0.1.nip.io/", "HTTP://wijk.example/", "http://127.0.0.256/",
    ])
    func `plain http to another machine is insecure`(url: String) {
        #expect(kind(of: url) == .insecure)
    }

    @Test(arguments: [
        "", "wijk.example", "/api", "ftp://localhost/", "file:///etc/passwd", "gopher://localhost/", "https://",
        "https://user@wijk.example/",
        "https://user:secret@wijk.example/", "http://localhost@wijk.example/", "https://wijk.example\0.test/", "https://a b/",
        "https://wijk.example/\r\nX: y", "https://wijk.example:99999/",
    ])
    func `other URLs are refused`(url: String) {
        #expect(kind(of: url) == .url)
    }

    @Test(arguments: ["a\r\nX-Injected: 1", "a\nb", "a\rb", "a\0b", "\u{1B}", "\u{7F}", "\u{85}"])
    func `a header value cannot become another header`(value: String) throws {
        let transport = try CurlTransport()
        let request = HTTPRequest(method: "GET", url: "http://127.0.0.1:1/", headers: [("X-Note", value)])
        let error = #expect(throws: TransportError.self) { try transport.send(request) }
        #expect(error?.kind == .failed)
        #expect(error?.message.contains("X-Note") == true)
    }

    @Test(arguments: ["", "X Y", "X:", "X\r\nY", "é"])
    func `a header name is a token`(name: String) {
        #expect(HTTPRequest(method: "GET", url: "", headers: [("ok", "tab\tand é"), (name, "x")]).unsendableHeader == name)
    }

    @Test(arguments: ["", "GET / HTTP/1.1\r\nX: y", "G ET"])
    func `a method is a token`(method: String) throws {
        let transport = try CurlTransport()
        let error = #expect(throws: TransportError.self) { try transport.send(HTTPRequest(method: method, url: "http://127.0.0.1:1/")) }
        #expect(error?.kind == .failed)
    }

    @Test func `a closed port is a connection refused, and worth a retry`() throws {
        let transport = try CurlTransport()
        let error = #expect(throws: TransportError.self) { try transport.send(HTTPRequest(method: "GET", url: closedURL())) }
        #expect(error?.code == "transport.connect")
        #expect(error?.isRetryable == true)
        #expect(error?.message.isEmpty == false)
    }

    @Test func `a cancelled request is not sent`() throws {
        let transport = try CurlTransport { true }
        let error = #expect(throws: TransportError.self) { try transport.send(HTTPRequest(method: "GET", url: closedURL())) }
        #expect(error?.kind == .cancelled)
    }

    @Test func `header names are looked up in any case, the first wins`() {
        var headers = HTTPHeaders()
        headers.append(name: "Content-Type", value: "text/plain")
        headers.append(name: "content-type", value: "x")
        #expect(headers["CONTENT-TYPE"] == "text/plain")
        #expect(headers["ETag"] == nil)
    }

    @Test(arguments: TransportError.Kind.allCases)
    func `every error has a code and a hint`(kind: TransportError.Kind) {
        let error = TransportError(kind, "x")
        #expect(error.code.hasPrefix("transport."))
        #expect(error.hint.hasSuffix("."))
    }

    /// The URL of a loopback port that was free a moment ago.
    private func closedURL() -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        unsafe withUnsafeMutablePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                #expect(unsafe bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0)
            }
        }
        return "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/"
    }
}
