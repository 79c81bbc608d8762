internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import SyncCore

/// The outermost layer: turns errors into problems, adds the headers every answer carries (NLGov API rules), counts and logs.
/// A log line names route, status, size and duration: never a token, a name or a text.
struct Edge<Context: RequestContext>: RouterMiddleware {
    let metrics: Metrics

    @concurrent func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = Clock.monotonic()
        let route = Self.known.contains(request.uri.path) ? request.uri.path : "other"
        metrics.opened(route: route)
        var response: Response
        var code = ""
        do {
            response = try await next(request, context)
        } catch {
            let problem = Problem.of(error)
            code = problem.code
            response = Problem(problem).response()
        }
        response.headers[.cacheControl] = "no-store"
        response.headers[Self.apiVersion] = "1.0.0"
        response.headers[.xContentTypeOptions] = "nosniff"
        let duration = Clock.monotonic() - start
        metrics.served(route: route, status: response.status.code, milliseconds: duration)
        let level: Logger.Level = response.status.code >= 500 ? .error : route == "/v1/sync" || route == "/v1/enroll" ? .info : .debug
        context.logger.log(
            level: level, "request",
            metadata: ["route": "\(route)", "status": "\(response.status.code)", "ms": "\(duration)", "code": "\(code)"])
        return response
    }

    private static var known: Set<String> { ["/v1/sync", "/v1/enroll", "/health", "/metrics"] }
    private static var apiVersion: HTTPField.Name { HTTPField.Name("API-Version")! }
}
