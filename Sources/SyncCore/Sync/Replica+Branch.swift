/// A part of an area's feed that this replica has folded and the server does not have.
struct Branch {
    let area: AreaState
    /// Up to here both are the same; 0 when that is not known.
    let common: UInt64
}

/// What a replica can give back of such a part: the entries it received, and of what it knows from a snapshot only the values
/// that are alive.
extension Replica {
    /// Tells all that can be handed in, in the order of the branch, transaction by transaction.
    func handedOps(of branch: Branch, _ body: ([HandedOp]) throws -> Void) throws {
        let area = branch.area
        if isTakenAnew(area) || area.standingFloor > branch.common {
            for ref in try refs(of: area) {
                let items = try snapshotOps(of: ref, branch)
                if !items.isEmpty { try body(items) }
            }
        }
        guard area.holding == .live else { return }
        var position = max(branch.common, area.floor)
        while position < area.position {
            // A stretch at a time: what is looked up for each op must not disturb the reading of the feed.
            var steps: [FeedStep] = []
            try self.steps(of: area, after: position) { step in
                steps.append(step)
                return try steps.count < 1_000 || step.form == .op && Op(decoding: step.op).more > 0
            }
            guard let last = steps.last else { return }
            position = last.position
            var group: [HandedOp] = []
            for step in steps {
                if step.form == .entered {
                    let whole = try WholeRecord.decode(step.extra)
                    let values = try snapshotOps(of: whole, whole.origins.indices.filter { whole.origins[$0].dot != step.dot }, branch)
                    if !values.isEmpty { try body(values) }
                }
                guard let dot = step.dot else { continue }
                let op = try Op(decoding: step.op)
                var item = HandedOp(dot: dot, position: step.position, op: step.op)
                item.past = try past(of: op, at: step, branch)
                group.append(item)
                if op.more > 0, step.form == .op { continue }
                try body(group)
                group = []
            }
            if !group.isEmpty { try body(group) }
        }
    }

    private func isTakenAnew(_ area: AreaState) -> Bool { area.anchor != nil }

    private func refs(of area: AreaState) throws -> [RecordRef] {
        // Where a record stands in a feed, not where an own move shows it.
        var refs = try store.overlaid(area: area.number)
        try store.records(area: area.number, after: nil) { ref, _ in
            if try store.overlay(ref).map({ $0.area == 0 }) ?? true { refs.append(ref) }
            return true
        }
        return refs.sorted()
    }

    /// The record as the branch has it: folded, or left over from a branch before.
    func branchState(_ ref: RecordRef, own: Actor) throws -> RecordState? {
        let held = try hold(ref, own: own)
        return held?.left ?? held?.folded
    }

    /// The values of a record that came with a snapshot, each op's as an op.
    private func snapshotOps(of ref: RecordRef, _ branch: Branch) throws -> [HandedOp] {
        let own = try own()
        guard let state = try branchState(ref, own: own) else { return [] }
        let isStale = try store.isStale(ref)
        let floor = isStale ? .max : branch.area.standingFloor
        let offered = state.origins.indices.filter {
            let position = state.origins[$0].position
            return position > (isStale ? 0 : branch.common) && position <= floor
        }.sorted { state.origins[$0].position < state.origins[$1].position }
        return try snapshotOps(of: state, offered, branch)
    }

    private func snapshotOps(of state: RecordState, _ offered: [Int], _ branch: Branch) throws -> [HandedOp] {
        offered.enumerated().map { place, index in
            let origin = state.origins[index]
            var op = Op(
                record: state.id, kind: state.kind, area: branch.area.code,
                writes: state.siblings.filter { $0.origin == index && $0.field != Field.place.number }.map {
                    Op.FieldWrite($0.field, key: $0.key, $0.value)
                })
            op.toArea = state.register(Field.place.number).first { $0.origin == index }?.value.text ?? ""
            op.context = origin.context
            op.deviceTime = origin.deviceTime
            op.missed = state.missed.filter { $0.origin == index }.map(\.field)
            op.first = origin.first
            op.identity = origin.first == nil ? [] : [UInt8](repeating: 0, count: 32)
            op.index = UInt32(place)
            op.size = UInt32(offered.count)
            var item = HandedOp(dot: origin.dot, position: origin.position, op: op.encode())
            item.isPartial = true
            item.past = state.origins.filter { other in
                other.dot != origin.dot && other.position > 0 && origin.covers(other)
            }.map { PastOp(first: $0.first ?? $0.dot, deviceTime: $0.deviceTime) }
            return item
        }
    }

    /// What an op's writer had seen of its record, from beyond what is common.
    private func past(of op: Op, at step: FeedStep, _ branch: Branch) throws -> [PastOp] {
        guard let ref = try store.find(op.record, kind: op.kind), let dot = step.dot else { return [] }
        var past: [PastOp] = []
        let context = try context(of: op, at: step)
        func consider(_ other: Dot, first: Dot?, deviceTime: Int64, at place: UInt64) {
            guard place > branch.common, place <= step.position, other != dot,
                context.covers(other, at: step.form == .op ? place : 0, writer: op.first == nil ? dot : nil)
            else { return }
            past.append(PastOp(first: first ?? other, deviceTime: deviceTime))
        }
        for entry in try store.entries(of: ref) where entry.area == branch.area.number {
            if entry.form == .entered {
                for origin in try WholeRecord.decode(entry.extra).origins {
                    consider(origin.dot, first: origin.first, deviceTime: origin.deviceTime, at: entry.position)
                }
            }
            if entry.op.isEmpty { continue }
            let other = try Op(decoding: entry.op)
            consider(
                Dot(try store.actor(number: entry.actor).incarnation, entry.k), first: other.first, deviceTime: other.deviceTime,
                at: entry.position)
        }
        for row in try store.ownOps(of: ref) {
            // What an earlier life wrote and a later one wrote anew stands under its new dot; the old one may be a copy's op in the feed.
            guard try store.verdict(actor: row.actor, k: row.k) == nil else { continue }
            guard let place = try store.position(actor: row.actor, k: row.k),
                try store.area(actor: row.actor, k: row.k) == branch.area.number
            else { continue }
            let other = try Op(decoding: row.op)
            consider(
                Dot(try store.actor(number: row.actor).incarnation, row.k), first: other.first, deviceTime: other.deviceTime, at: place)
        }
        if branch.area.floor > branch.common {
            for origin in try branchState(ref, own: try own())?.origins ?? [] where origin.position <= branch.area.floor {
                consider(origin.dot, first: origin.first, deviceTime: origin.deviceTime, at: origin.position)
            }
        }
        return Array(Set(past)).sorted { ($0.first, $0.deviceTime) < ($1.first, $1.deviceTime) }
    }

    /// What the op's writer had seen, as the feed says it.
    private func context(of op: Op, at step: FeedStep) throws -> Context {
        switch step.form {
        case .op, .left: op.context
        case .late: try Context(decoding: step.extra)
        case .entered: try WholeRecord.decode(step.extra).origins.first { $0.dot == step.dot }?.context ?? Context()
        }
    }
}

extension AreaState {
    /// The position of the snapshot that it began with, or is beginning with.
    var standingFloor: UInt64 {
        if case .seeding(let position, _, _) = stage { return position }
        return floor
    }
}
