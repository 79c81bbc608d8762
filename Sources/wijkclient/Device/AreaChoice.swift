import SyncCore
import WijkDomain

/// Finds the area that a person means: a code or a name, first among the replica's areas, then among the municipality's. Before the
/// device is enrolled, an area of any of the five municipalities will do.
struct AreaChoice {
    let held: [AreaState]
    let known: [Area]
    let language: Language

    init(_ device: Device, _ language: Language) throws {
        held = try device.store.areas().filter { WithheldArea(code: $0.code) == nil }
        self.language = language
        if let enrolment = device.enrolment {
            known = enrolment.knownAreas
        } else {
            known = AreaSet.allCases.flatMap { set in Municipality.allCases.flatMap { set.areas(of: $0) } }
        }
    }

    /// - Returns: the area's code and name.
    func resolve(_ text: String) throws -> (code: String, name: String) {
        let wanted = NFC.normalize(text)
        let name = wanted.lowercased()
        if let area = held.first(where: { $0.code.lowercased() == name }) { return (area.code, area.name) }
        let namesakes = held.filter { Area.isNamed($0.name, name) }
        if namesakes.count == 1 { return (namesakes[0].code, namesakes[0].name) }
        if let area = known.first(where: { $0.code.lowercased() == name }) { return (area.code, area.name) }
        let found = known.filter { $0.level != .stad && Area.isNamed($0.name, name) }
        if found.count == 1 { return (found[0].code, found[0].name) }
        if found.isEmpty {
            throw ClientError(
                .badData, "area.unknown", language(en: "There is no area “\(text)” here.", nl: "Er is hier geen gebied “\(text)”."),
                hint: language(en: "See: wijkclient areas --all.", nl: "Zie: wijkclient gebieden --all."))
        }
        let list = found.map { "\($0.code) (\($0.municipality.name))" }.joined(separator: ", ")
        throw ClientError(
            .badData, "area.ambiguous",
            language(
                en: "“\(text)” is the name of several areas: \(list).",
                nl: "“\(text)” heten meer gebieden: \(list)."),
            hint: language(en: "Give the code.", nl: "Geef de code."))
    }

    /// The replica's only area.
    /// - Throws: a usage error when it has none, or several.
    func only() throws -> (code: String, name: String) {
        let open = held.filter { $0.stage != .closed }
        if open.count == 1 { return (open[0].code, open[0].name) }
        throw ClientError(
            .usage, "area.which",
            language(
                en: "Which area? Give --area with a code or a name.",
                nl: "Welk gebied? Geef --area met een code of naam."),
            hint: open.isEmpty ? "" : open.prefix(20).map { "\($0.code) (\($0.name))" }.joined(separator: ", "))
    }
}
