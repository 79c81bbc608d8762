internal import FoundationEssentials
internal import Hummingbird
internal import SyncCore
internal import WijkDomain

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
        let body = try Body(request, type: "application/json", limit: 16_384)
        let bytes = try await body.unpacked(body.bytes())
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
            let areas = Set(enrolled.areas.map(\.code))
            for area in try desk.store.areas() where !areas.contains(WithheldArea.base(of: area.code)) {
                try desk.service.withdraw(area: area.code, device: enrolled.device)
            }
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
        json.object { json in
            json.member("device", enrolled.device)
            json.member("token", enrolled.token)
            json.object("person") { json in
                json.member("id", enrolled.person.id)
                json.member("name", enrolled.person.name)
            }
            json.member("municipality", profile.municipality)
            json.member("areaSet", profile.areaSet)
            json.member("epoch", epoch.description)
            json.member("serverKey", Hex.encode(serverKey))
            json.array("areas", enrolled.areas) { area, json in
                json.object { json in
                    json.member("code", area.code)
                    json.member("name", area.name)
                }
            }
        }
        return json.bytes
    }
}
