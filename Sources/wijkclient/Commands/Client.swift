import ArgumentParser
import SyncCore

/// What a running command works with: its voices, its language, and where its replica is.
struct Client {
    let streams: StandardStreams
    let environment: Environment
    let folder: ReplicaFolder
    let json: Bool

    var language: Language { streams.language }

    init(_ options: CommonOptions, environment: Environment = .process) throws {
        self.environment = environment
        streams = StandardStreams(environment: environment)
        folder = try ReplicaFolder(option: options.replica, environment: environment)
        json = options.json
    }

    func openToWrite() throws -> Device {
        let device = try Device.writing(folder, language)
        if let newLife = device.newLife, newLife.hadPast { tellNewLife(kept: newLife.kept) }
        return device
    }

    /// The replica, and what is needed to sync it.
    func openToSync() throws -> (device: Device, enrolment: Enrolment, token: String) {
        let device = try openToWrite()
        guard let enrolment = device.enrolment, let token = try folder.token.read(language) else {
            throw ClientError(
                .notEnrolled, "device.not-enrolled", language(en: "This device is not enrolled.", nl: "Dit apparaat is niet aangemeld."),
                hint: language(
                    en: "Say: wijkclient enroll URL --code CODE. Your work is kept.",
                    nl: "Geef: wijkclient aanmelden URL --code CODE. Het werk is bewaard."))
        }
        return (device, enrolment, token)
    }

    /// One sentence, whoever found it out: the tripwire, or the server.
    func tellNewLife(kept: Int) {
        streams.message(
            language(
                en:
                    "This replica was copied, or it or the server was put back from a backup: it goes on as a replica of its own. \(kept) unsent writes were kept.",
                nl:
                    "Deze replica is gekopieerd, of hij of de server is teruggezet: hij gaat verder als een eigen replica. \(kept) onverstuurde wijzigingen zijn behouden."
            ),
            .warning)
    }

    func openToRead() throws -> Device { try Device.reading(folder, language) }

    /// One JSON document and a line break.
    func write(_ body: (inout JSONWriter) throws -> Void) throws {
        var writer = JSONWriter(.pretty)
        writer.beginObject()
        try body(&writer)
        writer.endObject()
        try streams.write(writer.bytes + [0x0A])
    }
}

/// A command over a replica. What it wrote before an error is written out before the error is told.
protocol ClientCommand: ParsableCommand {
    var common: CommonOptions { get }
    func run(_ client: Client) throws
}

extension ClientCommand {
    mutating func run() throws {
        let client = try Client(common)
        do { try run(client) } catch {
            try? client.streams.flush()
            throw error
        }
        try client.streams.flush()
    }
}
