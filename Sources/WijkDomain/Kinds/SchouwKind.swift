public import SyncCore

/// A schouw: a walk through the wijk with residents, who point out what could be better (§5.5).
public enum SchouwKind {
    public static let kind = Kind(
        2, "schouw", indexes: [["date"]], question: 63,
        fields: [
            Field(2, "title", .line),
            Field(3, "date", .date, required: true),
            Field(4, "status", .choice(statuses), required: true, group: "status"),
            /// The name of who leads the walk.
            Field(5, "leader", .line),
            /// Who walks along: names or roles (`wijkagent`, `corporatie`), not the residents one by one.
            Field(6, "participants", .set(maximum: 4_000), policy: .union),
            Field(7, "resident_count", .people),
            Field(8, "route_note", .prose),
            Field(9, "started_at", .instant),
            /// Coupled with the status: the walk ended, or it did not.
            Field(10, "finished_at", .instant, group: "status"),
        ])

    public static let statuses = ["gepland", "bezig", "afgerond", "geannuleerd"]
}
