import FoundationEssentials
import SyncCore

/// What a device asks and is told when it enrols.
struct EnrolmentExchange {
    struct Question: Encodable {
        var code: String
        var deviceKey: String
        var deviceName: String
        var incarnation: String
    }

    struct Answer: Decodable {
        struct Area: Decodable {
            var code: String
            var name: String
        }

        var device: String
        var token: String
        var person: Enrolment.Person
        var municipality: String
        var areaSet: String
        var areas: [Area]
        var epoch: String
        var serverKey: String
    }

    let device: Device
    let language: Language

    func question(code: String, name: String) throws -> [UInt8] {
        let question = Question(
            code: code, deviceKey: try key(), deviceName: name, incarnation: "\(try device.replica.own().incarnation)")
        return Array(try JSONEncoder().encode(question))
    }

    /// The device's key: 32 random bytes, made once and before anything is sent.
    private func key() throws -> String {
        if let known = try device.folder.deviceKey.read(language), Hex.decode(known)?.count == 32 { return known }
        var generator = SystemRandomNumberGenerator()
        let key = Hex.encode((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
        try device.folder.deviceKey.write(key, language)
        return key
    }

    /// Stores what the server said: first the token, then all facts in one transaction, so that a device with facts has a token.
    mutating func accept(_ body: [UInt8], server: String, code: String, name: String) throws -> (enrolment: Enrolment, foreignEpoch: Bool) {
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)),
            let epoch = Hex.decode(answer.epoch).flatMap({ Epoch(bytes: $0) }), let serverKey = Hex.decode(answer.serverKey),
            serverKey.count == 32,
            !answer.token.isEmpty, answer.token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            answer.areas.allSatisfy({ !$0.code.isEmpty && $0.code.utf8.count <= Limits.areaBytes })
        else { throw ServerProblem.notOurs(language) }
        let enrolment = Enrolment(
            server: server, device: answer.device, deviceName: name, person: answer.person, municipality: answer.municipality,
            areaSet: answer.areaSet, codeHash: Self.hash(code))
        try device.folder.token.write(answer.token, language)
        let store = device.store
        let foreignEpoch = try store.transaction {
            try enrolment.save(in: store)
            try store.setFact(.serverKey, serverKey)
            let known = try device.replica.epoch()
            if known == nil { try store.setFact(.epoch, epoch.bytes) }
            for area in answer.areas {
                var state = try device.replica.ensureArea(area.code, name: area.name)
                state.name = area.name
                try store.save(state)
            }
            var own = try device.replica.own()
            own.device = name
            own.person = answer.person.name
            try store.save(own)
            return known != nil && known != epoch
        }
        granted = answer.areas.map(\.code)
        return (enrolment, foreignEpoch)
    }

    /// The areas that the server gave.
    private(set) var granted: [String] = []

    static func hash(_ code: String) -> String { Hex.encode(Hash.sha256(Array(code.utf8))) }
}
