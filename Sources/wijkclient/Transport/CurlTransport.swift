import CCurl
import Glibc

/// Sends one HTTP request at a time and waits for the response. The connection is kept between requests.
///
/// Speaks https, and http to this machine only (see `ServerURL`); certificates are always checked, at least TLS 1.2 is spoken, and
/// redirects are not followed. A proxy is taken from the usual variables (`https_proxy`, `no_proxy`, …), extra trust from
/// `CURL_CA_BUNDLE` or `SSL_CERT_FILE`. A request that finds the kept connection dead is sent once more over a new one.
///
/// Waiting blocks the thread: use it from a thread or an executor of its own, one at a time.
@safe final class CurlTransport {
    struct Configuration: Sendable {
        /// The longest wait for a connection, TLS included.
        var connectTimeout: Duration = .seconds(10)
        /// A transfer slower than `stallBytesPerSecond` for this long is given up; also a server that thinks for longer.
        var stallTimeout: Duration = .seconds(30)
        /// In bytes per second, averaged by libcurl.
        var stallBytesPerSecond = 10
        /// The longest response body, in bytes.
        var maximumBodyBytes = 32 << 20
    }

    private let handle: UnsafeMutableRawPointer
    private let configuration: Configuration
    private let certificates: String?
    private let isCancelled: @Sendable () -> Bool

    /// Once in a process, before any handle. libcurl is told to leave signals alone (`CURLOPT_NOSIGNAL`), so a peer that hangs up
    /// would end the process by SIGPIPE: it is ignored from now on.
    private static let start: CURLcode = {
        _ = signal(SIGPIPE, SIG_IGN)
        return ccurl_global_init(Int(CURL_GLOBAL_DEFAULT))
    }()

    /// - Parameter isCancelled: Asked at least once a second while waiting; `true` ends the transfer.
    /// - Throws: `failed` when libcurl cannot be started.
    init(
        _ configuration: Configuration = Configuration(), environment: Environment = .process,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(TransportError) {
        guard Self.start == CURLE_OK, let handle = unsafe ccurl_easy_init() else {
            throw TransportError(.failed, "libcurl cannot be started.")
        }
        unsafe self.handle = handle
        self.configuration = configuration
        self.isCancelled = isCancelled
        certificates = environment["CURL_CA_BUNDLE"] ?? environment["SSL_CERT_FILE"]
    }

    deinit {
        unsafe ccurl_easy_cleanup(handle)
    }

    /// Sends the request and waits for the whole response, whatever its status.
    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        let url = try ServerURL(request.url)
        guard HTTPRequest.isToken(request.method) else { throw TransportError(.failed, "Not an HTTP method: \(request.method)") }
        if let name = request.unsendableHeader { throw TransportError(.failed, "The header \(name) cannot be sent.") }
        if isCancelled() { throw TransportError(.cancelled, "Stopped on request.") }

        let transfer = Transfer(maximumBodyBytes: configuration.maximumBodyBytes, isCancelled: isCancelled)
        unsafe ccurl_easy_reset(handle)
        var options = unsafe CurlOptions(handle)
        setPolicy(url, &options)
        setMethod(request, &options)
        let list = unsafe Self.list(of: request)
        defer { unsafe ccurl_slist_free_all(list) }
        unsafe options.set(CURLOPT_HTTPHEADER, list)
        unsafe options.check(transfer.attach(to: handle))
        guard options.code == CURLE_OK else { throw TransportError(curl: options.code, detail: "") }

        try perform(request.body, transfer)
        return response(of: transfer)
    }

    private func setPolicy(_ url: ServerURL, _ options: inout CurlOptions) {
        options.set(CURLOPT_URL, url.text)
        options.set(CURLOPT_PROTOCOLS_STR, "http,https")
        options.set(CURLOPT_FOLLOWLOCATION, 0)
        options.set(CURLOPT_SSL_VERIFYPEER, 1)
        options.set(CURLOPT_SSL_VERIFYHOST, 2)
        options.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        options.set(CURLOPT_NOSIGNAL, 1)
        options.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        options.set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(configuration.connectTimeout))
        options.set(CURLOPT_LOW_SPEED_LIMIT, configuration.stallBytesPerSecond)
        options.set(CURLOPT_LOW_SPEED_TIME, max(1, Self.milliseconds(configuration.stallTimeout) / 1000))
        options.set(CURLOPT_MAXFILESIZE_LARGE, offset: configuration.maximumBodyBytes)
        if let certificates {
            options.set(CURLOPT_CAINFO, certificates)
            options.set(CURLOPT_PROXY_CAINFO, certificates)
        }
        // Plain http must not leave this machine by way of a proxy.
        if url.isLoopback { options.set(CURLOPT_NOPROXY, "*") }
    }

    private func setMethod(_ request: HTTPRequest, _ options: inout CurlOptions) {
        if !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method) {
            options.set(CURLOPT_POST, 1)
            options.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: request.body.count)
            // Without a body libcurl would read one from standard input.
            if request.body.isEmpty { options.set(CURLOPT_COPYPOSTFIELDS, "") }
        } else if request.method == "HEAD" {
            options.set(CURLOPT_NOBODY, 1)
        }
        options.set(CURLOPT_CUSTOMREQUEST, request.method)
    }

    /// The request's headers as libcurl takes them: `Name;` is a header without a value, `Name:` takes away one that libcurl would add.
    private static func list(of request: HTTPRequest) -> UnsafeMutablePointer<curl_slist>? {
        var lines = request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        for name in ["Expect", "Content-Type"] where !request.headers.contains(where: { $0.name.lowercased() == name.lowercased() }) {
            lines.append("\(name):")
        }
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines { unsafe list = ccurl_slist_append(list, line) }
        return unsafe list
    }

    private func perform(_ body: [UInt8], _ transfer: Transfer) throws(TransportError) {
        var detail = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        let code = unsafe detail.withUnsafeMutableBufferPointer { detail in
            unsafe body.withUnsafeBufferPointer { body in
                unsafe ccurl_setopt_pointer(handle, CURLOPT_ERRORBUFFER, detail.baseAddress)
                if !body.isEmpty { unsafe ccurl_setopt_pointer(handle, CURLOPT_POSTFIELDS, body.baseAddress) }
                defer { unsafe ccurl_setopt_pointer(handle, CURLOPT_ERRORBUFFER, nil) }
                return withExtendedLifetime(transfer) { unsafe ccurl_easy_perform(handle) }
            }
        }
        if let stop = transfer.stop { throw stop }
        if code == CURLE_FILESIZE_EXCEEDED { throw Transfer.tooLarge(configuration.maximumBodyBytes) }
        let text = detail.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        guard code == CURLE_OK else { throw TransportError(curl: code, detail: String(decoding: text, as: UTF8.self)) }
    }

    private func response(of transfer: Transfer) -> HTTPResponse {
        HTTPResponse(
            status: unsafe ccurl_getinfo_long(handle, CURLINFO_RESPONSE_CODE), headers: transfer.headers, body: transfer.body,
            sentBytes: transfer.sentBytes,
            receivedBytes: unsafe ccurl_getinfo_long(handle, CURLINFO_HEADER_SIZE)
                + Int(ccurl_getinfo_offset(handle, CURLINFO_SIZE_DOWNLOAD_T)))
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        Int(duration / .milliseconds(1))
    }
}
