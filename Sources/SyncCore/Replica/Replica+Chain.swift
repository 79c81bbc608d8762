/// One position of a feed, wherever its bytes lie: among the entries received, or among the own ops.
struct FeedStep {
    let position: UInt64
    let dot: Dot
    let op: [UInt8]
}

/// A feed's chain at any position of it: it names one history and no other, whatever the epoch is said to be.
extension Replica {
    /// - Returns: `nil` where this replica does not know the feed: beyond its end, and before the snapshot it began with.
    func feedChain(of area: AreaState, at position: UInt64) throws -> FeedChain? {
        if position == area.position { return area.chain }
        if position > area.position || position < area.floor { return nil }
        let start = FeedMark(position: 0, chain: FeedChain(start: area.code))
        guard let mark = try store.feedMark(area: area.number, atOrBefore: position) ?? (area.floor == 0 ? start : nil) else { return nil }
        var chain = mark.chain
        if mark.position == position { return chain }
        try steps(of: area, after: mark.position) { step in
            chain.append(step.dot, step.op)
            return step.position < position
        }
        return chain
    }

    /// The entries of an area's feed after a position, in order, own ops in their places, until the body returns false.
    func steps(of area: AreaState, after position: UInt64, _ body: (FeedStep) throws -> Bool) throws {
        let own = try own()
        var runs = try store.runs(area: area.number, actor: own.number).filter { $0.position + $0.count > position + 1 }[...]
        var reached = position
        var goesOn = true
        /// Own ops, which lie elsewhere, up to the next entry that was received.
        func fill(to end: UInt64) throws {
            while goesOn, reached < end, let run = runs.first, run.position <= reached + 1 {
                let k = run.k + (reached + 1 - run.position)
                let before = reached
                try store.ownOps(after: k - 1, actor: own.number) { row in
                    reached += 1
                    goesOn = try body(FeedStep(position: reached, dot: Dot(own.incarnation, row.k), op: row.op))
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
            // A server's own ops lie in the feed like all others.
            runs = runs.drop { $0.position + $0.count <= entry.position + 1 }
            goesOn = try body(
                FeedStep(position: entry.position, dot: Dot(try store.actor(number: entry.actor).incarnation, entry.k), op: entry.op))
            return goesOn
        }
        if goesOn { try fill(to: area.position) }
    }
}
