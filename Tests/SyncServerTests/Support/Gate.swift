import Dispatch
import Glibc
import Synchronization

/// Stands between a tablet and the server, counts the requests, and does to one what a network or a crash would do. So a test
/// needs no luck to hit a moment.
final class Gate: Sendable {
    enum Action: Sendable {
        case pass
        /// The request goes nowhere; the tablet waits.
        case hold
        /// The server has answered; the tablet waits.
        case holdReply
        /// Half of the reply, and then the connection ends.
        case cutReply
        /// What something else than our server would say.
        case answer(status: Int, type: String, body: String)
        /// Runs when half of the request has gone to the server.
        case midRequest(@Sendable () -> Void)
        /// Runs when all of it has gone.
        case afterRequest(@Sendable () -> Void)
        /// Runs when all but the last byte has gone and the server is at it; then that goes too, and the tablet gets the answer.
        case finishAfter(@Sendable () -> Void)
        /// Runs when the server has answered, before the tablet gets the answer.
        case afterReply(@Sendable () -> Void)
    }

    let url: String
    private let listener: Int32
    private let server: Int
    private let action: @Sendable (Int) -> Action
    private let queue = DispatchQueue(label: "gate", attributes: .concurrent)
    private let reached = DispatchSemaphore(value: 0)
    private let count = Mutex(0)

    /// How many sync requests have come so far.
    var requests: Int { count.withLock { $0 } }

    /// - Parameter action: what to do with the sync request of this number, from 1.
    init(to site: Site, _ action: @escaping @Sendable (Int) -> Action = { _ in .pass }) throws {
        let (listener, port) = try Socket.listen()
        self.listener = listener
        self.action = action
        server = site.port
        url = "http://127.0.0.1:\(port)"
        DispatchQueue(label: "gate.accept").async { [weak self, queue] in
            while true {
                let tablet = accept(listener, nil, nil)
                guard tablet >= 0 else { return }
                guard let gate = self else {
                    _ = close(tablet)
                    return
                }
                queue.async { gate.serve(tablet) }
            }
        }
        site.keep(self)
    }

    deinit {
        _ = shutdown(listener, Int32(SHUT_RDWR))
        _ = close(listener)
    }

    /// Waits until something other than passing was done.
    func waitUntilReached() -> Bool { reached.wait(timeout: .now() + .seconds(60)) == .success }

    private func serve(_ tablet: Int32) {
        defer { _ = close(tablet) }
        guard let upstream = try? Socket.connect(server) else { return serveWithoutServer(tablet) }
        defer { _ = close(upstream) }
        while let request = Socket.message(tablet) {
            guard pass(request, tablet, upstream) else { return }
        }
    }

    private func serveWithoutServer(_ tablet: Int32) {
        while let request = Socket.message(tablet) {
            guard case .answer(let status, let type, let body) = decide(request) else { return }
            answer(status, type, body, to: tablet)
        }
    }

    private func decide(_ request: [UInt8]) -> Action {
        guard request.starts(with: "POST /v1/sync".utf8) else { return .pass }
        return action(
            count.withLock {
                $0 += 1
                return $0
            })
    }

    /// - Returns: whether the connection goes on.
    private func pass(_ request: [UInt8], _ tablet: Int32, _ upstream: Int32) -> Bool {
        switch decide(request) {
        case .pass: return exchange(request, upstream).map { Socket.send($0, to: tablet) } ?? false
        case .hold:
            reached.signal()
            _ = Socket.receive(tablet)
        case .holdReply:
            _ = exchange(request, upstream)
            reached.signal()
            _ = Socket.receive(tablet)
        case .cutReply:
            guard let reply = exchange(request, upstream) else { return false }
            Socket.send(reply.prefix(reply.count / 2), to: tablet)
            reached.signal()
        case .answer(let status, let type, let body):
            reached.signal()
            answer(status, type, body, to: tablet)
            return true
        case .midRequest(let run):
            Socket.send(request.prefix(request.count / 2), to: upstream)
            run()
            reached.signal()
        case .afterRequest(let run):
            Socket.send(request, to: upstream)
            run()
            reached.signal()
        case .finishAfter(let run):
            Socket.send(request.dropLast(), to: upstream)
            guard OpenRequests.wait(for: 1, of: "/v1/sync", at: server) else { return false }
            run()
            Socket.send(request.suffix(1), to: upstream)
            if let reply = Socket.message(upstream) { Socket.send(reply, to: tablet) }
            reached.signal()
        case .afterReply(let run):
            guard let reply = exchange(request, upstream) else { return false }
            run()
            Socket.send(reply, to: tablet)
            reached.signal()
        }
        return false
    }

    private func exchange(_ request: [UInt8], _ upstream: Int32) -> [UInt8]? {
        Socket.send(request, to: upstream) ? Socket.message(upstream) : nil
    }

    private func answer(_ status: Int, _ type: String, _ body: String, to tablet: Int32) {
        let head = "HTTP/1.1 \(status) x\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        Socket.send(Array((head + body).utf8), to: tablet)
    }
}
