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
        for actor in try store.actors() where actor.number != own.number { try settle(actor) { $0 == area.number } }
        let count = try store.dropArea(area.number)
        var empty = AreaState(number: area.number, code: area.code, name: area.name)
        empty.stage = stage
        empty.ownInSnapshot = own.chain.k
        try store.save(empty)
        return count
    }

    /// Notes of a life's ops that they are handed in, and that nothing here shows them any more.
    private func settle(_ actor: Actor, _ isOfArea: (Int) -> Bool) throws {
        var rows: [UInt64] = []
        try store.ownOps(after: 0, actor: actor.number) { row in
            if isOfArea(row.area) { rows.append(row.k) }
            return true
        }
        for k in rows where try store.verdict(actor: actor.number, k: k) == nil {
            try store.save(Verdict(.settled, k: k, detail: "", at: now()), actor: actor.number, op: nil)
        }
    }

    /// The server has retired this life. When everything is handed in, a new one begins, with nothing held: what is here may be
    /// older than what all others have agreed to forget (I15).
    func retire(_ applied: inout Applied) throws {
        applied.isRetired = true
        guard applied.pending == 0 else { return }
        let old = try own()
        try settle(old) { _ in true }
        for area in try store.areas() { _ = try release(area, to: area.stage == .closed ? .closed : .new, own: old) }
        for var area in try store.areas() {
            area.ownInSnapshot = 0
            try store.save(area)
        }
        _ = try newIncarnation(after: old)
        applied.isRenewed = true
    }
}
