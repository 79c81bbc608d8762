import SyncCore
import WijkDomain

/// What each column of a CSV file is for.
struct ImportColumns {
    enum Target: Equatable {
        case field(Int)
        case area
        case ignored
    }

    let targets: [Target]
    let names: [String]

    /// - Parameter map: `column=field` pairs; they come before what a column's own name says.
    /// - Throws: `ClientError` that names every column that means nothing, and every field that two columns claim.
    init(header: [String], map: [String], ignoresUnmapped: Bool, kind: Kind, _ language: Language) throws {
        var wanted: [String: String] = [:]
        for pair in map {
            let (column, field) = try FieldAssignments.split(pair, language)
            guard header.contains(where: { Self.key($0) == Self.key(column) }) else {
                throw ClientError(
                    .badData, "import.column",
                    language(
                        en: "There is no column “\(column)” in the file.",
                        nl: "Er is geen kolom “\(column)” in het bestand."),
                    hint: header.joined(separator: ", "))
            }
            wanted[Self.key(column)] = field
        }
        let meanings = Self.meanings(of: kind)
        var targets: [Target] = []
        var unknown: [String] = []
        for column in header {
            let key = Self.key(column)
            if let target = meanings[wanted[key].map(Self.key) ?? key] {
                targets.append(target)
            } else {
                if let field = wanted[key] { throw Violation(field: field, rule: .unknownField) }
                unknown.append(column)
                targets.append(.ignored)
            }
        }
        if !unknown.isEmpty, !ignoresUnmapped {
            throw ClientError(
                .badData, "import.unmapped",
                language(
                    en: "Columns that mean nothing here: \(unknown.joined(separator: ", ")).",
                    nl: "Kolommen die hier niets betekenen: \(unknown.joined(separator: ", "))."),
                hint: language(
                    en: "Say what they are with --map column=field, or leave them out with --ignore-unmapped.",
                    nl: "Zeg wat ze zijn met --map kolom=veld, of sla ze over met --ignore-unmapped."))
        }
        for (index, target) in targets.enumerated() where target != .ignored && targets[..<index].contains(target) {
            let first = header[targets.firstIndex(of: target) ?? 0]
            throw ClientError(
                .badData, "import.twice",
                language(
                    en: "The columns “\(first)” and “\(header[index])” are for the same field.",
                    nl: "De kolommen “\(first)” en “\(header[index])” zijn voor hetzelfde veld."))
        }
        self.targets = targets
        names = header
    }

    var hasArea: Bool { targets.contains(.area) }

    func has(_ field: Field, of kind: Kind) -> Bool {
        targets.contains { if case .field(let position) = $0 { kind.fields[position].number == field.number } else { false } }
    }

    /// Field names, their labels in both languages, and short names for the place.
    private static func meanings(of kind: Kind) -> [String: Target] {
        var meanings: [String: Target] = ["area": .area, "gebied": .area, "wijk": .area, "areacode": .area]
        for (position, field) in kind.fields.enumerated() where field.number != Field.deleted.number {
            let labels = [true, false].map { Labels.label(kind: kind.name, field: field.name, dutch: $0) }
            for name in [field.name] + labels where meanings[key(name)] == nil { meanings[key(name)] = .field(position) }
            if case .latitude = field.type { meanings["lat"] = .field(position) }
            if case .longitude = field.type {
                meanings["lon"] = .field(position)
                meanings["lng"] = .field(position)
            }
        }
        return meanings
    }

    /// Column names are compared without case, spaces and underscores.
    private static func key(_ name: String) -> String {
        NFC.normalize(name).lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" }
    }
}
