import ArgumentParser
import SyncCore
import WijkDomain

/// A plan's own fields, its items in their order, and what they cost.
struct PlanShow: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "show", ["toon", "tonen"], en: "Show a plan: its phase, its items by status, amounts by year.",
            nl: "Toon een plan: zijn fase, zijn maatregelen naar status, bedragen per jaar.", example: ["plan show 1a2b3c4d"],
            json:
                "id, short, kind, area, areaName, conflicted, pending, fields{…}, conflicts[…], nextPhase, computedFrom[{id, short, title, sums}], items[{position, id, short, title, status, theme, currency, lowCents, highCents, conflicted}], sums[{currency, lowCents, highCents, years[{year, lowCents, highCents}]}]",
            more: (
                en: "An amount that people disagree about is shown from the least to the most, with a mark.",
                nl: "Een bedrag waarover men het niet eens is staat er van het minste tot het meeste, met een teken."
            ))
    }

    @Argument(help: .both("The plan's id; the only one when none is given.", "Het nummer van het plan; het enige als er geen is gegeven."))
    var id: String?
    @OptionGroup var common: CommonOptions

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            let plan = try PlanList.choose(id, device, client.language)
            let contents = try PlanContents(plan, device)
            let conflicts = try ConflictReader(device: device).conflicts(of: plan)
            let step = device.profile(in: plan.area)?.step(after: plan.value("phase").text ?? "")
            if client.json {
                return try client.write { writer in
                    plan.members(into: &writer)
                    ConflictJSON.write(conflicts, plan.kind, into: &writer)
                    members(contents, step, into: &writer)
                }
            }
            try client.streams.write(plan.lines(client.language))
            if case .next(let phase) = step {
                try client.streams.write(
                    SafeText.singleLine(client.language(en: "next phase: \(phase)", nl: "volgende fase: \(phase)")) + "\n")
            }
            if !conflicts.isEmpty { try client.streams.write("\n" + ConflictText(client: client).text(conflicts, of: plan)) }
            try client.streams.write(PlanText(client: client).text(contents))
        }
    }

    private func members(_ contents: PlanContents, _ step: Profile.PhaseStep?, into writer: inout JSONWriter) {
        var next: String?
        if case .next(let phase) = step { next = phase }
        writer.member("nextPhase", next)
        writer.array("computedFrom", contents.parts) { part, writer in
            writer.object { writer in
                writer.member("id", "\(part.plan.id)")
                writer.member("short", part.plan.id.short)
                writer.member("title", part.plan.title)
                SumsOutput.write(part.sums, into: &writer)
            }
        }
        PlanJSON.items(contents.allItems, into: &writer)
        SumsOutput.write(contents.sums, into: &writer)
    }
}
