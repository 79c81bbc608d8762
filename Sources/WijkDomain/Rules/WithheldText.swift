import SyncCore

/// Text about one household lies in its writer's own part of an area, and nothing else lies there (S-AMF 3): otherwise it would be with
/// everybody, or out of sight of those who have to act on it.
enum WithheldText {
    static func refusal(of transaction: [Op], account: String) -> (index: Int, rule: RuleBreak)? {
        let wrong = transaction.firstIndex { op in
            let part = WithheldArea(code: op.area)
            guard op.kind == TellingKinds.confidence.number else { return part != nil || WithheldArea(code: op.toArea) != nil }
            return part == nil || !op.toArea.isEmpty || op.creates && part?.account != account
        }
        return wrong.map { ($0, RuleBreak(.withheld, decider: "")) }
    }
}
