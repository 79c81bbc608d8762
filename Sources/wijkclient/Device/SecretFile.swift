import Glibc

/// A small file that only its owner may read: a token, a key. It is never read by way of a symbolic link, nor when others could
/// have read or written it.
struct SecretFile: Sendable {
    let path: String

    private static let maximumBytes = 4_096

    /// The text without white space at its ends; `nil` when there is no such file.
    func read(_ language: Language) throws -> String? {
        let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            if errno == ELOOP { throw refusal(language, en: "is a symbolic link", nl: "is een symbolische koppeling") }
            throw failure(errno, language)
        }
        defer { _ = close(descriptor) }
        var information = stat()
        guard unsafe fstat(descriptor, &information) == 0 else { throw failure(errno, language) }
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw refusal(
                language,
                en: "is no ordinary file",
                nl: "is geen gewoon bestand")
        }
        guard information.st_mode & 0o077 == 0 else {
            throw refusal(language, en: "can be read by others; say: chmod 600", nl: "is leesbaar voor anderen; geef: chmod 600")
        }
        guard information.st_uid == geteuid() else { throw refusal(language, en: "belongs to somebody else", nl: "is van iemand anders") }
        var bytes = [UInt8](repeating: 0, count: Self.maximumBytes)
        let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw failure(errno, language) }
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        return String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }

    /// Writes the file anew (0600), complete or not at all.
    func write(_ text: String, _ language: Language) throws {
        try NewFile.write(Array((text + "\n").utf8), to: path, code: "secret.file", language)
    }

    private func refusal(_ language: Language, en: String, nl: String) -> ClientError {
        ClientError(
            .notEnrolled, "secret.unsafe",
            language(
                en: "\(path) \(en); it is not used.",
                nl: "\(path) \(nl); het wordt niet gebruikt."))
    }

    private func failure(_ code: Int32, _ language: Language) -> ClientError {
        let reason = unsafe String(cString: strerror(code))
        return ClientError(.inputOutput, "secret.file", "\(path): \(reason)")
    }
}
