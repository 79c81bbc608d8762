/// What this program itself has to object: which thing, and what to do now. The code is stable, the words are in the user's language.
struct ClientError: Error, Sendable {
    let code: String
    let message: String
    let hint: String
    let status: ExitStatus

    init(_ status: ExitStatus, _ code: String, _ message: String, hint: String = "") {
        self.status = status
        self.code = code
        self.message = message
        self.hint = hint
    }
}
