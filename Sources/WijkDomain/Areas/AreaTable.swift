/// Area sets as text: one line per area, `code;name;level;parent;inhabitants;remark`, where the remark is a regime or `gepland`.
/// A line of a city opens its municipality. Each set is read once, when first asked for.
enum AreaTable {
    static let cbs2024 = areas(in: cbs2024Lines)
    static let report1997 = areas(in: report1997Lines)

    /// - Precondition: the first line is a city of the five.
    private static func areas(in lines: String) -> [Municipality: [Area]] {
        var sets: [Municipality: [Area]] = [:]
        var city: Municipality?
        for line in lines.split(separator: "\n") {
            let cells = line.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 6, let level = AreaLevel(rawValue: cells[2]) else { preconditionFailure("no area: \(line)") }
            if level == .stad { city = Municipality.allCases.first { $0.name == cells[1] } }
            guard let city else { preconditionFailure("no city before: \(line)") }
            let area = Area(
                code: cells[0], name: cells[1], level: level, parent: cells[3].isEmpty ? nil : cells[3], municipality: city,
                inhabitants: Int(cells[4]), regime: Regime(rawValue: cells[5]), isPlanned: cells[5] == "gepland")
            sets[city, default: []].append(area)
        }
        return sets
    }
}
