internal import FoundationEssentials
internal import Hummingbird
internal import SyncCore

/// `POST /v1/enroll`: a one-time code for a token (docs/PROTOCOL.md).
struct EnrollHandler: Sendable {
    let writer: WritingLane
    let profile: ServerProfile
    let serverKey: [UInt8]

    private struct Asked: Decodable {
        let code: String
        let deviceKey: String
        let deviceName: String
        let incarnation: String
    }

    func handle(_ request: Request) async throws -> Response {
        let bytes = try await Body.read(request, type: "application/json", limit: 16_384)
        guard let asked = try? JSONDecoder().decode(Asked.self, from: Data(bytes)) else {
            throw SyncError("enrol.form", "The request must be JSON with code, deviceKey, deviceName and incarnation, all text.")
        }
        guard let key = Hex.decode(asked.deviceKey), key.count == 32 else {
            throw SyncError("enrol.key", "deviceKey must be 64 hexadecimal digits.")
        }
        guard let incarnation = Hex.decode(asked.incarnation).flatMap({ Incarnation(bytes: $0) }) else {
            throw SyncError("enrol.incarnation", "incarnation must be 32 hexadecimal digits.")
        }
        let name = NFC.normalize(asked.deviceName)
        guard (1...Limits.nameBytes).contains(name.utf8.count),
            FieldType.text(maximum: Limits.nameBytes, lines: false).violation(of: .text(name)) == nil
        else {
            throw SyncError("enrol.name", "deviceName must be 1 to \(Limits.nameBytes) bytes of plain text.")
        }
        let enrolled = try await writer.perform { desk in
            let enrolled = try desk.access.enroll(code: asked.code, deviceKey: key, name: name, now: Clock.now())
            try Self.register(incarnation, enrolled, desk)
            return (enrolled, desk.service.epoch)
        }
        return Body.response(json(enrolled.0, enrolled.1), type: "application/json", for: request)
    }

    /// From here on nobody else can speak under the device's incarnation (I14).
    private static func register(_ incarnation: Incarnation, _ enrolled: AccessStore.Enrolled, _ desk: Desk) throws {
        if let known = try desk.store.findActor(incarnation) {
            guard known.device == enrolled.device else {
                throw SyncError(
                    "identity.foreign", "This incarnation belongs to another device.", hint: "Start a new replica.", status: 403)
            }
            return
        }
        var actor = try desk.store.actor(incarnation)
        actor.device = enrolled.device
        actor.person = enrolled.person.name
        try desk.store.save(actor)
    }

    private func json(_ enrolled: AccessStore.Enrolled, _ epoch: Epoch) -> [UInt8] {
        var json = JSONWriter(.compact)
        json.beginObject()
        for (key, value) in [("device", enrolled.device), ("token", enrolled.token)] {
            json.key(key)
            json.string(value)
        }
        json.key("person")
        json.beginObject()
        json.key("id")
        json.string(enrolled.person.id)
        json.key("name")
        json.string(enrolled.person.name)
        json.endObject()
        for (key, value) in [
            ("municipality", profile.municipality), ("areaSet", profile.areaSet), ("epoch", epoch.description),
            ("serverKey", Hex.encode(serverKey)),
        ] {
            json.key(key)
            json.string(value)
        }
        json.key("areas")
        json.beginArray()
        for area in enrolled.areas {
            json.beginObject()
            json.key("code")
            json.string(area.code)
            json.key("name")
            json.string(area.name)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.bytes
    }
}
