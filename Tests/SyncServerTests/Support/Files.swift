import FoundationEssentials
import Glibc

enum Files {
    static func bytes(_ path: String) throws -> [UInt8] { try Array(Data(contentsOf: URL(filePath: path))) }

    static func write(_ path: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: path)) }

    /// Writes until nothing fits any more.
    static func fill(_ path: String) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT, 0o600)
        defer { _ = close(descriptor) }
        for size in [65_536, 4_096, 1] {
            let chunk = [UInt8](repeating: 0x2A, count: size)
            while unsafe Glibc.write(descriptor, chunk, size) > 0 {}
        }
    }

    static func copy(_ path: String, to new: String) throws { try FileManager.default.copyItem(atPath: path, toPath: new) }

    static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    static func list(_ folder: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

    static func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// The permission bits.
    static func mode(_ path: String) throws -> UInt32 {
        var information = stat()
        guard unsafe stat(path, &information) == 0 else { throw Failure("there is no \(path)") }
        return information.st_mode & 0o7777
    }

    /// Whether the bytes of the text are anywhere in the file.
    static func contains(_ path: String, _ text: String) throws -> Bool {
        try contains(path, Array(text.utf8))
    }

    /// The same for bytes that are given as hexadecimal digits.
    static func contains(_ path: String, raw hex: String) throws -> Bool {
        let digits = Array(hex.utf8)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
        return try contains(path, bytes)
    }

    private static func contains(_ path: String, _ needle: [UInt8]) throws -> Bool {
        let hay = try bytes(path)
        guard let first = needle.first, hay.count >= needle.count else { return false }
        return (0...(hay.count - needle.count)).contains { start in
            hay[start] == first && hay[start..<start + needle.count].elementsEqual(needle)
        }
    }
}

/// Public test data that is not part of the project: `WIJK_TEST_DATA` names its folder. Tests that need it are skipped without it.
enum PublicData {
    static let folder: String? = unsafe getenv("WIJK_TEST_DATA").map { unsafe String(cString: $0) }
    static var isPresent: Bool { folder != nil }
    static func path(_ name: String) -> String { "\(folder ?? "")/\(name)" }
}
