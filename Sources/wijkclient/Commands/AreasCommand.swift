import ArgumentParser
import SyncCore
import WijkDomain

struct AreasCommand: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "areas", ["gebieden"],
            en: "The areas on this replica, or all that can be named.",
            nl: "De gebieden op deze replica, of alle die te noemen zijn.",
            example: ["areas", "areas --all"],
            json:
                "areas[{code, name, stage (new|seeding|live|closed), position, digest}]; with --all known[{code, name, level, municipality, inhabitants}]"
        )
    }

    @Flag(
        name: .long,
        help: .both(
            "Also the areas of the municipality (of all five before enrolling).",
            "Ook de gebieden van de gemeente (van alle vijf vóór het aanmelden)."))
    var all = false
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try all && !client.folder.hasDatabase ? nil : client.openToRead()
        let held = try device?.store.areas() ?? []
        let known = all ? known(device?.enrolment) : []
        if client.json {
            return try client.write { writer in
                writer.array("areas", held) { AreaJSON.write($0, into: &$1) }
                guard all else { return }
                writer.array("known", known) { area, writer in
                    writer.beginObject()
                    writer.member("code", area.code)
                    writer.member("name", area.name)
                    writer.member("level", area.level.rawValue)
                    writer.member("municipality", area.municipality.rawValue)
                    writer.member("inhabitants", area.inhabitants)
                    writer.endObject()
                }
            }
        }
        let language = client.language
        if !held.isEmpty || !all {
            var table = TableWriter([
                .init("code"),
                .init(
                    language(
                        en: "name",
                        nl: "naam")),
                .init(
                    language(
                        en: "stage",
                        nl: "stand")),
                .init(
                    language(
                        en: "position",
                        nl: "positie"), .number),
                .init("digest"),
            ])
            for area in held {
                table.row([area.code, area.name, AreaJSON.stage(area.stage), String(area.position), String(area.digest.hex.prefix(16))])
            }
            try client.streams.write(table.render(for: client.streams.terminal))
        }
        guard all else { return }
        var table = TableWriter([
            .init("code"),
            .init(
                language(
                    en: "name",
                    nl: "naam")),
            .init(
                language(
                    en: "level",
                    nl: "niveau")),
            .init(
                language(
                    en: "municipality",
                    nl: "gemeente")),
            .init(language(en: "inhabitants", nl: "inwoners"), .number),
        ])
        for area in known {
            table.row([area.code, area.name, area.level.rawValue, area.municipality.name, area.inhabitants.map(String.init) ?? ""])
        }
        try client.streams.write(table.render(for: client.streams.terminal))
    }

    private func known(_ enrolment: Enrolment?) -> [Area] {
        enrolment?.knownAreas ?? Municipality.allCases.flatMap { AreaSet.cbs2024.areas(of: $0) }
    }
}

/// An area of a replica, the same in every command.
enum AreaJSON {
    static func write(_ area: AreaState, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("code", area.code)
        writer.member("name", area.name)
        writer.member("stage", stage(area.stage))
        writer.member("position", area.position)
        writer.member("digest", area.digest.hex)
        writer.endObject()
    }

    static func stage(_ stage: AreaState.Stage) -> String {
        switch stage {
        case .new: "new"
        case .seeding: "seeding"
        case .live: "live"
        case .closed: "closed"
        }
    }
}
