import SyncCore

/// An error as one line, or two: what went wrong, what to do, and its code for scripts.
enum ErrorText {
    static func text(of error: any Error, _ language: Language) -> String {
        switch error {
        case let error as ClientError:
            error.status == .interrupted ? error.message : line(error.message, error.hint, error.code)
        case let error as Violation: line(error.message(dutch: language == .dutch), "", error.code)
        case let error as CSVError: error.message(in: language)
        case let error as TransportError: line(error.message, hint(error, language), error.code)
        case let error as ServerProblem:
            ServerText.text(of: error.error, language).map { line($0.message, $0.hint, error.error.code) }
                ?? line(error.error.message, error.error.hint, error.error.code)
        case let error as SyncError: line(translated(error, language), hint(error, language), error.code)
        case let error as OutputError:
            error == .closed
                ? ""
                : language(
                    en: "The output cannot be written: disk full?",
                    nl: "De uitvoer kan niet worden geschreven: schijf vol?")
        default: "\(error)"
        }
    }

    private static func line(_ message: String, _ hint: String, _ code: String) -> String {
        let end = message.last.map { ".:!?".contains($0) } ?? true
        return message + (hint.isEmpty ? "" : (end ? " " : ". ") + hint) + " [\(code)]"
    }

    private static func hint(_ error: TransportError, _ language: Language) -> String {
        language(en: error.hint, nl: hints[error.code] ?? error.hint)
    }

    private static func hint(_ error: SyncError, _ language: Language) -> String {
        language(en: error.hint, nl: hints[error.code] ?? error.hint)
    }

    private static func translated(_ error: SyncError, _ language: Language) -> String {
        language(en: error.message, nl: messages[error.code] ?? error.message)
    }

    private static let messages: [String: String] = [
        "storage.full": "De schijf met de replica is vol; er is niets veranderd.",
        "storage.busy": "Een ander programma schrijft in de replica en was niet op tijd klaar; er is niets veranderd.",
        "storage.read-only": "In de replica kan niet worden geschreven; er is niets veranderd.",
        "storage.damaged": "Het bestand van de replica is beschadigd, of is geen replica.",
        "storage.foreign": "Het bestand is een database van een ander programma; het is gelaten zoals het is.",
        "storage.newer": "De replica is geschreven door een nieuwere versie van Wijk; zij is gelaten zoals zij is.",
        "storage.unreadable": "Het bestand van de replica kan niet worden geopend.",
        "record.elsewhere": "Dit gegeven ligt in een ander gebied.",
        "write.move-area": "Deze replica houdt dat gebied niet bij; het gegeven kan er niet heen.",
        "write.move": "Een nieuw gegeven wordt in zijn eigen gebied geschreven, niet verplaatst.",
    ]

    private static let hints: [String: String] = [
        "storage.full": "Maak ruimte en probeer het opnieuw.",
        "storage.busy": "Probeer het opnieuw.",
        "storage.read-only": "Kijk van wie de map is en of er geschreven mag worden.",
        "storage.damaged": "Bewaar het bestand. `wijkclient controleren` zegt wat eraan schort.",
        "storage.foreign": "Noem een andere plaats voor de replica.",
        "storage.newer": "Gebruik die versie.",
        "storage.unreadable": "Kijk naar het pad en de rechten.",
        "transport.resolve": "Kijk naar het netwerk en de naam van de server; het werk is bewaard en kan later worden verstuurd.",
        "transport.connect": "Kijk of het netwerk er is en de server draait; het werk is bewaard en kan later worden verstuurd.",
        "transport.timeout": "Netwerk of server is traag; probeer het later opnieuw. Het werk is bewaard.",
        "transport.tls": "Kijk naar de klok en de certificaten (SSL_CERT_FILE); ga niet door over een netwerk dat u niet vertrouwt.",
        "transport.interrupted": "Probeer het opnieuw: wat al verwerkt was, gebeurt niet dubbel.",
        "transport.insecure": "Gebruik https://; http:// is alleen voor een server op deze machine.",
        "transport.url": "Geef het adres van de server als https://naam of https://naam:poort.",
        "write.move-area": "Beide gebieden moeten van u zijn. Zie: wijkclient gebieden.",
        "sync.stuck": "Het werk op dit apparaat is bewaard. Vertel het de beheerder.",
        "sync.differs": "Het werk op dit apparaat is bewaard. Geef `wijkclient controleren`, en vertel het de beheerder.",
    ]
}
