import FoundationEssentials
import SyncCore

/// What a server objected (RFC 9457 `application/problem+json`), or what an answer means that is none of ours.
struct ServerProblem: Error, Sendable {
    let error: SyncError

    private struct Body: Decodable {
        var title: String?
        var detail: String?
        var code: String?
        var hint: String?
        var retry: String?
    }

    init(_ error: SyncError) { self.error = error }

    /// - Parameter response: with a status other than 200.
    init(_ response: HTTPResponse, _ language: Language) {
        let type = response.headers["Content-Type"]?.lowercased() ?? ""
        let retry: SyncError.Retry = [408, 429].contains(response.status) || response.status >= 500 ? .later : .never
        if type.hasPrefix("application/problem+json"), let body = try? JSONDecoder().decode(Body.self, from: Data(response.body)) {
            error = SyncError(
                body.code ?? "server.problem", body.detail ?? body.title ?? "HTTP \(response.status)", hint: body.hint ?? "",
                retry: body.retry.flatMap { SyncError.Retry(rawValue: $0) } ?? retry, status: response.status)
        } else {
            error = SyncError(
                "server.status",
                language(
                    en: "The server answered with HTTP status \(response.status).",
                    nl: "De server antwoordde met HTTP-status \(response.status)."),
                hint: retry == .later
                    ? language(en: "Your work is kept; try again later.", nl: "Het werk is bewaard; probeer het later opnieuw.")
                    : language(en: "Check that the address is that of a Wijk server.", nl: "Kijk of het adres van een Wijk-server is."),
                retry: retry, status: response.status)
        }
    }

    static func notOurs(_ language: Language) -> ServerProblem {
        ServerProblem(
            SyncError(
                "server.answer", language(en: "The answer is not that of a Wijk server.", nl: "Het antwoord is niet van een Wijk-server."),
                hint: language(
                    en: "Check the address, and whether something stands in between.",
                    nl: "Kijk naar het adres, en of er iets tussen zit.")))
    }
}
