extension Profile {
    /// Where a plan goes from one phase.
    public enum PhaseStep: Sendable, Equatable {
        case next(String)
        /// It is in the last one.
        case last
        /// It is in one that the profile has not, as an older version may have had.
        case unknown
        /// The profile has no phases: plans have none here.
        case none
    }

    /// - Parameter phase: the phase that a plan is in; empty before the first.
    public func step(after phase: String) -> PhaseStep {
        guard let first = phases.first else { return .none }
        if phase.isEmpty { return .next(first) }
        guard let place = phases.firstIndex(of: phase) else { return .unknown }
        return place + 1 < phases.count ? .next(phases[place + 1]) : .last
    }
}
