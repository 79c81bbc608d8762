public import SyncCore

/// The classes of conflict in neighbourhood work (DOMAIN 7.3), each with what happens by itself and what is left to people.
public enum ConflictClass: String, Sendable, CaseIterable {
    case c1 = "C1"
    case c2 = "C2"
    case c3 = "C3"
    case c4 = "C4"
    case c5 = "C5"
    case c6 = "C6"
    case c7 = "C7"
    case c8 = "C8"
    case c9 = "C9"
    case c10 = "C10"
    case c11 = "C11"
    case c12 = "C12"
    case c13 = "C13"
    case c14 = "C14"

    /// What a conflict of the engine is about here. The classes that no single record shows (C7, C8, C11–C14) are found by rules.
    public init(of conflict: Conflict, kind: Kind) {
        let fields = Set(kind.subject(of: conflict).compactMap { kind.field($0)?.name })
        switch conflict.cause {
        case .moved: self = .c10
        case .editedAfterDeletion: self = .c4
        case .clash: self = Self.clash(conflict.name)
        case .reopened where kind.clashes.contains { $0.name == conflict.name }: self = Self.clash(conflict.name)
        case .values, .coupled, .reopened:
            switch kind.name {
            case "finding" where !fields.isDisjoint(with: ["destination", "item"]): self = .c9
            case "plan_item" where fields.contains("rank_after"): self = .c6
            case "booking" where !fields.isDisjoint(with: ["state", "granted_cents", "shortfall_cents"]): self = .c5
            default: self = fields.count == 1 ? .c1 : .c2
            }
        }
    }

    private static func clash(_ name: String) -> ConflictClass { name == "seen_again" ? .c3 : .c9 }

    /// Settled by whoever keeps the system running, since nothing of the content hangs on it. All other classes are content, which
    /// the administrator settles only in the name of somebody who may (7.2).
    public var isTechnical: Bool { [.c8, .c10, .c13].contains(self) }

    public func name(dutch: Bool) -> String {
        switch self {
        case .c1: dutch ? "één veld, twee waarden" : "one field, two values"
        case .c2: dutch ? "velden die bij elkaar horen" : "fields that belong together"
        case .c3: dutch ? "afgesloten en weer gezien" : "closed and seen again"
        case .c4: dutch ? "verwijderd en bewerkt" : "deleted and edited"
        case .c5: dutch ? "samen over het budget" : "over the budget together"
        case .c6: dutch ? "volgorde twee keer gewijzigd" : "order changed twice"
        case .c7: dutch ? "het plan is een fase verder" : "the plan moved on"
        case .c8: dutch ? "misschien dubbel" : "perhaps a duplicate"
        case .c9: dutch ? "één bevinding, twee bestemmingen" : "one finding, two destinations"
        case .c10: dutch ? "ander gebied" : "another area"
        case .c11: dutch ? "het recht is vervallen" : "the right has ended"
        case .c12: dutch ? "het profiel is gewijzigd" : "the profile has changed"
        case .c13: dutch ? "bijlage nog niet binnen" : "attachment not in yet"
        case .c14: dutch ? "twee metingen" : "two measurements"
        }
    }

    /// What happens until somebody settles it.
    public func standing(dutch: Bool) -> String {
        switch self {
        case .c1:
            dutch
                ? "de waarde die het eerst op de server was blijft zichtbaar; alle waarden blijven bewaard"
                : "the value that reached the server first stays in sight; all values are kept"
        case .c2:
            dutch
                ? "losse velden gaan vanzelf samen; deze horen bij elkaar en vragen een mens"
                : "separate fields merge by themselves; these belong together and ask for a person"
        case .c3:
            dutch
                ? "wat is gezien blijft erbij; de vraag is: heropenen of dicht laten"
                : "what was seen is kept with it; the question is: reopen, or leave it closed"
        case .c4:
            dutch ? "het werk gaat voor en blijft zichtbaar" : "the work wins and stays in sight"
        case .c5:
            dutch
                ? "het budget komt nooit onder nul; de latere boeking wordt vastgehouden met haar tekort"
                : "the budget never goes below nothing; the later booking is held with its shortfall"
        case .c6:
            dutch
                ? "losse verplaatsingen gaan vanzelf samen; dezelfde plaats vraagt het orgaan dat ordent"
                : "separate moves merge by themselves; one place for two asks for the body that orders"
        case .c7:
            dutch
                ? "het komt erin als voorgesteld voor de volgende ronde, nooit ongemerkt in een vastgesteld plan"
                : "it comes in as proposed for the next round, never unnoticed into an adopted plan"
        case .c8:
            dutch
                ? "het wordt alleen voorgesteld: zelfde soort, hooguit 15 meter, zelfde dag"
                : "it is only suggested: the same category, at most 15 metres, the same day"
        case .c9:
            dutch ? "van één bevinding komt één ding; een mens kiest welk" : "one finding becomes one thing; a person chooses which"
        case .c10:
            dutch
                ? "het staat waar de laatst binnengekomen verplaatsing het zette; wat anderen eraan deden ging mee"
                : "it is where the move that came last has put it; what others did on it went along"
        case .c11:
            dutch
                ? "het wordt bewaard en niet toegepast; wie het recht heeft neemt het over of laat het vallen"
                : "it is kept and not applied; who has the right adopts or drops it"
        case .c12:
            dutch ? "beoordeeld naar het profiel van toen het binnenkwam" : "judged by the profile in force when it was received"
        case .c13:
            dutch ? "bruikbaar, met de bijlage als onvolledig gemerkt" : "usable, with the attachment marked as incomplete"
        case .c14:
            dutch ? "beide blijven voorlopig tot iemand zegt welke geldt" : "both stay provisional until somebody says which holds"
        }
    }
}
