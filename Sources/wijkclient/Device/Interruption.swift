import Glibc
import Synchronization

/// Ctrl-C and SIGTERM as a question that is asked where stopping is safe.
enum Interruption {
    private static let flag = Atomic<Bool>(false)

    static var isAsked: Bool { flag.load(ordering: .relaxed) }

    /// From now on the signals set the flag and nothing else; a second Ctrl-C ends the process at once, which is safe too.
    static func listen() {
        _ = flag.load(ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            var action = sigaction()
            unsafe action.__sigaction_handler.sa_handler = { _ in Interruption.flag.store(true, ordering: .relaxed) }
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
            _ = unsafe sigaction(number, &action, nil)
        }
    }

    /// - Throws: the error of status 130 when a signal came.
    static func check(_ language: Language) throws {
        guard isAsked else { return }
        throw ClientError(
            .interrupted, "interrupted",
            language(en: "interrupted; everything stored so far is kept", nl: "onderbroken; alles wat al was opgeslagen, is bewaard"))
    }
}
