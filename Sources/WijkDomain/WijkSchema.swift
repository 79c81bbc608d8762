public import SyncCore

/// The kinds of record of neighbourhood work, one table for all municipalities. Numbers are for ever.
public enum Wijk {
    public static let schema = Schema(
        version: 1, kinds: [AreaKind.kind, SchouwKind.kind, FindingKind.kind, PlanKind.kind, PlanItemKind.kind])
}
