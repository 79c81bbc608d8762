import ArgumentParser
import Glibc
import SyncCore

struct EnrollCommand: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "enroll", ["aanmelden"], en: "Enrol this device with a server, with the code of an invitation.",
            nl: "Meld dit apparaat aan bij een server, met de code van een uitnodiging.",
            example: ["enroll https://wijk.example.nl --code ABCD-EFGH --device tablet-3"],
            json:
                "server, device, deviceName, person{id, name}, municipality, areaSet, areas[{code, name}], pending, outside[{code, pending}]",
            more: (
                en:
                    "What was recorded before is adopted. If the answer gets lost, say the same again. A device whose access has ended enrols again with a new code for the same person; what it had not sent is sent then.",
                nl:
                    "Wat eerder is vastgelegd, wordt meegenomen. Gaat het antwoord verloren, geef de opdracht dan nog eens. Een apparaat waarvan de toegang is beëindigd, meldt zich opnieuw aan met een nieuwe code voor dezelfde persoon; wat nog niet was verstuurd, wordt dan verstuurd."
            ))
    }

    @Argument(help: .both("The server's address, https://…", "Het adres van de server, https://…"))
    var url: String
    @Option(name: .long, help: .both("The one-time code of the invitation.", "De eenmalige code van de uitnodiging."))
    var code: String
    @Option(
        name: .long, parsing: .unconditional,
        help: .both(
            "A name for this device (else the machine's).",
            "Een naam voor dit apparaat (anders die van de machine)."))
    var device: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let language = client.language
        _ = try ServerURL(url)
        let replica = try client.openToWrite()
        try refuseSecond(replica, language)
        let name = String(NFC.normalize(device ?? Self.hostName()).prefix(100))
        var exchange = EnrolmentExchange(device: replica, language: language)
        Interruption.listen()
        let answer: [UInt8]
        do { answer = try ask(exchange, name, replica, client) } catch {
            try Interruption.check(language)
            throw error
        }
        let (enrolment, foreignEpoch) = try exchange.accept(answer, server: url, code: code, name: name)
        try tell(enrolment, exchange.granted, replica, client)
        if foreignEpoch {
            client.streams.message(
                language(
                    en: "This replica has synced with other data than the server holds now; the next sync will say what to do.",
                    nl: "Deze replica is gelijk geweest met andere gegevens dan de server nu heeft; de volgende sync zegt wat te doen."),
                .warning)
        }
    }

    /// Asks once more under a new incarnation when this one is another device's: the replica came here with an image that others have
    /// as well, or its token stayed elsewhere.
    private func ask(_ exchange: EnrolmentExchange, _ name: String, _ device: Device, _ client: Client) throws -> [UInt8] {
        let connection = try ServerConnection(url, client.language)
        do { return try connection.enroll(try exchange.question(code: code, name: name)) } catch let problem as ServerProblem
            where problem.error.code == "identity.foreign"
        {
            let hadPast = try device.replica.written() > 0
            let kept = try device.replica.takeNewLife()
            if hadPast { client.tellNewLife(kept: kept) }
            return try connection.enroll(try exchange.question(code: code, name: name))
        }
    }

    /// The same server again: the answer got lost, or the token did, or its time is over. Whether the code is for the same person,
    /// the server checks.
    private func refuseSecond(_ device: Device, _ language: Language) throws {
        guard let known = device.enrolment else { return }
        if known.server == url { return }
        throw ClientError(
            .cannotCreate, "device.enrolled",
            language(
                en: "This replica is already enrolled with \(known.server), as \(known.deviceName) of \(known.person.name).",
                nl: "Deze replica is al aangemeld bij \(known.server), als \(known.deviceName) van \(known.person.name)."),
            hint: language(en: "Choose another folder with --replica.", nl: "Kies een andere map met --replica."))
    }

    private func tell(_ enrolment: Enrolment, _ granted: [String], _ device: Device, _ client: Client) throws {
        let language = client.language
        let pending = try device.replica.pendingCount()
        let outside = try pendingOutside(granted, device)
        let areas = try device.store.areas().filter { granted.contains($0.code) }
        if client.json {
            try client.write { writer in
                writer.member("server", enrolment.server)
                writer.member("device", enrolment.device)
                writer.member("deviceName", enrolment.deviceName)
                writer.object("person") { writer in
                    writer.member("id", enrolment.person.id)
                    writer.member("name", enrolment.person.name)
                }
                writer.member("municipality", enrolment.municipality)
                writer.member("areaSet", enrolment.areaSet)
                writer.array("areas", areas) { area, writer in
                    writer.beginObject()
                    writer.member("code", area.code)
                    writer.member("name", area.name)
                    writer.endObject()
                }
                writer.member("pending", pending)
                writer.array("outside", outside) { part, writer in
                    writer.beginObject()
                    writer.member("code", part.code)
                    writer.member("pending", part.count)
                    writer.endObject()
                }
            }
        } else {
            let names = areas.map { "\($0.name) (\($0.code))" }.joined(separator: ", ")
            try client.streams.write(
                SafeText.singleLine(
                    language(
                        en: "Enrolled as \(enrolment.deviceName) of \(enrolment.person.name), for \(names). Now: wijkclient sync.",
                        nl: "Aangemeld als \(enrolment.deviceName) van \(enrolment.person.name), voor \(names). Nu: wijkclient sync."))
                    + "\n")
        }
        for (code, count) in outside {
            client.streams.message(
                language(
                    en:
                        "\(count) writes are waiting in \(code), to which this device has no right: the server will refuse them; they stay readable here.",
                    nl:
                        "Er wachten \(count) wijzigingen in \(code), waarop dit apparaat geen recht heeft: de server zal ze weigeren; hier blijven ze leesbaar."
                ), .warning)
        }
    }

    /// How many own ops wait in each area that was not given.
    private func pendingOutside(_ granted: [String], _ device: Device) throws -> [(code: String, count: Int)] {
        let own = try device.replica.own()
        var counts: [Int: Int] = [:]
        try device.store.ownOps(after: own.chain.k, actor: own.number) { op in
            counts[op.area, default: 0] += 1
            return true
        }
        return try device.store.areas().compactMap { area in
            guard let count = counts[area.number], !granted.contains(area.code) else { return nil }
            return (area.code, count)
        }
    }

    private static func hostName() -> String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&bytes, 255) == 0 else { return "device" }
        let name = String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return name.isEmpty ? "device" : name
    }
}
