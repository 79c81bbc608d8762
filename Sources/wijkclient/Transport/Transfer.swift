import CCurl

/// What one transfer gathers while libcurl calls back.
final class Transfer {
    private(set) var headers = HTTPHeaders()
    private(set) var body: [UInt8] = []
    /// Why a callback ended the transfer.
    private(set) var stop: TransportError?
    /// Bytes of HTTP sent. Counted here, since libcurl's CURLINFO_REQUEST_SIZE includes short bodies but not long ones.
    private(set) var sentBytes = 0

    /// libcurl 7.88 takes headers without end.
    private static let maximumHeaderBytes = 256 * 1024

    private let maximumBodyBytes: Int
    private let isCancelled: @Sendable () -> Bool
    private var headerBytes = 0

    init(maximumBodyBytes: Int, isCancelled: @escaping @Sendable () -> Bool) {
        self.maximumBodyBytes = maximumBodyBytes
        self.isCancelled = isCancelled
    }

    /// Sets the callbacks on a handle. They hold this object unretained: it must outlive the transfer.
    func attach(to handle: UnsafeMutableRawPointer) -> CURLcode {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        var code = unsafe ccurl_set_write_callback(
            handle, { bytes, size, count, context in unsafe Transfer.call(context, bytes, size * count) { unsafe $0.receiveBody($1) } },
            context)
        guard code == CURLE_OK else { return code }
        code = unsafe ccurl_set_header_callback(
            handle, { bytes, size, count, context in unsafe Transfer.call(context, bytes, size * count) { unsafe $0.receiveHeader($1) } },
            context)
        guard code == CURLE_OK else { return code }
        code = unsafe ccurl_set_progress_callback(
            handle, { context, _, _, _, _ in unsafe Transfer.from(context)?.mayGoOn() == true ? 0 : 1 }, context)
        guard code == CURLE_OK else { return code }
        return unsafe ccurl_set_debug_callback(
            handle,
            { _, type, _, count, context in
                if type == CURLINFO_HEADER_OUT || type == CURLINFO_DATA_OUT { unsafe Transfer.from(context)?.sentBytes += count }
                return 0
            }, context)
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        guard let context = unsafe context else { return nil }
        return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    /// The count to return to libcurl: all bytes to go on, none to end the transfer.
    private static func call(
        _ context: UnsafeMutableRawPointer?, _ bytes: UnsafePointer<CChar>?, _ count: Int,
        _ receive: (Transfer, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let transfer = unsafe from(context) else { return 0 }
        return unsafe receive(transfer, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
    }

    private func mayGoOn() -> Bool {
        guard isCancelled() else { return true }
        stop = TransportError(.cancelled, "Stopped on request.")
        return false
    }

    private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard mayGoOn() else { return false }
        guard bytes.count <= maximumBodyBytes - body.count else {
            stop = Self.tooLarge(maximumBodyBytes)
            return false
        }
        unsafe body.append(contentsOf: bytes)
        return true
    }

    /// Each response begins with a status line; only the last one counts (after `100 Continue`). Lines after the body has begun are
    /// trailers, which nobody here asked for. Folded lines are obsolete and are left out.
    private func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        headerBytes += bytes.count
        guard headerBytes <= Self.maximumHeaderBytes else {
            stop = TransportError(.tooLarge, "The response's headers are longer than \(Self.maximumHeaderBytes) bytes.")
            return false
        }
        let line = unsafe String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            headers = HTTPHeaders()
            return true
        }
        guard body.isEmpty, !line.hasPrefix(" "), !line.hasPrefix("\t"), let colon = line.firstIndex(of: ":") else { return true }
        let value = line[line.index(after: colon)...].drop { $0.isWhitespace }
        let end = value.lastIndex { !$0.isWhitespace }.map { value.index(after: $0) } ?? value.startIndex
        headers.append(name: String(line[..<colon]), value: String(value[..<end]))
        return true
    }

    static func tooLarge(_ limit: Int) -> TransportError {
        TransportError(.tooLarge, "The response is longer than \(limit) bytes.")
    }
}
