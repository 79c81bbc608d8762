internal import FoundationEssentials
internal import SyncCore
internal import WijkDomain

/// Which municipality a server is for, and which set of areas it uses.
struct ServerProfile: Codable, Sendable {
    let municipality: String
    let areaSet: String

    static func load(_ store: any ReplicaStore) throws -> ServerProfile {
        guard let bytes = try store.fact(.profile), let profile = try? JSONDecoder().decode(ServerProfile.self, from: Data(bytes)) else {
            throw SyncError("server.uninitialised", "The server's data has no profile.", hint: "Run `wijkserver init`.", status: 500)
        }
        return profile
    }

    func save(_ store: any ReplicaStore) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try store.setFact(.profile, Array(try encoder.encode(self)))
    }
}
