/// The five municipalities of the report *Wijkgericht werken in vier gemeenten* (1997): the four it studies and its client (§1).
public enum Municipality: String, CaseIterable, Sendable {
    case amersfoort, deventer, dordrecht, tilburg, utrecht

    /// The code that CBS gives the municipality.
    public var code: String {
        switch self {
        case .amersfoort: "GM0307"
        case .deventer: "GM0150"
        case .dordrecht: "GM0505"
        case .tilburg: "GM0855"
        case .utrecht: "GM0344"
        }
    }

    public var name: String {
        switch self {
        case .amersfoort: "Amersfoort"
        case .deventer: "Deventer"
        case .dordrecht: "Dordrecht"
        case .tilburg: "Tilburg"
        case .utrecht: "Utrecht"
        }
    }
}
