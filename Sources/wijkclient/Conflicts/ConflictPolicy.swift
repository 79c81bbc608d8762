import SyncCore

/// How many conflicts are settled alike.
enum ConflictPolicy: String, CaseIterable {
    /// What stands now: what reached the server first; of what was deleted and worked on, the work.
    case shown
    /// What was written last, by the writers' own clocks.
    case newest

    init?(word: String) {
        switch word {
        case "getoond": self = .shown
        case "nieuwste": self = .newest
        default: self.init(rawValue: word)
        }
    }

    /// The number of the side that it takes, from 1; `nil` when none is.
    func side(of choice: ConflictChoice) -> Int? {
        switch self {
        case .shown: choice.options.firstIndex { $0.values == choice.shown }.map { $0 + 1 }
        case .newest:
            choice.options.indices.max { latest(choice.options[$0]) < latest(choice.options[$1]) }.map { $0 + 1 }
        }
    }

    private func latest(_ option: ConflictChoice.Option) -> Int64 { option.writers.map(\.deviceTime).max() ?? .min }
}
