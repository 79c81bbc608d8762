internal import ArgumentParser
internal import SyncCore
internal import WijkDomain

struct BudgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget", abstract: "The budgets of areas, as the profile grants them.", subcommands: [Open.self])

    struct Open: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "open", abstract: "Open the year's budget of areas: the profile's basis times the inhabitants, or its fixed sum.",
            discussion: "Example: wijkserver budget open --data /srv/wijk --year 2026 --area UTR-3", aliases: ["openen"])

        @OptionGroup var options: DataOptions
        @Option(name: .long, help: "The year.") var year: Int64
        @Option(name: .long, help: "An area; may be given again. All when none is.") var area: [String] = []
        @Option(name: .long, help: "Cents to grant, where the profile does not say, or another sum is decided.") var cents: Int64?

        func run() throws {
            let opened = try options.withDesk { desk in
                try desk.store.transaction { try desk.areas(named: area).map { try open($0, desk) } }
            }
            if options.json {
                Print.json { json in
                    json.array(opened) { each, json in
                        json.object { json in
                            json.member("area", each.area)
                            json.member("budget", "\(each.id)")
                            json.member("cents", each.money.cents)
                            json.member("currency", each.money.currency)
                            json.member("perInhabitant", each.perInhabitant)
                        }
                    }
                }
            } else {
                for each in opened {
                    let share = each.perInhabitant.map { ", \(Money(cents: $0, currency: each.money.currency).text) an inhabitant" } ?? ""
                    Print.line("\(each.area)  \(each.id)  \(each.money.text)\(share)")
                }
            }
        }

        private func open(_ area: AreaState, _ desk: Desk) throws -> (area: String, id: RecordID, money: Money, perInhabitant: Int64?) {
            let rules = AreaRules(desk.store) { $0.person }
            guard let profile = try rules.profile(in: area.code), let budget = profile.budget else {
                throw SyncError("budget.none", "The profile of \(area.code) has no budget.", hint: "See: wijkserver profile show.")
            }
            let record = try desk.records(AreaKind.kind, area: area).first
            let inhabitants = record?.values["inhabitants"]?.integer
            guard let granted = cents ?? profile.grant(inhabitants: inhabitants.map(Int.init)) else {
                throw SyncError(
                    "budget.unknown", "What \(area.code) gets is not in the profile, or needs its inhabitants.",
                    hint: "Give it with --cents.")
            }
            guard (0...10_000_000_000_000).contains(granted), (1900...9999).contains(year) else {
                throw SyncError("budget.range", "A budget is from 0 to 10^13 cents, in a year from 1900.")
            }
            let isThere = try desk.records(MoneyKinds.budget, area: area, where: [("year", .integer(year))])
                .contains { $0.text("sort") == budget.sort }
            if isThere { throw SyncError("budget.exists", "\(area.code) has a \(budget.sort) for \(year) already.") }
            let values: [(field: String, value: Value)] = [
                ("sort", .text(budget.sort)), ("title", .text("\(budget.sort) \(area.name) \(year)")), ("year", .integer(year)),
                ("granted_cents", .integer(granted)), ("currency", .text(budget.currency)), ("basis", .text(budget.basis)),
            ]
            let draft = Draft(kind: MoneyKinds.budget.number, area: area.code, writes: MoneyKinds.budget.writes(values))
            let id = try desk.service.arbitrate([draft])[0]
            let share = inhabitants.flatMap { $0 > 0 ? granted / $0 : nil }
            return (area.code, id, Money(cents: granted, currency: budget.currency), share)
        }
    }
}
