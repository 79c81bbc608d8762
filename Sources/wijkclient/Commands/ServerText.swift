import SyncCore

/// What a person can do about a server's objection, said in this program's own words: which command helps.
enum ServerText {
    /// `nil` for an objection of which the server's own words are the best there are.
    static func text(of error: SyncError, _ language: Language) -> (message: String, hint: String)? {
        guard let message = messages[error.code] else { return nil }
        return (language(en: error.message, nl: message), language(en: enrolAgain.english, nl: enrolAgain.dutch))
    }

    private static let messages = [
        "access.expired": "De toegang van dit apparaat is verlopen.",
        "access.revoked": "De beheerder heeft de toegang van dit apparaat ingetrokken.",
        "access.token": "De server kent dit apparaat niet (meer).",
    ]

    private static let enrolAgain = (
        english:
            "The work on this device is safe: ask the administrator for a new code and say `wijkclient enroll URL --code CODE`; then it is sent.",
        dutch:
            "Het werk op dit apparaat is bewaard: vraag de beheerder om een nieuwe code en geef `wijkclient aanmelden URL --code CODE`; daarna wordt het verstuurd."
    )
}
