import Glibc

/// A small disk in memory, gone with this value; needs the right to mount.
final class SmallDisk {
    let path: String

    init?(_ path: String, megabytes: Int) {
        self.path = path
        guard unsafe mkdir(path, 0o700) == 0, unsafe mount("none", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else { return nil }
    }

    deinit {
        _ = unsafe umount2(path, Int32(MNT_DETACH))
        _ = unsafe rmdir(path)
    }

    static let canMount = SmallDisk("/tmp/wijk-mount-\(UInt64.random(in: 0 ... .max))", megabytes: 1) != nil
}
