import FoundationEssentials

/// Public test data that is not part of the project: `WIJK_TEST_DATA` names its folder. Tests that need it are skipped without it.
enum TestData {
    static let folder: String? = ProcessInfo.processInfo.environment["WIJK_TEST_DATA"]

    static var isPresent: Bool { folder != nil }

    static func decode<Content: Decodable>(_ type: Content.Type, _ path: String) throws -> Content {
        try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: "\(folder ?? "")/\(path)")))
    }
}

/// Any JSON, for test data whose shape varies from place to place.
enum JSON: Decodable, Equatable {
    case null
    case bool(Bool)
    case number(Int64)
    case text(String)
    case list([JSON])
    case object([String: JSON])

    init(from decoder: any Decoder) throws {
        let box = try decoder.singleValueContainer()
        if box.decodeNil() {
            self = .null
        } else if let value = try? box.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? box.decode(Int64.self) {
            self = .number(value)
        } else if let value = try? box.decode(String.self) {
            self = .text(value)
        } else if let value = try? box.decode([JSON].self) {
            self = .list(value)
        } else {
            self = .object(try box.decode([String: JSON].self))
        }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }

    var number: Int64? { if case .number(let number) = self { number } else { nil } }

    var list: [JSON] { if case .list(let list) = self { list } else { [] } }

    subscript(index: Int) -> JSON { list[index] }

    subscript(key: String) -> JSON { if case .object(let members) = self { members[key] ?? .null } else { .null } }
}
