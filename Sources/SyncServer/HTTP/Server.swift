internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import SyncCore

/// Puts the parts together. Used by `serve`; tests start the same binary on port 0.
enum Server {
    static func application(
        data: DataFolder, host: String, port: Int, logger: Logger, whenReady: @escaping @Sendable (Int) -> Void
    ) async throws -> (application: some ApplicationProtocol, writer: WritingLane) {
        let writer = try WritingLane(data)
        let reader = try ReadingLane(data, label: "wijk.read")
        // Who is at the door does not wait for a long answer to somebody else.
        let door = try ReadingLane(data, label: "wijk.door")
        let metrics = Metrics()
        let profile = try await reader.perform { try ServerProfile.load($0.store) }
        let sync = SyncHandler(writer: writer, reader: reader, door: door, metrics: metrics)
        let enroll = EnrollHandler(writer: writer, profile: profile, serverKey: try data.loadSigner().publicKey)
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: Edge(metrics: metrics))
        router.post("/v1/sync") { request, _ in try await sync.handle(request) }
        router.post("/v1/enroll") { request, _ in try await enroll.handle(request) }
        router.get("/health") { request, _ in
            // Answers only when the database does.
            _ = try await door.perform { try $0.store.areas().count }
            return Body.response(Array("{\"status\":\"ok\"}".utf8), type: "application/json", for: request)
        }
        router.get("/metrics") { request, _ in
            Body.response(Array(metrics.text().utf8), type: "text/plain; version=0.0.4", for: request)
        }
        let application = Application(
            router: router,
            server: .http1(
                configuration: .init(
                    idleTimeout: .seconds(60),
                    httpDecoderConfiguration: .init(maxHeaderFieldSize: 8_192, maxHeaderListSize: 16_384, maxHeaderFieldCount: 64))),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "wijkserver"),
            onServerRunning: { channel in whenReady(channel.localAddress?.port ?? port) }, logger: logger)
        return (application, writer)
    }
}
