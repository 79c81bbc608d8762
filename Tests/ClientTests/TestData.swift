import FoundationEssentials
import Glibc

/// Public test data that is not part of the project: `WIJK_TEST_DATA` names its folder. Tests that need it are skipped without it.
enum TestData {
    static let folder: String? = unsafe getenv("WIJK_TEST_DATA").map { unsafe String(cString: $0) }

    static var isPresent: Bool { folder != nil }

    static func bytes(_ path: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: "\(folder ?? "")/\(path)")))
    }
}
