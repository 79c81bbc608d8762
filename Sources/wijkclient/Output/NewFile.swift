import Glibc

/// A file that a command is told to write: complete or not at all, readable by its owner.
enum NewFile {
    /// - Parameter code: of the error when it cannot be written.
    static func write(_ bytes: [UInt8], to path: String, code: String = "output.file", _ language: Language) throws {
        let new = path + ".new"
        _ = unsafe unlink(new)
        let descriptor = unsafe open(new, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path, errno, code, language) }
        let isWritten = unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let reason = errno
        _ = close(descriptor)
        guard isWritten, unsafe rename(new, path) == 0 else {
            let number = isWritten ? errno : reason
            _ = unsafe unlink(new)
            throw failure(path, number, code, language)
        }
    }

    private static func failure(_ path: String, _ number: Int32, _ code: String, _ language: Language) -> ClientError {
        let reason = unsafe String(cString: strerror(number))
        return ClientError(
            .inputOutput, code,
            language(en: "\(path) cannot be written: \(reason).", nl: "\(path) kan niet worden geschreven: \(reason)."))
    }
}
