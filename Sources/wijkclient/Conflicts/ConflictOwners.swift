import SyncCore
import WijkDomain

/// Whose word settles a conflict, as far as this replica knows of profile and roles.
final class ConflictOwners {
    private let device: Device
    private let rules: AreaRules
    private var judges: [Int: (writer: Writer, profile: Profile)?] = [:]

    init(_ device: Device) {
        self.device = device
        rules = LocalRules.areaRules(of: device)
    }

    /// Who decides, in the municipality's own words; `nil` when it is up to the reader, or when nothing is known of rules here.
    func decider(of conflict: Conflict, _ record: RecordView) throws -> String? {
        guard let area = record.area, let judge = try judge(area) else { return nil }
        func refusal(isOwnText: Bool) -> RuleBreak? {
            Settling.refusal(
                ConflictClass(of: conflict, kind: record.kind), kind: record.kind, fields: record.kind.subject(of: conflict),
                writer: judge.writer, profile: judge.profile, isOwnText: isOwnText)
        }
        // Whose it is, is looked up only where it makes a difference.
        guard let others = refusal(isOwnText: false) else { return nil }
        guard refusal(isOwnText: true) == nil else { return others.decider }
        return try rules.creator(of: record.id, kind: record.kind) == judge.writer.account ? nil : others.decider
    }

    private func judge(_ area: AreaState) throws -> (writer: Writer, profile: Profile)? {
        if let known = judges[area.number] { return known }
        var found: (writer: Writer, profile: Profile)?
        // A profile that only a newer version reads tells nothing here.
        if let person = device.enrolment?.person, let profile = try? rules.profile(in: area.code) {
            let today = LocalTime.today(Clock.now())
            found = (try rules.writer(account: person.id, name: person.name, in: area.code, today: today), profile)
        }
        judges[area.number] = .some(found)
        return found
    }
}
