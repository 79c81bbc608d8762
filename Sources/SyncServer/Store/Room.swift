internal import Glibc
internal import SyncCore

/// What does not fit on a disk, and how much it lacks.
enum Room {
    /// - Parameters:
    ///   - what: what cannot be done now, and with which file.
    ///   - bytes: what it needs in the folder, about.
    static func lacking(_ what: String, _ bytes: Int, in folder: String, hint: String) -> SyncError {
        let free = free(in: folder)
        // With room on the disk it is a quota, or a limit on the size of files.
        let reason = free.map { $0 >= bytes } == true ? "it may not grow to the size that it needs" : "the disk is full"
        let found = free.map { ", and \(megabytes($0, roundedUp: false)) MB are free" } ?? ""
        return SyncError(
            "storage.full",
            "\(what): \(reason). About \(megabytes(bytes, roundedUp: true)) MB are needed in \(folder)\(found). Nothing was changed.",
            hint: hint,
            retry: .later, status: 507)
    }

    /// Whether a system call failed for want of room.
    static func isLacking(_ number: Int32) -> Bool { [ENOSPC, EDQUOT, EFBIG].contains(number) }

    /// What anybody but root may still write.
    private static func free(in folder: String) -> Int? {
        var information = statvfs()
        guard unsafe statvfs(folder, &information) == 0 else { return nil }
        return Int(information.f_bavail) * Int(information.f_frsize)
    }

    /// With one decimal.
    private static func megabytes(_ bytes: Int, roundedUp: Bool) -> String {
        let tenths = (bytes * 10 + (roundedUp ? (1 << 20) - 1 : 0)) >> 20
        return "\(tenths / 10).\(tenths % 10)"
    }
}
