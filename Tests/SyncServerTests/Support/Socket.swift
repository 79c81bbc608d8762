import Glibc

/// TCP on this machine, as much of it as the tests need. Calls block: use them from threads of their own.
enum Socket {
    /// Listens on a port that the system picks.
    static func listen() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(descriptor, address, length) == 0 && Glibc.listen(descriptor, 64) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard bound else { throw Failure("cannot listen: \(errno)") }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    static func connect(_ port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port)
        let connected = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe Glibc.connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard connected else {
            _ = close(descriptor)
            throw Failure("cannot connect: \(errno)")
        }
        return descriptor
    }

    @discardableResult static func send(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Bool {
        let bytes = Array(bytes)
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    /// Sends the same to each, all in step as far as the other side takes it; `false` when for a minute it takes nothing of any.
    static func sendTogether(_ bytes: [UInt8], to descriptors: [Int32]) -> Bool {
        var sent = descriptors.map { _ in 0 }
        while let least = sent.min(), least < bytes.count {
            var waiting = descriptors.indices.filter { sent[$0] < bytes.count }.map {
                pollfd(fd: descriptors[$0], events: Int16(POLLOUT), revents: 0)
            }
            guard unsafe poll(&waiting, nfds_t(waiting.count), 60_000) > 0 else { return false }
            for ready in waiting where ready.revents != 0 {
                guard let index = descriptors.firstIndex(of: ready.fd) else { return false }
                let part = bytes[sent[index]..<min(bytes.count, sent[index] + 65_536)]
                let count = unsafe part.withUnsafeBytes {
                    unsafe Glibc.send(ready.fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
                }
                guard count > 0 || errno == EAGAIN else { return false }
                sent[index] += max(0, count)
            }
        }
        return true
    }

    /// What has come; nothing when the other side has gone.
    static func receive(_ descriptor: Int32) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = unsafe max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
        }
    }

    /// One whole HTTP message with a Content-Length, or `nil` when the connection ended before it did.
    static func message(_ descriptor: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        var length: Int?
        while true {
            if let end = end(ofHead: bytes) {
                if length == nil { length = end + contentLength(String(decoding: bytes[..<end], as: UTF8.self)) }
                if let length, bytes.count >= length { return bytes }
            }
            let more = receive(descriptor)
            if more.isEmpty { return nil }
            bytes += more
        }
    }

    private static func end(ofHead bytes: [UInt8]) -> Int? {
        let break4: [UInt8] = [13, 10, 13, 10]
        return (0..<max(0, min(bytes.count, 20_000) - 3)).first { bytes[$0..<$0 + 4].elementsEqual(break4) }.map { $0 + 4 }
    }

    private static func contentLength(_ head: String) -> Int {
        for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix("content-length:") {
            return Int(line.drop { $0 != ":" }.dropFirst().filter { $0 != " " }) ?? 0
        }
        return 0
    }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
