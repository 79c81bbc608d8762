import SyncCore
import WijkDomain

/// The plans of a replica.
enum PlanList {
    /// - Parameter areas: numbers of areas; all when empty.
    static func all(_ device: Device, areas: [Int] = []) throws -> [RecordView] {
        var query = RecordQuery(PlanKind.kind)
        query.areas = areas
        query.sort = ("title", false)
        var refs: [RecordRef] = []
        try device.store.list(query) { row in
            refs.append(row.ref)
            return true
        }
        return try refs.compactMap { ref in
            guard let shown = try device.replica.shown(ref) else { return nil }
            return RecordView(shown, kind: PlanKind.kind, area: try device.area(number: shown.area))
        }
    }

    /// The plan that somebody names, or the only one.
    static func choose(_ id: String?, _ device: Device, _ language: Language) throws -> RecordView {
        if let id { return try RecordLookup(device: device, language: language).shown(id, in: [PlanKind.kind]) }
        let plans = try all(device)
        guard plans.count == 1 else {
            throw ClientError(
                .usage, "plan.which",
                plans.isEmpty
                    ? language(en: "There is no plan on this replica.", nl: "Er is geen plan op deze replica.")
                    : language(en: "There is more than one plan.", nl: "Er is meer dan één plan."),
                hint: language(en: "See: wijkclient plan overview.", nl: "Zie: wijkclient plan overzicht."))
        }
        return plans[0]
    }
}
