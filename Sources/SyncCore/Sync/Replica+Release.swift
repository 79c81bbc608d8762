/// Letting go of what is not this device's to hold any more (I12), but never of work that nobody else has (I2).
extension Replica {
    /// Takes closed areas off the replica, once none of their own ops is pending: those were handed in, and refused or applied.
    func releaseClosedAreas(_ applied: inout Applied) throws {
        let closed = try store.areas().filter { try $0.stage == .closed && holdsAnything(of: $0) }
        if closed.isEmpty { return }
        let own = try own()
        var waiting: Set<Int> = []
        try store.ownOps(after: own.chain.k, actor: own.number) { row in
            waiting.insert(row.area)
            return true
        }
        for area in closed where !waiting.contains(area.number) {
            applied.released[area.code] = try release(area, to: .closed, own: own)
        }
    }

    private func holdsAnything(of area: AreaState) throws -> Bool {
        if area.position > 0 { return true }
        var holds = false
        try store.records(area: area.number, after: nil) { _, _ in
            holds = true
            return false
        }
        return holds
    }

    /// Takes an area off the replica. Own ops stay, with what became of them: they are the device's own account of its work. When
    /// the area comes again, it brings what they did, so they are not shown over it.
    ///
    /// - Returns: how many records it had.
    private func release(_ area: AreaState, to stage: AreaState.Stage, own: Actor) throws -> Int {
        try settleOwn(leaving: area, acknowledged: own.chain.k)
        try untangle(area)
        let count = try store.dropArea(area.number)
        var empty = AreaState(number: area.number, code: area.code, name: area.name)
        empty.stage = stage
        try store.save(empty)
        return count
    }

    /// An own move that the feed has not brought back shows a record in another area than the one whose it is. What is of another
    /// area stays, and what is of this one goes, wherever it is shown.
    private func untangle(_ area: AreaState) throws {
        var shownHere: [RecordRef] = []
        try store.records(area: area.number, after: nil) { ref, _ in
            shownHere.append(ref)
            return true
        }
        for ref in shownHere {
            var home = try store.overlay(ref)?.area ?? 0
            // Of a record that own ops made, nothing is folded: it is where the first of them wrote it.
            if home == 0, try !store.isStale(ref) { home = try outstandingOps(of: ref).first?.row.area ?? 0 }
            guard home > 0, home != area.number, let shown = try store.load(ref)?.state else { continue }
            try store.update(ref, shown, area: home)
        }
        for ref in try store.overlaid(area: area.number) {
            if let shown = try store.load(ref)?.state { try store.update(ref, shown, area: area.number) }
        }
    }

    /// The server has retired this life. When everything is handed in, a new one begins, with nothing held: what is here may be
    /// older than what all others have agreed to forget (I15).
    func retire(_ applied: inout Applied) throws {
        applied.isRetired = true
        guard applied.pending == 0 else { return }
        let old = try own()
        for area in try store.areas() { _ = try release(area, to: area.stage == .closed ? .closed : .new, own: old) }
        _ = try newIncarnation(after: old)
        applied.isRenewed = true
    }
}
