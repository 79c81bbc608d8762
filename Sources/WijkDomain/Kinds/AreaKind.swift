public import SyncCore

/// An area (gebied): city, wijk, stadsdeel, buurt. Names, levels and numbers differ per municipality (§6.2).
public enum AreaKind {
    public static let kind = Kind(
        1, "area", indexes: [["code"]],
        fields: [
            /// CBS code (`WK015003`) or a local one (`DEV-3`): stadsdelen and rayons have no CBS code.
            Field(2, "code", .text(maximum: 32, lines: false), required: true),
            Field(3, "name", .line, required: true),
            Field(4, "level", .choice(AreaLevel.allCases.map(\.rawValue)), required: true),
            /// The code of the area this one lies in.
            Field(5, "parent_code", .text(maximum: 32, lines: false)),
            /// The CBS code of the municipality, `GM0150`.
            Field(6, "municipality", .choice(Municipality.allCases.map(\.code))),
            /// A number of inhabitants means nothing without the day it was counted.
            Field(7, "inhabitants", .people, group: "inhabitants"),
            Field(8, "reference_date", .date, group: "inhabitants"),
            /// The first day of the area's boundary and name, and the last.
            Field(9, "valid_from", .date, group: "validity"),
            Field(10, "valid_to", .date, group: "validity"),
            Field(11, "regime", .choice(Regime.allCases.map(\.rawValue))),
            Field(12, "say", .choice(says)),
        ])

    /// How far the residents' say goes, from least to most (zeggenschap, §6.3: start small and grow).
    public static let says = ["informeren", "klankbord", "prioriteren", "budget"]
}
