extension PlanItemKind {
    /// Statuses of what is not in its plan any more: handed to somebody else, refused, or dropped.
    public static let left: Set<String> = ["doorgegeven", "afgewezen", "vervallen"]
}

extension RecordValues {
    /// Whether a plan item stays on record and neither costs its plan anything nor has a place in its order.
    var hasLeftPlan: Bool { PlanItemKind.left.contains(text("status")) }
}
