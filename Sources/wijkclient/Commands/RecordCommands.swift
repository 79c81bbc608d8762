import ArgumentParser

struct FindingCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "finding", ["bevinding"], en: "Findings: what was seen in the wijk.", nl: "Bevindingen: wat er in de wijk is gezien.",
            subcommands: commands(on: FindingNoun.self) + [
                FindingRoute.self, FindingClose.self, FindingReopen.self, FindingDuplicate.self, FindingDuplicates.self,
                FindingDistinct.self,
                FindingAgain.self,
            ])
    }
}

struct ItemCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "item", ["maatregel"],
            en: "Plan items: what is to be done.",
            nl: "Maatregelen: wat er gedaan moet worden.",
            subcommands: commands(on: ItemNoun.self) + [ItemFrom.self, ItemPlace.self, ItemStatus.self])
    }
}

struct PlanCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "plan", ["plannen"],
            en: "Plans, which items belong to.",
            nl: "Plannen, waar maatregelen bij horen.",
            subcommands: commands(on: PlanNoun.self, show: PlanShow.self) + [PlanOverview.self, PlanAdvance.self, PlanCompare.self])
    }
}

/// - Parameter show: in place of the one that shows any record.
private func commands<N: Noun>(on noun: N.Type, show: (any ParsableCommand.Type)? = nil) -> [any ParsableCommand.Type] {
    [
        RecordAdd<N>.self, RecordEdit<N>.self, RecordMove<N>.self, RecordList<N>.self, show ?? RecordShow<N>.self, RecordDelete<N>.self,
        RecordHistory<N>.self,
    ]
}
