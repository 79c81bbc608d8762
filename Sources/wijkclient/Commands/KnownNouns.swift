import ArgumentParser
import SyncCore
import WijkDomain

/// What the server alone writes, and every device knows: who does what in an area.
struct KnownCommand<N: PlainNoun>: ParsableCommand {
    static var configuration: CommandConfiguration {
        let (en, nl) = (Labels.label(kind: N.kind.name, dutch: false), Labels.label(kind: N.kind.name))
        return CommandConfiguration(
            N.word, [N.alias], en: "Records of the kind \(en), as the server knows them; they are written there only.",
            nl: "Gegevens van de soort \(nl), zoals de server ze kent; ze worden alleen daar geschreven.",
            subcommands: [RecordList<N>.self, RecordShow<N>.self, RecordHistory<N>.self])
    }
}

enum TeamNoun: PlainNoun {
    static let kind = PeopleKinds.team
    static let (word, alias) = ("team", "teams")
    static let columns = ["name", "sort", "members", "since"]
}

enum RoleNoun: PlainNoun {
    static let kind = PeopleKinds.role
    static let (word, alias) = ("role", "rol")
    static let columns = ["name", "role", "organisation", "valid_from", "valid_to"]
}

enum OrganisationNoun: PlainNoun {
    static let kind = PeopleKinds.organisation
    static let (word, alias) = ("organisation", "organisatie")
    static let columns = ["name", "sort", "internal", "contact"]
}
