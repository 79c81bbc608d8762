import Testing

/// Code about the code: what nobody should have to say in a review.
@Suite struct TidyTests {
    @Test func `there is code to look at`() throws {
        #expect(try Tidy.files(under: "Sources").count > 50)
        #expect(try Tidy.files(under: "Sources/SyncCore/Causality").contains { $0.path.hasSuffix("VersionVector.swift") })
    }

    @Test func `no file of the sources is longer than 400 lines, none of the tests longer than 300`() throws {
        for file in try Tidy.files(under: "Sources") { #expect(file.lines.count <= 401, "\(file.path)") }
        for file in try Tidy.files(under: "Tests") { #expect(file.lines.count <= 301, "\(file.path)") }
    }

    struct Ban: CustomTestStringConvertible {
        let text: String
        let folder: String
        let why: String
        /// Files that may, each with its reason; one that no longer needs to is named by the test.
        var exceptions: [String: String] = [:]
        var testDescription: String { "\(text) in \(folder)" }
    }

    static let bans = [
        Ban(text: "import Foundation", folder: "Sources", why: "brings in ICU: 40 MB and 3 ms; FoundationEssentials has what is needed"),
        Ban(text: "String(format:", folder: "Sources", why: "brings in ICU"),
        Ban(text: "fatalError(", folder: "Sources", why: "a sync engine says what is wrong; it does not fall over"),
        Ban(text: "try!", folder: "Sources", why: "an error is handled or passed on"),
        Ban(text: "as!", folder: "Sources", why: "a wrong type is an error, not a crash"),
        Ban(text: "Date()", folder: "Sources/SyncCore", why: "time comes from outside (Replica.now)"),
        Ban(text: "ContinuousClock", folder: "Sources/SyncCore", why: "time comes from outside (Replica.now)"),
        Ban(text: ".random(in:", folder: "Sources/SyncCore", why: "randomness comes from outside (Replica.random)"),
        Ban(text: "SystemRandomNumberGenerator", folder: "Sources/SyncCore", why: "randomness comes from outside (Replica.random)"),
        Ban(text: "print(", folder: "Sources/SyncCore", why: "an engine does not talk"),
        Ban(text: "Double", folder: "Sources/SyncCore", why: "no floating point in anything that is hashed or compared"),
        Ban(text: "Thread.sleep", folder: "Tests", why: "tests do not sleep"),
        Ban(text: "Task.sleep", folder: "Tests", why: "tests do not sleep"),
        Ban(text: "usleep", folder: "Tests", why: "tests do not sleep"),
    ]

    @Test(arguments: bans) func `banned, with a reason`(ban: Ban) throws {
        var used: Set<String> = []
        for file in try Tidy.files(under: ban.folder) {
            for (number, line) in file.code.enumerated() where Self.contains(line, ban.text) {
                used.insert(file.path)
                #expect(ban.exceptions[file.path] != nil, "\(file.path):\(number + 1): \(ban.text): \(ban.why)")
            }
        }
        #expect(
            used.isSuperset(of: ban.exceptions.keys), "exceptions that are no longer needed: \(Set(ban.exceptions.keys).subtracting(used))")
    }

    /// As a word: `import Foundation` is not in `import FoundationEssentials`, nor `print(` in `blueprint(`.
    private static func contains(_ line: String, _ text: String) -> Bool {
        let (all, part) = (Array(line.utf8), Array(text.utf8))
        func isWord(_ byte: UInt8) -> Bool {
            byte == 0x5f || (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        }
        guard all.count >= part.count else { return false }
        return (0...(all.count - part.count)).contains { start in
            guard all[start..<start + part.count].elementsEqual(part) else { return false }
            let end = start + part.count
            if start > 0, isWord(part[0]), isWord(all[start - 1]) { return false }
            return !(end < all.count && isWord(part.last!) && isWord(all[end]))
        }
    }

    @Test(arguments: ["TO" + "DO", "FIX" + "ME", "XX" + "X"]) func `nothing is left to be done in a comment`(mark: String) throws {
        for file in try Tidy.files(under: "Sources", "Tests") {
            for (number, line) in file.lines.enumerated() where Self.contains(line, mark) { Issue.record("\(file.path):\(number + 1)") }
        }
    }

    @Test func `no path of one machine is in the repository`() throws {
        let places = ["/" + "home/", "/" + "Users/", "/" + "work/", "/" + "root/"]
        for file in try Tidy.files(under: "Sources", "Tests") {
            for (number, line) in file.lines.enumerated() where places.contains(where: { line.contains($0) }) {
                Issue.record("\(file.path):\(number + 1)")
            }
        }
    }

    // MARK: Layers of SyncCore

    /// What a layer must not name: the types of the layers above it.
    static let forbidden: [(layer: String, names: [String])] = {
        let layers = ["Causality", "Record", "Schema", "Replica", "Sync"]
        let types = [
            "Record": ["Op", "RecordState", "Value", "Presentation", "Digest", "FeedChain"],
            "Schema": ["Schema", "Kind", "Field", "FieldType", "MergePolicy", "Violation"],
            "Replica": ["Replica", "ReplicaStore", "SQLiteStore", "MemoryStore", "AreaState", "Draft", "Statement", "Connection"],
            "Sync": [
                "SyncService", "SyncSession", "SyncRequest", "SyncReply", "Intake", "Outgoing", "Handshake", "DeviceGrant", "Applied",
            ],
        ]
        return [
            ("Causality", layers.dropFirst().flatMap { types[$0] ?? [] }), ("Record", types["Replica"]! + types["Sync"]!),
            ("Schema", types["Replica"]! + types["Sync"]!),
            ("SQLite", types["Sync"]! + ["Op", "RecordState", "Replica", "ReplicaStore", "SQLiteStore"]),
            ("Wire", types["Replica"]! + ["SyncService", "SyncSession", "Intake", "Outgoing", "Handshake", "DeviceGrant", "Applied"]),
            ("Replica", ["SyncService", "SyncSession", "SyncRequest", "SyncReply", "Intake", "Outgoing", "Handshake", "DeviceGrant"]),
            ("Text", layers.dropFirst().flatMap { types[$0] ?? [] }),
        ]
    }()

    @Test(arguments: forbidden) func `nothing points back up`(layer: String, names: [String]) throws {
        let files = try Tidy.files(under: "Sources/SyncCore/\(layer)")
        #expect(!files.isEmpty)
        for file in files {
            for (number, line) in file.code.enumerated() {
                for name in names where Self.contains(line, name) { Issue.record("\(file.path):\(number + 1) names \(name)") }
            }
        }
    }

    @Test func `SQLite is called in one folder only`() throws {
        for file in try Tidy.files(under: "Sources") where !file.path.hasPrefix("Sources/SyncCore/SQLite/") {
            for (number, line) in file.code.enumerated() where line.contains("sqlite3_") || Self.contains(line, "CSQLite") {
                Issue.record("\(file.path):\(number + 1)")
            }
        }
    }

    @Test func `the engine knows no municipality, and nothing of HTTP`() throws {
        for file in try Tidy.files(under: "Sources/SyncCore") {
            for (number, line) in file.code.enumerated() {
                for name in ["WijkDomain", "SyncServer", "Hummingbird", "CCurl"] where Self.contains(line, name) {
                    Issue.record("\(file.path):\(number + 1): \(name)")
                }
            }
        }
    }

    @Test func `every test file has a test, or is support`() throws {
        for file in try Tidy.files(under: "Tests") where file.path.hasSuffix("Tests.swift") {
            #expect(file.code.contains { $0.contains("@Test") }, "\(file.path)")
        }
    }
}
