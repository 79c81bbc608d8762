/// One position of a feed, wherever its bytes lie: among the entries received, or among the own ops.
struct FeedStep {
    let position: UInt64
    /// Absent, like the op, where a record left or came back.
    let dot: Dot?
    let op: [UInt8]
    var form = FeedForm.op
    var extra: [UInt8] = []
}

/// A feed's chain at any position of it: it names one history and no other, whatever the epoch is said to be.
extension Replica {
    /// - Returns: `nil` where this replica does not know the feed: beyond its end, and before the snapshot it began with, but at the marks that
    ///   came with that.
    func feedChain(of area: AreaState, at position: UInt64) throws -> FeedChain? {
        if position == area.position { return area.chain }
        if position < area.standingFloor {
            return try store.feedMark(area: area.number, atOrBefore: position).flatMap { $0.position == position ? $0.chain : nil }
        }
        if position > area.position { return nil }
        let start = FeedMark(position: 0, chain: FeedChain(start: area.code))
        guard let mark = try store.feedMark(area: area.number, atOrBefore: position) ?? (area.floor == 0 ? start : nil) else { return nil }
        var chain = mark.chain
        if mark.position == position { return chain }
        try steps(of: area, after: mark.position) { step in
            chain.append(step.form, step.dot, step.op, step.extra)
            return step.position < position
        }
        return chain
    }

    /// The chain at places further and further back from the feed's end: one, two, four positions and so on.
    func marks(of area: AreaState) throws -> [FeedMark] {
        var marks: [FeedMark] = []
        var back: UInt64 = 1
        while back < area.position {
            if let chain = try feedChain(of: area, at: area.position - back) {
                marks.append(FeedMark(position: area.position - back, chain: chain))
            }
            back *= 2
        }
        return marks
    }

    /// The entries of an area's feed after a position, in order, own ops in their places, until the body returns false.
    func steps(of area: AreaState, after position: UInt64, _ body: (FeedStep) throws -> Bool) throws {
        // Looked up when something is missing between the entries: never at a server.
        var known: ArraySlice<Run>?
        var reached = position
        var goesOn = true
        /// Own ops, of this life and earlier ones, which lie elsewhere, up to the next entry that was received.
        func fill(to end: UInt64) throws {
            if !goesOn || reached >= end { return }
            var runs = try known ?? store.runs(area: area.number, after: position)[...]
            runs = runs.drop { $0.position + $0.count <= reached + 1 }
            defer { known = runs }
            while goesOn, reached < end, let run = runs.first, run.position <= reached + 1 {
                let k = run.k + (reached + 1 - run.position)
                let before = reached
                let incarnation = try store.actor(number: run.actor).incarnation
                try store.ownOps(after: k - 1, actor: run.actor) { row in
                    reached += 1
                    goesOn = try body(FeedStep(position: reached, dot: Dot(incarnation, row.k), op: row.op))
                    return goesOn && reached < end && row.k + 1 < run.k + run.count
                }
                if reached == before { return }
                if reached + 1 >= run.position + run.count { runs = runs.dropFirst() }
            }
        }
        try store.feed(area: area.number, after: position, skipping: nil) { entry in
            try fill(to: entry.position - 1)
            guard goesOn else { return false }
            reached = entry.position
            goesOn = try body(try step(of: entry))
            return goesOn
        }
        if goesOn { try fill(to: area.position) }
    }

    /// The bytes of own ops are not kept twice.
    private func step(of entry: FeedEntry) throws -> FeedStep {
        let dot = entry.k > 0 ? Dot(try store.actor(number: entry.actor).incarnation, entry.k) : nil
        let op = entry.op.isEmpty && dot != nil ? try store.op(actor: entry.actor, k: entry.k) ?? [] : entry.op
        return FeedStep(position: entry.position, dot: dot, op: op, form: entry.form, extra: entry.extra)
    }
}
