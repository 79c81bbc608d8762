import FoundationEssentials

/// The project's Swift files, found from this one.
enum Tidy {
    struct File {
        /// From the package's root.
        let path: String
        let lines: [String]

        /// The code: comments and the contents of string literals on one line left out.
        var code: [String] { lines.map { Tidy.withoutCommentsAndStrings($0) } }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    static func files(under folders: String..., ext: String = ".swift") throws -> [File] {
        var files: [File] = []
        for folder in folders {
            for path in try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)") where path.hasSuffix(ext) {
                let text = String(decoding: try Data(contentsOf: URL(filePath: "\(root)/\(folder)/\(path)")), as: UTF8.self)
                files.append(
                    File(path: "\(folder)/\(path)", lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)))
            }
        }
        return files.sorted { $0.path < $1.path }
    }

    static func withoutCommentsAndStrings(_ line: String) -> String {
        var code = ""
        var inString = false
        var previous: Character = " "
        for character in line {
            if character == "\"", previous != "\\" {
                inString.toggle()
            } else if !inString {
                if character == "/", previous == "/" { return String(code.dropLast()) }
                code.append(character)
            }
            previous = character
        }
        return code
    }
}
