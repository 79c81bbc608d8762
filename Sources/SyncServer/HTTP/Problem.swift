internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SyncCore

/// Errors as `application/problem+json` (RFC 9457), with our stable code, a hint, and whether trying again can help.
struct Problem: HTTPResponseError {
    let error: SyncError

    init(_ error: SyncError) { self.error = error }

    var status: HTTPResponse.Status { HTTPResponse.Status(code: error.status) }

    func response(from request: Request, context: some RequestContext) throws -> Response { response() }

    func response() -> Response {
        var json = JSONWriter(.compact)
        json.object { json in
            json.member("type", "about:blank")
            json.member("title", title)
            json.member("status", error.status)
            json.member("detail", error.message)
            json.member("code", error.code)
            json.member("hint", error.hint)
            json.member("retry", error.retry.rawValue)
        }
        var headers: HTTPFields = [.contentType: "application/problem+json"]
        if error.status == 503 { headers[.retryAfter] = "2" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }

    private var title: String {
        switch error.status {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 503: "Service Unavailable"
        case 507: "Insufficient Storage"
        default: error.status < 500 ? "Client Error" : "Server Error"
        }
    }

    /// Any error as a problem. What we did not foresee is named by its type only: its text may hold data.
    static func of(_ error: any Error) -> SyncError {
        switch error {
        case let error as SyncError: error
        case let error as SQLiteError: error.explained("the server's database")
        case let error as Problem: error.error
        case let error as HTTPError:
            SyncError(
                "http.\(error.status.code)", error.body ?? error.status.reasonPhrase, hint: "See docs/PROTOCOL.md.",
                status: error.status.code)
        default: SyncError("server.failed", "The server failed (\(type(of: error))).", hint: "Try again later.", retry: .later, status: 500)
        }
    }
}
