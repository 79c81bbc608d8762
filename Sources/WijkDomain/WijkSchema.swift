public import SyncCore

/// The kinds of record of neighbourhood work, one table for all municipalities. Numbers are for ever.
public enum Wijk {
    public static let schema = Schema(
        version: 3,
        kinds: [
            AreaKind.kind, SchouwKind.kind, FindingKind.kind, PlanKind.kind, PlanItemKind.kind, PeopleKinds.organisation,
            PeopleKinds.account, PeopleKinds.role, PeopleKinds.team, DecidingKinds.routing, MoneyKinds.budget, MoneyKinds.booking,
            DecidingKinds.proposal, DecidingKinds.decision, DecidingKinds.consultation, DecidingKinds.reaction, TellingKinds.covenant,
            MoneyKinds.purchase, TellingKinds.notification, TellingKinds.indicator, TellingKinds.measurement, TellingKinds.feedback,
            TellingKinds.sketch, DecidingKinds.ranking, TellingKinds.attachment, TellingKinds.profile, TellingKinds.confidence,
        ])
}
