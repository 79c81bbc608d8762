/// One entry of a feed, on a device.
extension Replica {
    func follow(_ entry: AreaPage.Entry, into area: inout AreaState, own: Actor, _ applied: inout Applied) throws {
        switch entry {
        case .op(let dot, let bytes):
            guard dot.incarnation != own.incarnation else { throw SyncError.server("it sends this replica's own op as another's") }
            try follow(dot, bytes, context: nil, into: &area, own: own)
        case .late(let dot, let bytes, let context):
            guard dot.incarnation == own.incarnation else {
                try follow(dot, bytes, context: context, into: &area, own: own)
                break
            }
            let row = try ownOp(dot.k, own)
            try fold(row, context: context, into: &area, own: own)
            try store.appendFeed(
                FeedEntry(
                    area: area.number, position: area.position, record: row.record, actor: own.number, k: row.k, more: row.more,
                    receivedAt: now(), op: [], form: .late, extra: context))
            applied.hasFoldedOwn = true
            return
        case .own(let k, let count):
            var next = k
            try store.ownOps(after: k - 1, actor: own.number) { row in
                guard row.k == next, next < k + count else { return false }
                try fold(own: row, into: &area, own: own)
                next += 1
                return next < k + count
            }
            guard next == k + count else { throw Self.neverWritten }
            applied.hasFoldedOwn = true
            return
        case .left(let departure): try store.appendFeed(try fold(left: departure, into: &area, own: own))
        case .entered(let dot, let bytes, let record, let through):
            let isOwn = dot?.incarnation == own.incarnation
            let move = try dot.map { (dot: $0, op: isOwn ? try ownOp($0.k, own).op : bytes) }
            try store.appendFeed(try fold(entered: record, by: move, ownThrough: through, into: &area, own: own))
            if isOwn { applied.hasFoldedOwn = true }
        }
        applied.received += 1
    }

    private func follow(_ dot: Dot, _ bytes: [UInt8], context: [UInt8]?, into area: inout AreaState, own: Actor) throws {
        let actor = try store.actor(dot.incarnation)
        try store.appendFeed(
            try fold(
                bytes, try Op(decoding: bytes), context: context, by: actor, k: dot.k, into: &area, own: own, receivedAt: now()))
    }

    private static let neverWritten = SyncError.server("it sends own ops that were never written here")

    private func ownOp(_ k: UInt64, _ own: Actor) throws -> OwnOp {
        var found: OwnOp?
        try store.ownOps(after: k - 1, actor: own.number) { row in
            found = row
            return false
        }
        guard let found, found.k == k else { throw Self.neverWritten }
        return found
    }
}
