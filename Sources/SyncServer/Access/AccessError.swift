internal import SyncCore

/// Why somebody is not let in. Each says that the device's work is safe, and the one thing to do.
enum AccessError {
    private static let again =
        "The work on this device is safe. Ask the administrator for a new code and enrol this device again: then it is sent."

    static let unknown = SyncError("access.token", "The server does not know this device (any more).", hint: again, status: 401)

    static let revoked = SyncError("access.revoked", "The administrator has ended this device's access.", hint: again, status: 401)

    static func expired(_ end: Int64) -> SyncError {
        SyncError("access.expired", "This device's access ended at \(Instant.text(end)).", hint: again, status: 401)
    }

    static let code = SyncError(
        "enrol.code", "This code is not valid (any more).", hint: "Ask the administrator for a new invitation.", status: 403)

    static let person = SyncError(
        "enrol.person", "This replica is enrolled for another person than the code is for.",
        hint: "Ask for a code for the same person, or start a new replica.", status: 403)
}
