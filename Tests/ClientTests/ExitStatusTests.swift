import SyncCore
import Testing

@testable import wijkclient

/// Swift Testing has a type of the same name.
private typealias Status = wijkclient.ExitStatus

@Suite struct ExitStatusTests {
    @Test(arguments: [
        ("storage.full", Status.inputOutput), ("storage.read-only", .inputOutput), ("storage.unreadable", .inputOutput),
        ("storage.busy", .busy),
        ("storage.damaged", .badData), ("storage.foreign", .badData), ("storage.newer", .badData), ("record.unknown", .notFound),
        ("query.field", .usage),
        ("sync.stuck", .refused), ("sync.stale", .busy), ("wire.truncated", .refused),
    ])
    fileprivate func `an error of the core says what to do next`(code: String, status: Status) {
        #expect(Status(of: SyncError(code, "")) == status)
    }

    @Test(arguments: [
        (401, Status.notEnrolled), (403, .notEnrolled), (409, .refused), (400, .refused), (429, .unavailable), (500, .unavailable),
        (507, .unavailable),
    ])
    fileprivate func `so does the server's`(http: Int, status: Status) {
        #expect(Status(of: ServerProblem(SyncError("storage.full", "", status: http))) == status)
    }

    @Test(arguments: TransportError.Kind.allCases)
    func `without a server the work is kept for later`(kind: TransportError.Kind) {
        let expected: Status =
            switch kind {
            case .cancelled: .interrupted
            case .insecure, .url: .usage
            case .tooLarge: .refused
            default: .unavailable
            }
        #expect(Status(of: TransportError(kind, "")) == expected)
    }

    @Test func `a problem document keeps its code, and other answers get one`() {
        var headers = HTTPHeaders()
        headers.append(name: "content-type", value: "application/problem+json; charset=utf-8")
        let body = #"{"type":"about:blank","title":"t","status":409,"detail":"d","code":"identity.fork","hint":"h","retry":"never"}"#
        let problem = ServerProblem(
            HTTPResponse(status: 409, headers: headers, body: Array(body.utf8), sentBytes: 0, receivedBytes: 0), .english)
        #expect(problem.error == SyncError("identity.fork", "d", hint: "h", retry: .never, status: 409))
        let page = ServerProblem(
            HTTPResponse(status: 502, headers: HTTPHeaders(), body: Array("<html>".utf8), sentBytes: 0, receivedBytes: 0), .dutch)
        #expect(page.error.code == "server.status" && page.error.retry == .later && page.error.message.contains("502"))
    }
}
