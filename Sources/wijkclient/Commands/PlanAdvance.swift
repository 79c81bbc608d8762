import ArgumentParser
import SyncCore
import WijkDomain

/// A plan goes to the phase that comes next in its municipality's profile.
struct PlanAdvance: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "advance", ["verder"], en: "Bring a plan to its next phase.", nl: "Breng een plan naar zijn volgende fase.",
            example: ["plan advance 1a2b3c4d --status ter_inspraak --decision 5e6f7a8b"],
            json: "id, short, kind, area, areaName, conflicted, pending, fields{…}",
            more: (
                en:
                    "The phases and their order are the municipality's (profile, plan.fasen). Another phase than the next: plan edit --set phase=….",
                nl:
                    "De fasen en hun volgorde zijn van de gemeente (profiel, plan.fasen). Een andere fase dan de volgende: plan wijzigen --set phase=…."
            ))
    }

    @Argument(help: .both("The plan's id.", "Het nummer van het plan.")) var id: String
    @Option(name: .long, help: .oneOf(PlanKind.statuses)) var status: String?
    @Option(name: .long, help: .both("The decision it rests on (id).", "Het besluit waar het op rust (nummer).")) var decision: String?
    @Option(name: .long, parsing: .unconditional, help: .both("Why.", "Waarom.")) var reason: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let verb = try FindingVerb(client)
        let record = try verb.device.store.transaction {
            let plan = try verb.lookup.shown(id, in: [PlanKind.kind])
            var values: [(field: String, value: Value)] = [("phase", .text(try next(plan, verb.device, client.language)))]
            if let status { values.append(("status", try verb.value(status, "status", of: PlanKind.kind))) }
            if let decision { values.append(("decision", .bytes(try verb.lookup.shown(decision, in: [DecidingKinds.decision]).id.bytes))) }
            return try verb.writing.change(
                plan, PlanKind.kind.writes(values), note: try reason.map { try verb.lookup.input.note($0) } ?? "")
        }
        let phase = record.value("phase").text ?? ""
        try verb.writing.tell(record, en: "is in phase \(phase) now", nl: "is nu in fase \(phase)")
    }

    private func next(_ plan: RecordView, _ device: Device, _ language: Language) throws -> String {
        guard let profile = device.profile(in: plan.area) else {
            throw ClientError(
                .refused, "plan.profile",
                language(
                    en: "This replica does not know the municipality's phases yet.",
                    nl: "Deze replica kent de fasen van de gemeente nog niet."),
                hint: language(en: "Sync first.", nl: "Synchroniseer eerst."))
        }
        let now = plan.value("phase").text ?? ""
        let phases = profile.phases.joined(separator: ", ")
        switch profile.step(after: now) {
        case .next(let phase): return phase
        case .last:
            throw ClientError(
                .refused, "plan.phase",
                language(en: "\(now) is the last phase: \(phases).", nl: "\(now) is de laatste fase: \(phases)."))
        case .unknown:
            throw ClientError(
                .refused, "plan.phase",
                language(en: "There is no phase \(now) here; there are: \(phases).", nl: "Fase \(now) is er hier niet; wel: \(phases)."),
                hint: language(en: "Set it: wijkclient plan edit --set phase=….", nl: "Zet hem: wijkclient plannen wijzigen --set phase=….")
            )
        case .none:
            throw ClientError(
                .refused, "plan.phase", language(en: "Plans have no phases here.", nl: "Plannen hebben hier geen fasen."))
        }
    }
}

extension FindingVerb {
    /// A value for a field, checked as `--set` checks it.
    func value(_ text: String, _ name: String, of kind: Kind) throws -> Value {
        guard let field = kind.field(named: name) else { throw Violation(field: name, rule: .unknownField) }
        return try lookup.input.value(text, for: field)
    }
}
