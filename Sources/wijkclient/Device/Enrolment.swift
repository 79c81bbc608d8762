import FoundationEssentials
import SyncCore
import WijkDomain

/// What a device remembers of its enrolment; the fact `enrolment` of its replica.
struct Enrolment: Codable, Equatable, Sendable {
    struct Person: Codable, Equatable, Sendable {
        var id: String
        var name: String
    }

    /// The server's address, as given.
    var server: String
    /// The id that the server gave this device.
    var device: String
    var deviceName: String
    var person: Person
    /// The profile's name, `utrecht`.
    var municipality: String
    var areaSet: String
    /// SHA-256 of the code, to tell a second try with the same code from another enrolment. The code itself is not kept.
    var codeHash: String

    static func read(from store: any ReplicaStore) throws -> Enrolment? {
        guard let bytes = try store.fact(.enrolment) else { return nil }
        return try? JSONDecoder().decode(Enrolment.self, from: Data(bytes))
    }

    func save(in store: any ReplicaStore) throws {
        try store.setFact(.enrolment, Array(try JSONEncoder().encode(self)))
    }

    /// The areas that the municipality is divided into; none for a municipality that this version does not know.
    var knownAreas: [Area] {
        guard let municipality = Municipality(rawValue: municipality), let set = AreaSet(rawValue: areaSet) else { return [] }
        return set.areas(of: municipality)
    }
}

/// When the last sync that came to its end did so, and what was measured; the fact `lastSync`.
struct LastSync: Codable, Equatable, Sendable {
    /// Milliseconds since 1970 by this device's clock.
    var finished: Int64
    /// Milliseconds that the server's clock is ahead of this device's.
    var skew: Int64
    var requests: Int
    /// Bytes of HTTP, headers included.
    var sentBytes: Int
    var receivedBytes: Int

    static func read(from store: any ReplicaStore) throws -> LastSync? {
        guard let bytes = try store.fact(.lastSync) else { return nil }
        return try? JSONDecoder().decode(LastSync.self, from: Data(bytes))
    }

    func save(in store: any ReplicaStore) throws {
        try store.setFact(.lastSync, Array(try JSONEncoder().encode(self)))
    }
}
