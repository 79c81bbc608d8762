import ArgumentParser
import SyncCore
import WijkDomain

/// Two plans, or two years of one, side by side (S-TIL 14).
struct PlanCompare: ClientCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "compare", ["vergelijk"], en: "Show what came, went and changed between two plans, or two versions or years of one.",
            nl: "Toon wat erbij kwam, wegging en wijzigde tussen twee plannen, of twee versies of jaren van één plan.",
            example: [
                "plan compare 1a2b3c4d 5e6f7a8b", "plan compare 1a2b3c4d --versions 1997.1,1998.1",
                "plan compare 1a2b3c4d --years 1997,1998",
            ],
            json:
                "before, after, came[{id, short, title, theme, area, status, currency, lowCents, highCents}], went[…], changed[{aspects[], before{…}, after{…}}], same, themes[{name, before[…], after[…]}], areas[…], sumsBefore[…], sumsAfter[…]",
            more: (
                en:
                    "An item that keeps its record is the same item; else one that is called the same is. A version is the plan as it was adopted: the year, and which adoption for that year.",
                nl:
                    "Een maatregel die zijn nummer houdt is dezelfde; anders is het die met dezelfde titel. Een versie is het plan zoals het is vastgesteld: het jaar, en de hoeveelste keer voor dat jaar."
            ))
    }

    @Argument(help: .both("The plan (id).", "Het plan (nummer).")) var before: String
    @Argument(help: .both("The plan to compare it with (id).", "Het plan om mee te vergelijken (nummer).")) var after: String?
    @Option(name: .long, help: .both("Two years of the plan: 1997,1998.", "Twee jaren van het plan: 1997,1998.")) var years: String?
    @Option(
        name: .long,
        help: .both(
            "Two versions of the plan: 1997.1,1998.1; one, and it as it is now.",
            "Twee versies van het plan: 1997.1,1998.1; één, en zoals het nu is.")
    )
    var versions: String?
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard [after, years, versions].filter({ $0 != nil }).count == 1 else {
            throw ValidationError(
                Language.ofHelp(en: "Give a second plan, --versions, or --years.", nl: "Geef een tweede plan, --versions of --years."))
        }
    }

    func run(_ client: Client) throws {
        let device = try client.openToRead()
        try device.store.reading {
            let first = try PlanContents(PlanList.choose(before, device, client.language), device)
            let output = try difference(first, device, client.language)
            if client.json { return try client.write { output.write(into: &$0) } }
            try client.streams.write(output.text(client))
        }
    }

    private func difference(_ first: PlanContents, _ device: Device, _ language: Language) throws -> DifferenceOutput {
        if let versions { return try Self.compare(versions.split(separator: ",").map(String.init), first, device, language) }
        if let years {
            let (old, new) = try Self.pair(years)
            return DifferenceOutput(
                difference: PlanDifference(before: Self.lines(first, in: old), after: Self.lines(first, in: new)), before: "\(old)",
                after: "\(new)")
        }
        let second = try PlanContents(PlanList.choose(after, device, language), device)
        return DifferenceOutput(
            difference: PlanDifference(before: Self.lines(first.allItems), after: Self.lines(second.allItems)), before: first.plan.title,
            after: second.plan.title)
    }

    private static func compare(_ names: [String], _ now: PlanContents, _ device: Device, _ language: Language) throws -> DifferenceOutput {
        guard names.count == 1 || names.count == 2 else { throw Violation(field: "versions", rule: .malformed(example: "1997.1,1998.1")) }
        let versions = try PlanVersions(now.plan, device, language)
        let sides = try names.map { name in lines(try versions.items(at: versions.named(name, language), language)) }
        return DifferenceOutput(
            difference: PlanDifference(before: sides[0], after: sides.count == 2 ? sides[1] : lines(now.allItems)), before: names[0],
            after: names.count == 2 ? names[1] : language(en: "now", nl: "nu"))
    }

    private static func pair(_ text: String) throws -> (Int64, Int64) {
        let years = text.split(separator: ",").compactMap { Int64(FieldInput.trimmed(String($0))) }
        guard years.count == 2, text.filter({ $0 == "," }).count == 1 else {
            throw Violation(field: "years", rule: .malformed(example: "1997,1998"))
        }
        return (years[0], years[1])
    }

    private static func lines(_ items: [PlanContents.Item]) -> [PlanDifference.Line] {
        items.map { PlanDifference.Line($0.values, amount: $0.amount) }
    }

    /// What is spent in one year.
    private static func lines(_ contents: PlanContents, in year: Int64) -> [PlanDifference.Line] {
        contents.allItems.compactMap { item in item.amount.only(in: year).map { PlanDifference.Line(item.values, amount: $0) } }
    }
}
