import SyncCore

@testable import wijkclient

/// Many revisions without as many processes: the client's own code, in this process.
enum Revisions {
    /// Gives every finding of the tablet so many new remarks, one after the other.
    static func write(_ count: Int, on tablet: Tablet) throws {
        let folder = try ReplicaFolder(option: tablet.folder, environment: Environment([:]))
        let device = try Device.writing(folder, .english)
        let ids = try tablet.findings().compactMap { RecordID($0.id) }
        for number in 1...count {
            for start in stride(from: 0, to: ids.count, by: 500) {
                try device.replica.write(
                    ids[start..<min(start + 500, ids.count)].map {
                        Draft(
                            record: $0, kind: 3, area: Site.overvecht,
                            writes: [Op.FieldWrite(6, .text("Opmerking \(number) bij een melding die vaak is bijgewerkt"))])
                    })
            }
        }
    }
}
