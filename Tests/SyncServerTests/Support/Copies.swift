import FoundationEssentials
import Glibc
import Testing

@testable import wijkclient

/// What people do with the files of a replica.
extension Tablet {
    /// `cp -r` of the folder.
    func copied(to other: Tablet) throws -> Tablet {
        try Files.copy(folder, to: other.folder)
        return other
    }

    /// As a disk image is cloned: nothing in the folder says that it is another one.
    func cloned(to other: Tablet) throws -> Tablet {
        try Files.copy(folder, to: other.folder)
        guard let found = TripwireFile(path: folder + "/replica.tripwire").read(), let database = FileIdentity(path: other.database) else {
            throw Failure("\(name) has no tripwire")
        }
        var tripwire = found.tripwire
        tripwire.database = database
        TripwireFile(path: other.folder + "/replica.tripwire").write(tripwire)
        return other
    }

    /// Writes every file of a backup over the one that is there, as `cp -r backup/. folder` does.
    func putBack(from backup: String) throws {
        for name in try Files.list(backup) {
            let bytes = try Files.bytes("\(backup)/\(name)")
            let descriptor = unsafe open("\(folder)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            defer { _ = close(descriptor) }
            guard descriptor >= 0, unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw Failure("no \(name)") }
        }
    }

    /// The descriptions of all findings, sorted.
    func texts() throws -> [String] { try findings().compactMap(\.fields.description).sorted() }

    /// Adds a finding, and says whether the user was told of a copy.
    func addTold(_ text: String) throws -> Bool {
        try good("finding", "add", "-d", text, "--area", Site.overvecht).errors.contains("This replica was copied")
    }
}
