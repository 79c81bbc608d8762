internal import ArgumentParser
internal import Hummingbird
internal import Logging
internal import ServiceLifecycle
internal import SyncCore
internal import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answer devices until SIGTERM or SIGINT.",
        discussion: """
            Prints its URL on stdout when it is ready. Speaks plain HTTP: it binds loopback only, unless --behind-proxy says that a proxy in
            front of it speaks TLS.
            Example: wijkserver serve --data /srv/wijk --listen 127.0.0.1:8400
            """)

    @OptionGroup var options: DataOptions
    @Option(name: .long, help: ArgumentHelp("Address and port; port 0 picks a free one.", valueName: "HOST:PORT")) var listen =
        "127.0.0.1:8400"
    @Flag(name: .long, help: "A proxy that speaks TLS stands in front.") var behindProxy = false
    @Option(name: .long, help: "debug, info, notice, warning or error.") var logLevel = "info"

    func run() async throws {
        let (host, port) = try Self.address(listen)
        guard behindProxy || ["127.0.0.1", "localhost", "::1"].contains(host) else {
            throw SyncError(
                "listen.plain", "\(host) is not loopback, and the server speaks plain HTTP.",
                hint: "Put a proxy that speaks TLS in front, and say --behind-proxy.")
        }
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw SyncError("listen.log-level", "There is no log level \(logLevel).", hint: "debug, info, notice, warning or error.")
        }
        LoggingSystem.bootstrap { label in JSONLogHandler(label: label) }
        var logger = Logger(label: "wijkserver")
        logger.logLevel = level
        let shown = host.contains(":") ? "[\(host)]" : host
        let (application, writer) = try await Server.application(data: options.folder, host: host, port: port, logger: logger) { port in
            Print.line("http://\(shown):\(port)")
        }
        let lock = try ServerLock.shared(options.folder)
        defer { withExtendedLifetime(lock) {} }
        var services = ServiceGroupConfiguration(services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // A request that somebody has sent half of does not keep the server from stopping.
        services.maximumGracefulShutdownDuration = .seconds(10)
        do { try await ServiceGroup(configuration: services).run() } catch {
            throw SyncError(
                "listen.failed", "The server cannot listen on \(listen) (\(error)).", hint: "Is another server running there?", status: 500)
        }
        try await writer.close()
    }

    static func address(_ text: String) throws -> (String, Int) {
        let wrong = SyncError("listen.address", "\(text) is not an address and a port.", hint: "Like 127.0.0.1:8400, or [::1]:8400.")
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port) else {
            throw wrong
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            throw wrong
        }
        guard !host.isEmpty else { throw wrong }
        return (host, port)
    }
}
