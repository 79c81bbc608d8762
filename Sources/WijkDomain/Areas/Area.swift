/// One area of a municipality, as its area set describes it.
public struct Area: Sendable, Hashable {
    /// At most 32 bytes of ASCII: a CBS code, or a local one where CBS has none.
    public let code: String
    public let name: String
    public let level: AreaLevel
    /// The code of the area this one lies in; a city has none.
    public let parent: String?
    public let municipality: Municipality
    /// Nothing where the source gives no number for this one area.
    public let inhabitants: Int?
    /// How intensively the wijk is coordinated, where the set says so.
    public let regime: Regime?
    /// Announced, not there yet: no unit of replication until it is.
    public let isPlanned: Bool

    /// Whether people mean an area called `full` when they say `name`, in upper or lower case. CBS numbers the wijken of some
    /// cities, `Wijk 01 West`, which nobody says.
    public static func isNamed(_ full: String, _ name: String) -> Bool {
        let full = full.lowercased()
        let name = name.lowercased()
        if full == name { return true }
        let words = full.split(separator: " ", maxSplits: 2)
        return words.count == 3 && words[0] == "wijk" && words[1].allSatisfy(\.isNumber) && words[2] == name
    }

    /// The area with exactly this code, else the first with this name in upper or lower case.
    public static func named(_ codeOrName: String, in areas: [Area]) -> Area? {
        if let area = areas.first(where: { $0.code == codeOrName }) { return area }
        let name = codeOrName.lowercased()
        return areas.first { $0.name.lowercased() == name }
    }
}

/// The levels of area that one municipality or another has (§6.2); none has them all.
public enum AreaLevel: String, CaseIterable, Sendable {
    case stad, stadsdeel, wijk, buurt, aandachtsgebied, rayon, schouwvak
}

/// The two regimes of Dordrecht: wijken that had buurtbeheer before, with up to 38 hours of coordination, and the others, with
/// eight (§3.1, §3.3).
public enum Regime: String, CaseIterable, Sendable {
    case intensief, extensief, geen
}
