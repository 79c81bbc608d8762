import Glibc
import SyncCore

/// A row that cannot be taken, and why.
struct BadRow: Sendable {
    let line: Int
    let reason: String
}

/// One row of a file, checked: a record to be made.
struct ImportRow {
    let line: Int
    let area: String
    let externalID: String?
    let writes: [Op.FieldWrite]
}

/// A CSV file of records, read as often as needed without holding its rows.
struct ImportFile {
    private let bytes: [UInt8]
    private let kind: Kind
    private let columns: ImportColumns
    private let defaults: [Op.FieldWrite]
    private let area: String?
    private let input: FieldInput
    private let language: Language
    /// The code of the area that a cell names; throws when there is none.
    private let resolve: (String) throws -> String

    /// The longest file that is read, in bytes: it is held in memory.
    static let maximumBytes = 512 << 20

    init(
        bytes: [UInt8], kind: Kind, map: [String], ignoresUnmapped: Bool, defaults: [Op.FieldWrite], area: String?, input: FieldInput,
        language: Language, resolve: @escaping (String) throws -> String
    ) throws {
        self.bytes = bytes
        self.kind = kind
        self.defaults = defaults
        self.area = area
        self.input = input
        self.language = language
        self.resolve = resolve
        var reader = CSVReader(bytes)
        guard let header = try reader.next() else {
            throw ClientError(
                .badData, "import.empty",
                language(
                    en: "The file is empty: there is no header.",
                    nl: "Het bestand is leeg: er is geen kopregel."))
        }
        columns = try ImportColumns(header: header.fields, map: map, ignoresUnmapped: ignoresUnmapped, kind: kind, language)
        guard columns.hasArea || area != nil else {
            throw ClientError(
                .usage, "import.area",
                language(
                    en: "For which area? Give --area, or a column “area”.",
                    nl: "Voor welk gebied? Geef --area, of een kolom “gebied”."))
        }
    }

    /// Reads all rows, good and bad, in order. A CSV error ends the file: it is one more bad row.
    func read(good: (ImportRow) throws -> Void, bad: (BadRow) -> Void) throws {
        var reader = CSVReader(bytes)
        var areas: [String: String] = [:]
        do {
            _ = try reader.next()
            while let row = try reader.next() {
                var reasons: [String] = []
                if let checked = check(row, &areas, &reasons) { try good(checked) }
                for reason in reasons { bad(BadRow(line: row.line, reason: reason)) }
            }
        } catch let error as CSVError {
            bad(BadRow(line: error.line, reason: error.reason(in: language)))
        }
    }

    /// The row as a record, or `nil` and the reasons.
    private func check(_ row: CSVRow, _ areas: inout [String: String], _ reasons: inout [String]) -> ImportRow? {
        guard row.fields.count == columns.targets.count else {
            reasons.append(
                language(
                    en: "\(row.fields.count) columns; the header has \(columns.targets.count)",
                    nl: "\(row.fields.count) kolommen; de kopregel heeft er \(columns.targets.count)"))
            return nil
        }
        var writes: [Op.FieldWrite] = []
        var place = area
        for (index, target) in columns.targets.enumerated() where target != .ignored {
            let cell = row.fields[index]
            if cell.isEmpty { continue }
            do {
                switch target {
                case .area: place = try code(FieldInput.trimmed(cell), &areas)
                case .field(let position):
                    let field = kind.fields[position]
                    let value = try input.value(cell, for: field)
                    if !value.isNull { writes.append(Op.FieldWrite(field.number, value)) }
                case .ignored: break
                }
            } catch { reasons.append("\(columns.names[index]): \(Self.reason(error, language))") }
        }
        for value in defaults where !writes.contains(where: { $0.field == value.field }) { writes.append(value) }
        writes.sort { $0.field < $1.field }
        for field in kind.fields where field.required && !writes.contains(where: { $0.field == field.number }) && reasons.isEmpty {
            reasons.append(Violation(field: field.name, rule: .required).message(dutch: language == .dutch))
        }
        if place == nil { reasons.append(language(en: "no area", nl: "geen gebied")) }
        guard reasons.isEmpty, let place else { return nil }
        let external = kind.field(named: "external_id").flatMap { field in writes.first { $0.field == field.number }?.value.text }
        return ImportRow(line: row.line, area: place, externalID: external, writes: writes)
    }

    private func code(_ text: String, _ areas: inout [String: String]) throws -> String {
        if let known = areas[text] { return known }
        let code = try resolve(text)
        areas[text] = code
        return code
    }

    private static func reason(_ error: any Error, _ language: Language) -> String {
        switch error {
        case let error as Violation: error.message(dutch: language == .dutch)
        case let error as ClientError: error.message
        default: "\(error)"
        }
    }

    /// - Throws: `ClientError` for a file that is not there, cannot be read, or is too long.
    static func bytes(of path: String, _ language: Language) throws -> [UInt8] {
        func failure(_ code: Int32) -> ClientError {
            ClientError(code == ENOENT ? .notFound : .inputOutput, "file.read", unsafe "\(path): \(String(cString: strerror(code)))")
        }
        let descriptor = path == "-" ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { _ = close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 256 * 1024)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw failure(errno) }
            if count == 0 { return bytes }
            guard bytes.count + count <= maximumBytes else { throw failure(EFBIG) }
            bytes.append(contentsOf: chunk[..<count])
        }
    }
}
