internal import ArgumentParser
internal import SyncCore
internal import WijkDomain

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a new server: its database, its signing key, its areas, and the first administrator.",
        discussion: "Example: wijkserver init --data /srv/wijk --profile utrecht")

    @OptionGroup var options: DataOptions
    @Option(name: .long, help: "amersfoort, deventer, dordrecht, tilburg or utrecht.") var profile: String
    @Option(name: .long, help: "cbs2024: today's wijken by CBS; 1997: those of the report.") var areas = "cbs2024"
    @Option(name: .long, help: "Name of the first administrator.") var admin = "beheerder"

    func run() throws {
        guard let municipality = Municipality(rawValue: profile.lowercased()) else {
            throw SyncError(
                "profile.unknown", "There is no profile \(profile).",
                hint: "Choose from \(Municipality.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        guard let set = AreaSet(rawValue: areas) else {
            throw SyncError(
                "profile.areas", "There is no area set \(areas).",
                hint: "Choose from \(AreaSet.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let scopes = set.syncScopes(of: municipality)
        try options.folder.create()
        try options.folder.store(HeadSigner())
        let code = try fill(municipality, set, scopes)
        if options.json {
            Print.json { json in
                json.object { json in
                    json.member("data", options.data)
                    json.member("profile", municipality.rawValue)
                    json.member("areaSet", set.rawValue)
                    json.member("admin", admin)
                    json.member("code", code)
                    json.member("areas", scopes.count)
                }
            }
            return
        }
        Print.line("Server for \(municipality.name) in \(options.data): \(scopes.count) areas (\(set.rawValue)).")
        Print.line("Signing key: \(options.folder.signingKey). Back it up apart from the database.")
        Print.line("Invitation for \(Print.safe(admin)), valid for a day: \(code)")
        Print.message("Next: wijkserver serve --data \(options.data)")
    }

    private func fill(_ municipality: Municipality, _ set: AreaSet, _ scopes: [Area]) throws -> String {
        let store = try SQLiteStore(path: options.folder.database, schema: Wijk.schema, access: .create)
        defer { try? store.checkpoint() }
        return try store.transaction {
            try AccessStore.createTables(store)
            let replica = try Replica(store, now: Clock.now, random: { UInt64.random(in: .min ... .max) })
            var generator = SystemRandomNumberGenerator()
            try store.setFact(.epoch, ID128.random(using: &generator).bytes)
            try ServerProfile(municipality: municipality.rawValue, areaSet: set.rawValue).save(store)
            var arbiter = try replica.own()
            arbiter.device = "server"
            arbiter.person = "server"
            try store.save(arbiter)
            let service = try SyncService(replica: replica, signer: try options.folder.loadSigner())
            for area in scopes {
                var state = try replica.ensureArea(area.code, name: area.name)
                state.stage = .live
                try store.save(state)
                try service.arbitrate([draft(area)])
                try service.arbitrate([ProfileRecords.draft(Profile.standard(municipality), area: area.code)])
            }
            let access = try AccessStore(store)
            let person = try access.addPerson(name: NFC.normalize(admin), role: Role.beheerder.rawValue, now: Clock.now())
            for area in scopes { try service.arbitrate([RoleRecords.draft(person, .beheerder, area: area.code)]) }
            return try access.invite(person, areas: scopes.map(\.code), now: Clock.now(), validFor: 24 * 3_600_000)
        }
    }

    /// The record by which an area is known on the devices that hold it.
    private func draft(_ area: Area) -> Draft {
        var values: [String: Value] = [
            "code": .text(area.code), "name": .text(area.name), "level": .text(area.level.rawValue),
            "municipality": .text(area.municipality.code),
        ]
        if let parent = area.parent { values["parent_code"] = .text(parent) }
        if let inhabitants = area.inhabitants { values["inhabitants"] = .integer(Int64(inhabitants)) }
        if let regime = area.regime { values["regime"] = .text(regime.rawValue) }
        let writes = AreaKind.kind.fields.compactMap { field in values[field.name].map { Op.FieldWrite(field.number, $0) } }
        return Draft(kind: AreaKind.kind.number, area: area.code, writes: writes)
    }
}
