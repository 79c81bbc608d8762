import Glibc
import SyncCore

/// The file `replica.tripwire`, made anew at each write and put in place complete or not at all.
///
///     wijk tripwire 1
///     incarnation 32 digits
///     written N
///     database INODE BIRTH
///     self INODE BIRTH
struct TripwireFile: Sendable {
    let path: String

    private static let title = "wijk tripwire 1"
    private static let maximumBytes = 512

    /// `nil` when there is none, or what lies there cannot be read as one.
    func read() -> Tripwire.Found? {
        let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { _ = close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Self.maximumBytes)
        let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
        guard count > 0, let readFrom = FileIdentity(descriptor: descriptor) else { return nil }
        return Self.parse(String(decoding: bytes[..<count], as: UTF8.self), readFrom: readFrom)
    }

    static func parse(_ text: String, readFrom: FileIdentity) -> Tripwire.Found? {
        let lines = text.split(separator: "\n")
        guard lines.first == title[...] else { return nil }
        var values: [Substring: Substring] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2 { values[parts[0]] = parts[1] }
        }
        guard let incarnation = values["incarnation"].flatMap({ Hex.decode(String($0)) }).flatMap({ Incarnation(bytes: $0) }),
            let written = values["written"].flatMap({ UInt64($0) }), let database = values["database"].flatMap({ FileIdentity(text: $0) }),
            let writtenTo = values["self"].flatMap({ FileIdentity(text: $0) })
        else { return nil }
        return Tripwire.Found(
            tripwire: Tripwire(incarnation: incarnation, written: written, database: database), writtenTo: writtenTo, readFrom: readFrom)
    }

    static func text(_ tripwire: Tripwire, in file: FileIdentity) -> String {
        """
        \(title)
        incarnation \(tripwire.incarnation)
        written \(tripwire.written)
        database \(tripwire.database.text)
        self \(file.text)

        """
    }

    /// Writes the file beside its place: what can fail, fails here. Flushed, so that after a power cut there is the old one or the new
    /// one, and never an empty one.
    ///
    /// - Throws: `ClientError` when it cannot be written; what lies in its place is unchanged.
    func prepare(_ tripwire: Tripwire, _ language: Language) throws -> Prepared {
        let new = path + ".new"
        _ = unsafe unlink(new)
        let descriptor = unsafe open(new, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(errno, language) }
        defer { _ = close(descriptor) }
        guard let file = FileIdentity(descriptor: descriptor) else { throw failure(errno, language) }
        let prepared = Prepared(path: new, place: path, file: file)
        do { try prepared.fill(tripwire, descriptor) } catch let error as Failure { throw failure(error.number, language) }
        return prepared
    }

    /// Notes what was committed. When that fails, the older one stays, which says less than it could and nothing wrong.
    func write(_ tripwire: Tripwire) { try? prepare(tripwire, .english).put() }

    struct Failure: Error {
        let number: Int32
    }

    private func failure(_ number: Int32, _ language: Language) -> ClientError {
        let reason = unsafe String(cString: strerror(number))
        return ClientError(
            .inputOutput, "tripwire.file",
            language(
                en: "\(path) cannot be written: \(reason). Nothing was changed.",
                nl: "\(path) kan niet worden geschreven: \(reason). Er is niets veranderd."),
            hint: language(
                en: "It tells a copied replica from its original; make room, or mend the permissions.",
                nl: "Het onderscheidt een gekopieerde replica van het origineel; maak ruimte, of herstel de rechten."))
    }

    /// A tripwire that only has to be put in its place.
    struct Prepared {
        let path: String
        let place: String
        let file: FileIdentity

        fileprivate func fill(_ tripwire: Tripwire, _ descriptor: Int32) throws {
            let bytes = Array(TripwireFile.text(tripwire, in: file).utf8)
            guard unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
                throw Failure(number: errno)
            }
        }

        func put() { _ = unsafe rename(path, place) }
    }
}
