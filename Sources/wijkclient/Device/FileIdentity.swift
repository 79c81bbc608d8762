import CFile
import Glibc

/// What tells a file from a copy of it with the same content and name: the moment it was made and its inode number.
///
/// The moment counts where the file system records it: it stays the same over reboots, remounts and moves within the file system,
/// whatever happens to device and inode numbers, and a copy or a restored file has another one. Device numbers and boot ids change in
/// normal use and are not looked at.
struct FileIdentity: Equatable, Sendable {
    var inode: UInt64
    /// Nanoseconds since 1970; 0 when the file system does not say.
    var birth: Int64

    init(inode: UInt64, birth: Int64) {
        self.inode = inode
        self.birth = birth
    }

    /// `nil` when the system does not say.
    init?(descriptor: Int32) { self.init(descriptor, "") }

    /// The file is not opened: closing it again would drop the locks that SQLite holds on it for this process
    /// (https://sqlite.org/howtocorrupt.html, 2.2).
    init?(path: String) { self.init(AT_FDCWD, path) }

    private init?(_ descriptor: Int32, _ path: String) {
        var (inode, birth): (UInt64, Int64) = (0, 0)
        guard unsafe cfile_identity(descriptor, path, &inode, &birth) == 0 else { return nil }
        self.init(inode: inode, birth: birth)
    }

    /// Whether both may be the same file. Where only one of them has a moment (another kernel than last time), nothing can be told.
    func isSame(as other: FileIdentity) -> Bool {
        if birth != 0, other.birth != 0 { return birth == other.birth }
        return birth != 0 || other.birth != 0 || inode == other.inode
    }
}

extension FileIdentity {
    /// `inode birth`.
    var text: String { "\(inode) \(birth)" }

    init?(text: some StringProtocol) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let inode = UInt64(parts[0]), let birth = Int64(parts[1]) else { return nil }
        self.init(inode: inode, birth: birth)
    }
}
